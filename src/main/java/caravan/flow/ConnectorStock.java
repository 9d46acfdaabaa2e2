package caravan.flow;

import caravan.connector.Manifest;
import caravan.inventory.Readings;
import caravan.inventory.StockWrites.Row;
import caravan.inventory.StockWrites.Write;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells a channel about stock through its connector. */
final class ConnectorStock implements StockSink {
    private static final Duration STALE_WAIT = Duration.ofSeconds(1);

    private final ChannelCalls channel;
    private final Supplier<Manifest.Stock> form;
    private final Duration timeout;
    private final int parallel;
    private final Readings readings;

    /**
     * A sink for one channel.
     *
     * @param form how its stock is written at present
     * @param timeout after which a call is known to be over
     * @param parallel calls the vendor takes at a time
     */
    ConnectorStock(
            ChannelCalls channel, Supplier<Manifest.Stock> form, Duration timeout, int parallel, Readings readings) {
        this.channel = channel;
        this.form = form;
        this.timeout = timeout;
        this.parallel = parallel;
        this.readings = readings;
    }

    @Override
    public ConnectionId connection() {
        return channel.connection();
    }

    @Override
    public int rowsPerCall() {
        return form.get().rowsPerCall();
    }

    @Override
    public int parallel() {
        return parallel;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public boolean isKeyed() {
        return form.get().keyed();
    }

    @Override
    public Duration keyMemory() {
        return form.get().keyMemory();
    }

    @Override
    public Map<Long, RowAnswer> send(Write write) throws CallFailed {
        ObjectNode request = ChannelCalls.object()
                .put("write", write.id().toString())
                .put("batch", write.batch())
                .put("raising", write.raising());
        ArrayNode rows = request.putArray("rows");
        for (Row row : write.rows()) {
            rows.addObject()
                    .put("externalId", row.externalId())
                    .put("location", row.channelLocation())
                    .put("delta", row.delta())
                    .put("expected", row.expected());
        }
        Map<Long, RowAnswer> answers = new HashMap<>();
        List<Long> stale = new ArrayList<>();
        matching(write, channel.write(request).rows()).forEach((listing, row) -> {
            answers.put(listing, answer(row));
            if (row.path("outcome").asString("").equals("stale")) {
                stale.add(listing);
            }
        });
        if (!stale.isEmpty()) {
            readings.due(stale, Duration.ZERO);
        }
        return answers;
    }

    @Override
    public Map<Long, Boolean> find(Write write) throws CallFailed {
        if (!form.get().findable()) {
            return Map.of();
        }
        List<JsonNode> rows = channel.figures(
                        write.batch(),
                        write.rows().stream().map(Row::externalId).toList(),
                        write.rows().stream().map(Row::channelLocation).toList())
                .rows();
        Map<Long, Boolean> found = new HashMap<>();
        matching(write, rows)
                .forEach((listing, row) -> found.put(
                        listing, write.id().toString().equals(row.path("write").asString(""))));
        return found;
    }

    private static Map<Long, JsonNode> matching(Write write, List<JsonNode> answers) {
        Map<String, JsonNode> byListing = new HashMap<>();
        answers.forEach(answer -> byListing.put(key(answer), answer));
        Map<Long, JsonNode> matching = new HashMap<>();
        for (Row row : write.rows()) {
            JsonNode answer = byListing.get(row.externalId() + "\u0000" + row.channelLocation());
            if (answer != null) {
                matching.put(row.listing(), answer);
            }
        }
        return matching;
    }

    static String key(JsonNode row) {
        return row.path("externalId").asString("") + "\u0000"
                + row.path("location").asString("default");
    }

    private static RowAnswer answer(JsonNode row) {
        String detail = row.path("detail").asString("");
        return switch (row.path("outcome").asString("")) {
            case "confirmed" -> RowAnswer.CONFIRMED;
            case "refused" -> new RowAnswer(new CallFailed(Fault.REFUSED, "The channel refuses it: " + detail));
            // The channel shows something else than the books say: a sale not heard of, or a change by hand. It is read
            // first.
            case "stale" ->
                new RowAnswer(new CallFailed(Fault.THROTTLED, "The channel's figure had moved.", STALE_WAIT));
            case "throttled" -> new RowAnswer(new CallFailed(Fault.THROTTLED, "The channel wants it later: " + detail));
            case "unmanaged" ->
                new RowAnswer(new CallFailed(
                        Fault.REFUSED,
                        "The channel does not count this item's stock; switch stock management on there."));
            default ->
                new RowAnswer(new CallFailed(Fault.UNANSWERED, "The channel's answer proves nothing: " + detail));
        };
    }
}

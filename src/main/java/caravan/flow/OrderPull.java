package caravan.flow;

import caravan.connector.Manifest;
import caravan.flow.CanonicalOrder.Read;
import caravan.incident.Incidents;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Pulls the orders of a channel that changed since a moment. It goes from the last order of a page instead of to the next page
 * number, for orders that change meanwhile leave their place and would push others past the reader.
 */
final class OrderPull {
    private static final Duration AHEAD = Duration.ofHours(1);

    /** What is told about each page, after it was taken in. */
    interface Progress {
        /**
         * Notes progress.
         *
         * @param orders how many were read so far
         * @param reached time of the last one
         */
        void note(long orders, Instant reached);
    }

    private final ChannelCalls channel;
    private final Manifest.Orders rules;
    private final DocumentIntake intake;
    private final Incidents incidents;
    private final DateTimeFormatter format;
    private @Nullable Instant begun;

    OrderPull(ChannelCalls channel, Manifest.Orders rules, DocumentIntake intake, Incidents incidents) {
        this.channel = channel;
        this.rules = rules;
        this.intake = intake;
        this.incidents = incidents;
        this.format = DateTimeFormatter.ofPattern(rules.timeFormat()).withZone(ZoneOffset.UTC);
    }

    /**
     * Pulls everything that changed from a moment on.
     *
     * @return when the pull began, by the channel's clock
     */
    Instant pull(Instant from, Progress progress) throws CallFailed {
        long read = 0;
        Place place = new Place(0, from, null);
        while (place != null) {
            Step step = step(from, place);
            read += step.orders();
            progress.note(read, step.reached());
            place = step.next();
        }
        if (begun == null) {
            throw new CallFailed(Fault.DEFECT, "The connector states no pass over the orders.");
        }
        return begun;
    }

    /**
     * Where a pull stands.
     *
     * @param pass which pass over the orders, from 0
     * @param page asks for a further page of the orders since {@code from}; null for the first
     */
    record Place(int pass, Instant from, @Nullable String page) {}

    /**
     * What one page brought.
     *
     * @param reached when the last of its orders changed
     * @param next null after the last page of the last pass
     */
    record Step(int orders, Instant reached, @Nullable Place next) {}

    /**
     * Takes in the page at a place.
     *
     * @param since where the next pass begins
     */
    Step step(Instant since, Place place) throws CallFailed {
        List<Map<String, String>> passes = passes();
        ChannelCalls.Page page = channel.orders(
                format.format(start(place.from())),
                format.format(Instant.now().plus(AHEAD)),
                passes.get(place.pass()),
                place.page());
        if (begun == null) {
            begun = page.at().from();
        }
        Instant last = take(page.rows());
        Place next = after(place, page, last);
        if (next == null && place.pass() + 1 < passes.size()) {
            next = new Place(place.pass() + 1, since, null);
        }
        return new Step(page.rows().size(), last == null ? place.from() : last, next);
    }

    private List<Map<String, String>> passes() {
        return rules.passes().isEmpty() ? List.of(Map.of()) : rules.passes();
    }

    private @Nullable Place after(Place place, ChannelCalls.Page page, @Nullable Instant last) {
        if (page.next() == null) {
            return null;
        }
        return last != null && last.isAfter(place.from().plus(rules.grain()))
                ? new Place(place.pass(), last, null)
                : new Place(place.pass(), place.from(), page.next());
    }

    private Instant start(Instant at) {
        return rules.afterStart() ? at.minus(rules.grain()) : at;
    }

    private @Nullable Instant take(List<JsonNode> orders) {
        List<Read> documents = new ArrayList<>();
        Instant last = null;
        for (JsonNode order : orders) {
            try {
                Read document = CanonicalOrder.delivered(channel.connection(), order.toString(), rules.grain());
                documents.add(document);
                last = document.document().vendorTime();
            } catch (UnreadableDocument unreadable) {
                String subject = order.path("externalId").asString("");
                LookWork.keep(incidents, channel.connection(), subject, order, unreadable);
            }
        }
        intake.accept(documents);
        return last;
    }
}

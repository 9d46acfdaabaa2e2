package caravan.flow;

import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.connector.ConnectorCalls.Answer;
import caravan.connector.ConnectorCalls.Lane;
import caravan.inventory.ChannelLocations;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What one channel's vendor can be asked, in the hub's terms. Used by the channel's owner only. */
final class ChannelCalls {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * A part of a list.
     *
     * @param rows as the capability's schema describes them
     * @param next asks for the next part, null after the last
     * @param at when the vendor answered, by its own clock
     */
    record Page(
            List<JsonNode> rows,
            List<String> parents,
            @Nullable String next,
            Period at) {}

    private final ConnectionId connection;
    private final ConnectorCalls calls;
    private final BooleanSupplier mayBegin;

    /** Calls of somebody who sees to it himself that the connection is his. */
    ChannelCalls(ConnectionId connection, ConnectorCalls calls) {
        this(connection, calls, () -> true);
    }

    /**
     * Calls for as long as they are allowed; every method throws {@link caravan.kernel.OwnershipEnded} after that.
     *
     * @param mayBegin asked right before each call
     */
    ChannelCalls(ConnectionId connection, ConnectorCalls calls, BooleanSupplier mayBegin) {
        this.connection = connection;
        this.calls = calls;
        this.mayBegin = mayBegin;
    }

    ConnectionId connection() {
        return connection;
    }

    boolean can(Capability capability) {
        return calls.can(connection, capability);
    }

    /** Proves that the credentials work, and tells the account's title. */
    String account() throws CallFailed {
        JsonNode answer = ask(Capability.ACCOUNT_READ, Lane.BULK, JSON.createObjectNode()).document;
        return answer == null ? "" : answer.path("title").asString("");
    }

    /**
     * Orders that changed from a moment on, the longest unchanged first.
     *
     * @param to before which they changed, null for all
     */
    Page orders(String from, @Nullable String to, Map<String, String> pass, @Nullable String page) throws CallFailed {
        ObjectNode request = paged(page).put("from", from);
        if (to != null) {
            request.put("to", to);
        }
        pass.forEach(request::put);
        return list(Capability.ORDERS_READ, request, "orders");
    }

    /** One order as it is now, null if there is none. */
    @Nullable
    JsonNode order(String id) throws CallFailed {
        return ask(
                        Capability.ORDER_READ,
                        Lane.REAL_TIME,
                        JSON.createObjectNode().put("id", id))
                .document;
    }

    Page products(@Nullable String page) throws CallFailed {
        return list(Capability.PRODUCTS_READ, paged(page), "listings");
    }

    Page variants(String parent, @Nullable String page) throws CallFailed {
        return list(Capability.VARIANTS_READ, paged(page).put("parent", parent), "listings");
    }

    /** The locations that the channel has in use. */
    List<ChannelLocations.Named> locations() throws CallFailed {
        return list(Capability.LOCATIONS_READ, JSON.createObjectNode(), "locations").rows().stream()
                .map(row -> new ChannelLocations.Named(
                        row.path("id").asString(""), row.path("title").asString("")))
                .toList();
    }

    /** What the channel shows of listings of one batch. */
    Page figures(String batch, List<String> ids, List<String> locations) throws CallFailed {
        ObjectNode request = JSON.createObjectNode().put("batch", batch).put("ids", String.join(",", ids));
        var rows = request.putArray("rows");
        for (int index = 0; index < ids.size(); index++) {
            rows.addObject().put("externalId", ids.get(index)).put("location", locations.get(index));
        }
        return list(Capability.INVENTORY_READ, request, "rows");
    }

    /** Tells the channel about stock. */
    Page write(ObjectNode request) throws CallFailed {
        return list(Capability.INVENTORY_WRITE, Lane.STOCK, request, "rows");
    }

    Page subscriptions(@Nullable String page) throws CallFailed {
        return list(Capability.WEBHOOKS_READ, paged(page), "subscriptions");
    }

    /** Makes a subscription, or enables the one of an id again. */
    @Nullable
    JsonNode subscribe(@Nullable String id, String topic, String address) throws CallFailed {
        ObjectNode request = JSON.createObjectNode().put("topic", topic).put("address", address);
        if (id != null) {
            request.put("id", id);
        }
        return ask(Capability.WEBHOOK_WRITE, Lane.BULK, request).document;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static ObjectNode paged(@Nullable String page) {
        ObjectNode request = JSON.createObjectNode();
        return page == null ? request : request.put("page", page);
    }

    private Page list(Capability capability, ObjectNode request, String field) throws CallFailed {
        return list(capability, Lane.BULK, request, field);
    }

    private Page list(Capability capability, Lane lane, ObjectNode request, String field) throws CallFailed {
        Said said = ask(capability, lane, request);
        List<JsonNode> rows = new ArrayList<>();
        List<String> parents = new ArrayList<>();
        if (said.document != null) {
            said.document.path(field).forEach(rows::add);
            said.document.path("parents").forEach(parent -> parents.add(parent.asString()));
        }
        return new Page(rows, parents, said.answer.next(), said.answer.at());
    }

    private record Said(Answer answer, @Nullable JsonNode document) {}

    private Said ask(Capability capability, Lane lane, ObjectNode request) throws CallFailed {
        Answer answer = calls.call(connection, capability, lane, request.toString(), mayBegin);
        try {
            return new Said(answer, answer.document() == null ? null : JSON.readTree(answer.document()));
        } catch (JacksonException broken) {
            throw new CallFailed(Fault.DEFECT, "The answer of '" + capability.code() + "' is no JSON.");
        }
    }
}

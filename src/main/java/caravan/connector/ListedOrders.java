package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where a page lists its orders, so that one that cannot be mapped does not keep the others of its page from being taken in.
 *
 * @param list JSON pointer from the page to the list; {@link #PAGE} if the page is the list
 * @param id JSON pointer from an order of the list to the channel's id of it
 */
record ListedOrders(String list, String id) {
    /** Stands for a page that is the list. */
    static final String PAGE = ".";

    private static final String MAPPED = "orders";
    private static final String NAMELESS = "?";
    private static final int LONGEST_NAME = 200;

    /**
     * Maps a page; if it fails as a whole, order by order. An order that cannot be mapped is handed on as it came, marked
     * {@link ConnectorCalls#REFUSED} with the reason.
     *
     * @throws CallFailed DEFECT if the page fails without any order, too
     */
    JsonNode map(Mapping mapping, JsonNode page, Mapping.Given given) throws CallFailed {
        try {
            return mapping.apply(page, given);
        } catch (CallFailed whole) {
            JsonNode orders = list.equals(PAGE) ? page : page.at(list);
            if (!orders.isArray() || orders.isEmpty()) {
                throw whole;
            }
            return each(mapping, page, orders, given);
        }
    }

    private JsonNode each(Mapping mapping, JsonNode page, JsonNode orders, Mapping.Given given) throws CallFailed {
        JsonNode frame = page.deepCopy();
        ArrayNode place = (ArrayNode) (list.equals(PAGE) ? frame : frame.at(list));
        place.removeAll();
        if (!(mapping.apply(frame, given) instanceof ObjectNode all)) {
            throw new CallFailed(Fault.DEFECT, "The mapping of a page of orders makes no object with 'orders' of it.");
        }
        ArrayNode mapped = all.putArray(MAPPED);
        for (JsonNode order : orders) {
            place.removeAll().add(order);
            try {
                mapping.apply(frame, given).path(MAPPED).forEach(mapped::add);
            } catch (CallFailed failed) {
                mapped.addObject()
                        .put("externalId", name(order))
                        .put(ConnectorCalls.REFUSED, String.valueOf(failed.getMessage()))
                        .set("order", order);
            }
        }
        return all;
    }

    private String name(JsonNode order) {
        String name = order.at(id).asText();
        return name.isEmpty() ? NAMELESS : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
}

package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fetches what an answer in GraphQL left out of the lists inside it, such as the lines of a long order, so that a mapping sees
 * every list whole. The question says under {@code rest}, for each name of a list, how its further pages are asked for: a query
 * with the variables {@code $id}, of the object that holds the list, and {@code $after}; its answer holds that object as
 * {@code node}. Lists are the connections of the GraphQL cursor specification.
 */
final class InnerLists {
    /** A vendor's mistake in counting pages must not keep a connection busy forever. */
    private static final int MOST_CALLS = 100;

    private static final String REST = "rest";

    /** Makes one more call. */
    interface Asking {
        JsonNode ask(ObjectNode question) throws CallFailed;
    }

    private final JsonNode rest;
    private final Asking asking;
    private int calls;

    private InnerLists(JsonNode rest, Asking asking) {
        this.rest = rest;
        this.asking = asking;
    }

    /** The question without its part for us. */
    static JsonNode first(JsonNode question) {
        return question instanceof ObjectNode object && object.has(REST)
                ? object.deepCopy().without(REST)
                : question;
    }

    /**
     * Completes the lists inside an answer in place.
     *
     * @throws CallFailed also if the object changed between two pages: its parts would not fit together
     */
    static void complete(JsonNode question, JsonNode answer, Asking asking) throws CallFailed {
        if (question.path(REST).isObject()) {
            new InnerLists(question.path(REST), asking).complete(answer);
        }
    }

    private void complete(JsonNode value) throws CallFailed {
        if (value instanceof ObjectNode owner) {
            List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(owner.properties());
            for (Map.Entry<String, JsonNode> field : fields) {
                if (rest.has(field.getKey()) && field.getValue() instanceof ObjectNode list) {
                    complete(owner, field.getKey(), list);
                }
                complete(field.getValue());
            }
        } else if (value.isArray()) {
            for (JsonNode each : value) {
                complete(each);
            }
        }
    }

    private void complete(ObjectNode owner, String name, ObjectNode list) throws CallFailed {
        while (list.path("pageInfo").path("hasNextPage").asBoolean(false)) {
            JsonNode node = next(owner, name, list);
            JsonNode more = node.path(name);
            if (!(list.path("nodes") instanceof ArrayNode nodes)
                    || !more.path("nodes").isArray()) {
                throw untold("The next page of '" + name + "' is not in the answer.");
            }
            if (node.has("updatedAt") && !node.path("updatedAt").equals(owner.path("updatedAt"))) {
                throw untold("The object of '" + name + "' changed while it was read; it is read again.");
            }
            nodes.addAll((ArrayNode) more.path("nodes"));
            list.set("pageInfo", more.path("pageInfo"));
        }
    }

    private JsonNode next(ObjectNode owner, String name, ObjectNode list) throws CallFailed {
        String id = owner.path("id").asText("");
        String after = list.path("pageInfo").path("endCursor").asText("");
        if (id.isEmpty() || after.isEmpty()) {
            throw untold("The list '" + name + "' has a next page, and no id or cursor to ask for it.");
        }
        if (++calls > MOST_CALLS) {
            throw new CallFailed(
                    Fault.REFUSED, "The lists inside the answer have more than " + MOST_CALLS + " further pages.");
        }
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.set("query", rest.path(name));
        question.putObject("variables").put("id", id).put("after", after);
        return asking.ask(question).path("data").path("node");
    }

    private static CallFailed untold(String detail) {
        return new CallFailed(Fault.UNANSWERED, detail);
    }
}

package caravan.sandbox.woocommerce;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several writes in one request, one after the other. Each row succeeds or fails on its own; the answer is 200 all the same.
 *
 * @param create makes a thing of a row, null where rows cannot be made
 * @param update changes the thing of a row
 * @param delete removes the thing of an id
 */
record Batch(
        @Nullable Function<ObjectNode, ObjectNode> create,
        Function<ObjectNode, ObjectNode> update,
        @Nullable Function<Long, ObjectNode> delete) {
    private static final int MOST = 100;
    private static final Set<String> PARTS = Set.of("create", "update", "delete");

    ObjectNode run(ObjectNode body) {
        Fields fields = new Fields(body, PARTS);
        fields.check();
        int rows = 0;
        for (String part : PARTS) {
            JsonNode list = body.path(part);
            if (!list.isMissingNode() && !list.isArray()) {
                fields.problem(part, "rest_invalid_type", " is not of type array.");
            }
            rows += list.size();
        }
        fields.check();
        if (rows > MOST) {
            throw new RestError(
                    413,
                    "woocommerce_rest_request_entity_too_large",
                    "Unable to accept more than " + MOST + " items for this request.");
        }
        ObjectNode answer = WpJson.object();
        rows(body, answer, "create", create == null ? null : row -> create.apply(object(row)));
        rows(body, answer, "update", row -> update.apply(object(row)));
        rows(body, answer, "delete", delete == null ? null : row -> delete.apply(row.asLong(0)));
        return answer;
    }

    private static void rows(
            ObjectNode body, ObjectNode answer, String part, @Nullable Function<JsonNode, ObjectNode> work) {
        JsonNode rows = body.path(part);
        if (rows.isEmpty()) {
            return;
        }
        if (work == null) {
            throw new RestError(400, "sandbox_unsupported", "This pretend store cannot '" + part + "' here.");
        }
        ArrayNode done = answer.putArray(part);
        for (JsonNode row : rows) {
            try {
                done.add(work.apply(row));
            } catch (RestError refused) {
                long id = row.isNumber() ? row.asLong(0) : row.path("id").asLong(0);
                done.addObject().put("id", id).set("error", refused.body());
            }
        }
    }

    private static ObjectNode object(JsonNode row) {
        if (row instanceof ObjectNode object) {
            return object;
        }
        throw new RestError(400, "rest_invalid_param", "Invalid parameter(s): a row of a batch is an object.");
    }
}

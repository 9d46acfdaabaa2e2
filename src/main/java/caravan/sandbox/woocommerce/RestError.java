package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinAnswer;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** An error as WordPress words it. */
final class RestError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with one parameter. */
    record Problem(String code, String message) {}

    private final int status;
    private final transient ObjectNode body;

    RestError(int status, String code, String message) {
        super(message);
        this.status = status;
        body = WpJson.object();
        body.put("code", code).put("message", message);
        body.putObject("data").put("status", status);
    }

    static RestError invalidParameters(Map<String, Problem> problems) {
        RestError error = new RestError(
                400, "rest_invalid_param", "Invalid parameter(s): " + String.join(", ", problems.keySet()));
        ObjectNode params = error.data().putObject("params");
        ObjectNode details = error.data().putObject("details");
        problems.forEach((name, problem) -> {
            params.put(name, problem.message());
            details.putObject(name)
                    .put("code", problem.code())
                    .put("message", problem.message())
                    .putNull("data");
        });
        return error;
    }

    /** A single resource answers 404 for an id nobody has. */
    static RestError invalidId(String resource) {
        return new RestError(404, "woocommerce_rest_" + resource + "_invalid_id", "Invalid ID.");
    }

    /** Writing to an id nobody has is 400, alone and in a batch. */
    static RestError unwritable(String resource) {
        return new RestError(400, "woocommerce_rest_" + resource + "_invalid_id", "Invalid ID.");
    }

    static RestError noRoute() {
        return new RestError(404, "rest_no_route", "No route was found matching the URL and request method.");
    }

    RestError with(String field, int value) {
        data().put(field, value);
        return this;
    }

    RestError with(String field, String value) {
        data().put(field, value);
        return this;
    }

    private ObjectNode data() {
        return (ObjectNode) body.get("data");
    }

    ObjectNode body() {
        return body;
    }

    TwinAnswer answer() {
        return new TwinAnswer(status, Map.of("Content-Type", WpJson.TYPE), WpJson.write(body));
    }
}

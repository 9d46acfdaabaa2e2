package caravan.sandbox.shopify;

import caravan.sandbox.TwinAnswer;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A refusal as REST tells it. */
final class RestError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    RestError(int status, String message) {
        super(message);
        this.status = status;
        this.body = Json.write(Json.object().put("errors", message));
    }

    private RestError(int status, ObjectNode errors) {
        super(errors.toString());
        this.status = status;
        this.body = Json.write(Json.object().set("errors", errors));
    }

    /** 422 for one field. */
    static RestError invalid(String field, String problem) {
        ObjectNode errors = Json.object();
        errors.putArray(field).add(problem);
        return new RestError(422, errors);
    }

    /** 400 for one parameter. */
    static RestError bad(String parameter, String problem) {
        return new RestError(400, Json.object().put(parameter, problem));
    }

    static RestError notFound() {
        return new RestError(404, "Not Found");
    }

    TwinAnswer answer() {
        return new TwinAnswer(status, Map.of("Content-Type", Json.TYPE), body);
    }
}

package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the parameters of one {@code vendor:} step say.
 *
 * @param json whether the body is sent, as JSON
 * @param paging name of a way of paging, empty for none
 * @param absent statuses that mean that there is no such thing
 * @param repeatable whether it may be sent again with a fresh token
 * @param whole whether further pages of the lists inside its answer are fetched too, as its body says
 */
record VendorStep(
        ConnectionId connection,
        String method,
        TargetTemplate target,
        boolean json,
        String paging,
        Set<Integer> absent,
        @Nullable SecretPlace secret,
        boolean repeatable,
        boolean whole) {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Where in a JSON body which secret goes. */
    record SecretPlace(JsonPointer pointer, String secret) {}

    /** Takes its parameters out of the map; what stays there is unknown. */
    static VendorStep of(Map<String, Object> parameters) {
        String connection = take(parameters, "connection", "");
        String method = take(parameters, "method", "GET");
        String path = take(parameters, "path", "");
        String query = take(parameters, "query", "");
        boolean bodied = List.of("POST", "PUT", "PATCH").contains(method);
        String body = take(parameters, "body", bodied ? "json" : "none");
        String absent = take(parameters, "absent", "");
        String secret = take(parameters, "secret", "");
        String repeatable = take(parameters, "repeatable", String.valueOf(method.equals("GET")));
        String whole = take(parameters, "whole", "false");
        List<String> problems = new ArrayList<>(TargetTemplate.problems(path, query));
        require(problems, METHODS.contains(method), "method '" + method + "' must be one of " + METHODS);
        require(
                problems,
                body.equals("none") || (body.equals("json") && bodied),
                "body '" + body + "' must be none, or json for POST, PUT and PATCH");
        require(problems, absent.matches("(\\d{3}(,\\d{3})*)?"), "absent '" + absent + "' must be statuses as 404,410");
        require(problems, secret.matches("((/[^/=]+)+=[a-z0-9-]+)?"), "secret must be written /pointer=secret-setting");
        require(problems, repeatable.matches("true|false"), "repeatable '" + repeatable + "' must be true or false");
        require(problems, whole.matches("true|false"), "whole '" + whole + "' must be true or false");
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("vendor: " + String.join("; ", problems) + ".");
        }
        return new VendorStep(
                new ConnectionId(connection),
                method,
                new TargetTemplate(path, query),
                body.equals("json"),
                take(parameters, "paging", ""),
                statuses(absent),
                secret.isEmpty() ? null : place(secret),
                Boolean.parseBoolean(repeatable),
                Boolean.parseBoolean(whole));
    }

    /** The body to be sent, if any. */
    @Nullable
    JsonNode body(@Nullable Object body) throws CallFailed {
        if (!json) {
            return null;
        }
        if (body instanceof JsonNode document) {
            return document;
        }
        throw new CallFailed(Fault.DEFECT, "The step before a " + method + " to the vendor left no JSON to send.");
    }

    private static Set<Integer> statuses(String list) {
        return Arrays.stream(list.split(",", -1))
                .filter(status -> !status.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static SecretPlace place(String text) {
        int equals = text.indexOf('=');
        return new SecretPlace(JsonPointer.compile(text.substring(0, equals)), text.substring(equals + 1));
    }

    private static String take(Map<String, Object> parameters, String name, String initial) {
        Object value = parameters.remove(name);
        return value == null ? initial : value.toString();
    }

    private static void require(List<String> problems, boolean right, String problem) {
        if (!right) {
            problems.add(problem);
        }
    }
}

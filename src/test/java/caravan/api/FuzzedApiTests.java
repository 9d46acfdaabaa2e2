package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connections;
import caravan.kernel.Sku;
import caravan.kit.FuzzedStore;
import caravan.kit.Hostile;
import caravan.kit.HubTest;
import caravan.kit.LogEar;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every operation of the API and every page, asked in bad faith by somebody who may do everything. */
@HubTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzedApiTests {
    private static final long SEED = Long.getLong("caravan.fuzz.seed", 20_261_127L);
    private static final int REQUESTS = Integer.getInteger("caravan.fuzz.requests", 60);
    private static final Pattern LEAK = Pattern.compile(
            "Exception|\\bat (caravan|org|java|jakarta|tools)\\.|\\bcaravan\\.[a-z]+\\."
                    + "|org\\.(spring|apache|postgres)|java\\.lang|tools\\.jackson|SELECT |INSERT |UPDATE |SQLState|PSQL|HikariPool");
    /** Whoever ends others' sessions or makes accounts changes what other tests stand on. */
    private static final Pattern SPARED = Pattern.compile("/(users|password|sign-in|sign-out|twins|live|error).*");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Hostile hostile = new Hostile(SEED);
    private final Visitors visitors;
    private final RequestMappingHandlerMapping mappings;
    private final FuzzedStore store;
    private final Shop shop;
    private final Sku sku;

    FuzzedApiTests(
            Visitors visitors,
            Connections connections,
            Shops shops,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        this.visitors = visitors;
        this.mappings = mappings;
        this.store = FuzzedStore.woo(connections);
        this.shop = shops.open();
        this.sku = shop.selling(1000);
    }

    @Test
    void answersWhateverTheApiIsAskedWithoutFailingOrTelling() throws Exception {
        String token = visitors.token(Role.ADMIN);
        JsonNode document =
                visitors.program(Role.VIEWER).get("/api/openapi.json").body();
        List<String> bad = new ArrayList<>();
        int asked = 0;
        try (LogEar log = new LogEar()) {
            for (Operation operation : operations(document)) {
                for (int number = 0; number < REQUESTS; number++, asked++) {
                    HttpRequest request = request(operation, token, document);
                    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                    judge(operation.method() + " " + request.uri(), answer, true, bad);
                }
            }
            judge(log, bad);
        }
        assertThat(asked).isGreaterThan(20 * REQUESTS);
        assertThat(bad).as(seed()).isEmpty();
    }

    @Test
    void showsAPageOrARefusalWhateverIsInAnAddressOrForm() throws Exception {
        Visitor admin = visitors.signedIn(Role.ADMIN);
        List<String> bad = new ArrayList<>();
        int asked = 0;
        try (LogEar log = new LogEar()) {
            for (Map.Entry<RequestMappingInfo, HandlerMethod> page :
                    mappings.getHandlerMethods().entrySet()) {
                String path = page.getKey().getPatternValues().iterator().next();
                Class<?> controller = page.getValue().getBeanType();
                if (!controller.isAnnotationPresent(Controller.class)
                        || !controller.getPackageName().equals("caravan.console")
                        || SPARED.matcher(path).matches()) {
                    continue;
                }
                boolean form = page.getKey().getMethodsCondition().getMethods().contains(RequestMethod.POST);
                for (int number = 0; number < REQUESTS / 2; number++, asked++) {
                    Map<String, String> values = values(page.getValue());
                    String address = path(path);
                    HttpResponse<String> answer =
                            form ? admin.post(address, values) : admin.open(address + query(values));
                    judge((form ? "POST " : "GET ") + address + values.keySet(), answer, false, bad);
                }
            }
            judge(log, bad);
        }
        assertThat(asked).isGreaterThan(5 * REQUESTS / 2);
        assertThat(bad).as(seed()).isEmpty();
    }

    private record Operation(String method, String path, JsonNode description) {}

    private static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.add(new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
        return operations;
    }

    private HttpRequest request(Operation operation, String token, JsonNode document) {
        Map<String, String> query = new TreeMap<>();
        Map<String, String> headers = new TreeMap<>();
        for (JsonNode parameter : operation.description().path("parameters")) {
            String name = parameter.path("name").asString("");
            switch (parameter.path("in").asString("")) {
                case "query" -> query.put(name, value(name));
                case "header" -> headers.put(name, visible(value(name)));
                default -> {}
            }
        }
        if (hostile.below(6) == 0 && !query.isEmpty()) {
            query.remove(query.keySet().iterator().next());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(visitors.hub() + path(operation.path()) + query(query)))
                .header("Authorization", "Bearer " + token);
        headers.forEach(request::header);
        byte[] body = new byte[0];
        if (operation.description().has("requestBody")) {
            body = hostile.mutated(example(operation, document));
            request.header(
                    "Content-Type",
                    hostile.below(10) == 0
                            ? hostile.one(
                                    List.of("text/plain", "application/xml", "application/json;charset=utf-16", "x"))
                            : "application/json");
        }
        if (hostile.below(15) == 0) {
            request.header("Accept", hostile.one(List.of("image/png", "text/html", "*/*;q=0", "application/xml", "x")));
        }
        return request.method(operation.method(), BodyPublishers.ofByteArray(body))
                .build();
    }

    /** A body as the document describes it, by the examples of its parts. */
    private String example(Operation operation, JsonNode document) {
        JsonNode schema = operation.description().at("/requestBody/content/application~1json/schema");
        return example(schema, document, 0);
    }

    private String example(JsonNode schema, JsonNode document, int depth) {
        String reference = schema.path("$ref").asString("");
        JsonNode described = reference.isEmpty() ? schema : document.at(reference.substring(1));
        List<String> fields = new ArrayList<>();
        described.path("properties").properties().forEach(field -> {
            String name = field.getKey();
            JsonNode inside = field.getValue();
            String value = inside.has("items")
                    ? "[" + (depth > 3 ? "" : example(inside.path("items"), document, depth + 1)) + "]"
                    : switch (name) {
                        case "sku" -> "\"" + sku + "\"";
                        case "location" -> "\"" + shop.shelf() + "\"";
                        default ->
                            inside.has("example")
                                    ? new JsonMapper().writeValueAsString(inside.path("example"))
                                    : inside.has("enum")
                                            ? inside.path("enum").get(0).toString()
                                            : "\"x\"";
                    };
            fields.add("\"" + name + "\": " + value);
        });
        return "{" + String.join(", ", fields) + "}";
    }

    private String value(String name) {
        if (hostile.below(3) > 0) {
            return hostile.text();
        }
        return switch (name) {
            case "sku" -> sku.value();
            case "location" -> shop.shelf();
            case "limit", "units" -> "3";
            case "id", "connection" -> store.id().value();
            default -> hostile.one(List.of("MTcwMF8x", "LTE", "SOLD", "1_1", "k" + hostile.below(3)));
        };
    }

    private String path(String template) {
        StringBuilder path = new StringBuilder();
        for (String part : template.replaceAll("\\{(\\w+):[^/]*}", "{$1}").split("/", -1)) {
            if (!part.isEmpty()) {
                boolean variable = part.startsWith("{");
                String value = part.contains("id") && template.contains("connections") && hostile.below(2) == 0
                        ? store.id().value()
                        : hostile.one(List.of("1", "17", "999999999999999999", hostile.text()));
                path.append('/').append(variable ? hostile.encoded(value) : part);
            }
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private Map<String, String> values(HandlerMethod page) {
        Map<String, String> values = new TreeMap<>();
        for (var parameter : page.getMethodParameters()) {
            RequestParam named = parameter.getParameterAnnotation(RequestParam.class);
            if (named != null) {
                parameter.initParameterNameDiscovery(new org.springframework.core.DefaultParameterNameDiscoverer());
                String name = named.name().isEmpty() ? String.valueOf(parameter.getParameterName()) : named.name();
                values.put(name, value(name));
            }
        }
        return values;
    }

    private String query(Map<String, String> values) {
        StringBuilder query = new StringBuilder();
        values.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(hostile.encoded(value)));
        return query.toString();
    }

    private static String visible(String value) {
        String visible = value.replaceAll("[^\\x21-\\x7e]", "");
        return visible.isEmpty() ? "k" : visible;
    }

    private static void judge(String what, HttpResponse<String> answer, boolean api, List<String> bad) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (answer.statusCode() >= 500) {
            bad.add(answer.statusCode() + " to " + what + ": " + answer.body());
        } else if (answer.statusCode() >= 400 && api && !type.startsWith("application/problem+json")) {
            bad.add(answer.statusCode() + " as '" + type + "' to " + what);
        } else if (answer.statusCode() >= 400 && LEAK.matcher(answer.body()).find()) {
            bad.add("leak to " + what + ": " + answer.body());
        }
    }

    private static void judge(LogEar log, List<String> bad) {
        log.heard().stream()
                .filter(line -> line.contains(Hostile.PRIVATE) || line.contains("cvn_") || line.startsWith("ERROR"))
                .map(line -> "logged: " + line)
                .forEach(bad::add);
    }

    private static String seed() {
        return "seed " + SEED + " (-Dcaravan.fuzz.seed=" + SEED + ")";
    }
}

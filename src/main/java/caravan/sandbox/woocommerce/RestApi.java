package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the route of a request, once the caller has proved who he is. */
final class RestApi {
    static final String VERSION = "11.0.1";

    private record Route(String method, Pattern path, BiFunction<TwinRequest, long[], TwinAnswer> work) {}

    private final Site site;
    private final Access access;
    private final List<Route> routes = new ArrayList<>();

    RestApi(Site site, ProductApi products, OrderApi orders, WebhookApi webhooks) {
        this.site = site;
        this.access = new Access(site);
        route("GET", "/products", (request, ids) -> products.list(request));
        route("POST", "/products", (request, ids) -> created("/products", products.create(body(request))));
        route("POST", "/products/batch", (request, ids) -> one(products.batch(body(request))));
        route("GET", "/products/#", (request, ids) -> read(request, products.get(ids[0])));
        changes("/products/#", (request, ids) -> one(products.update(ids[0], body(request))));
        route("GET", "/products/#/variations", (request, ids) -> products.variations(request, ids[0]));
        route(
                "POST",
                "/products/#/variations/batch",
                (request, ids) -> one(products.batchOfVariations(ids[0], body(request))));
        route("GET", "/products/#/variations/#", (request, ids) -> read(request, products.variation(ids[0], ids[1])));
        changes(
                "/products/#/variations/#",
                (request, ids) -> one(products.updateVariation(ids[0], ids[1], body(request))));
        ofOrders(orders);
        route("GET", "/webhooks", (request, ids) -> webhooks.list(request));
        route("POST", "/webhooks", (request, ids) -> created("/webhooks", webhooks.create(body(request))));
        route("GET", "/webhooks/#", (request, ids) -> read(request, webhooks.get(ids[0])));
        changes("/webhooks/#", (request, ids) -> one(webhooks.update(ids[0], body(request))));
        route("DELETE", "/webhooks/#", (request, ids) -> one(webhooks.delete(ids[0], force(request))));
        route("GET", "/system_status", (request, ids) -> one(Status.system(site)));
    }

    private void ofOrders(OrderApi orders) {
        route("GET", "/orders", (request, ids) -> orders.list(request));
        route("POST", "/orders", (request, ids) -> created("/orders", orders.create(body(request))));
        route("POST", "/orders/batch", (request, ids) -> one(orders.batch(body(request))));
        route("GET", "/orders/#", (request, ids) -> read(request, orders.get(ids[0])));
        changes("/orders/#", (request, ids) -> one(orders.update(ids[0], body(request))));
        route("DELETE", "/orders/#", (request, ids) -> one(orders.delete(ids[0], force(request))));
        route("GET", "/orders/#/refunds", (request, ids) -> orders.refunds(request, ids[0]));
        route(
                "POST",
                "/orders/#/refunds",
                (request, ids) ->
                        created("/orders/" + ids[0] + "/refunds", orders.createRefund(ids[0], body(request))));
        route("GET", "/orders/#/refunds/#", (request, ids) -> read(request, orders.refund(ids[0], ids[1])));
    }

    private void route(String method, String path, BiFunction<TwinRequest, long[], TwinAnswer> work) {
        Pattern pattern = Pattern.compile("/wp-json/wc/v3" + path.replace("#", "(\\d{1,18})"));
        routes.add(new Route(method, pattern, work));
    }

    private void changes(String path, BiFunction<TwinRequest, long[], TwinAnswer> work) {
        for (String method : List.of("PUT", "PATCH", "POST")) {
            route(method, path, work);
        }
    }

    /** Answers a request; what is wrong with it is an answer too. */
    TwinAnswer answer(TwinRequest request) {
        try {
            if (request.path().equals("/wp-json/") || request.path().equals("/wp-json")) {
                return one(Status.discovery(site));
            }
            access.require(request);
            return fields(request, routed(request));
        } catch (RestError refused) {
            return refused.answer();
        }
    }

    private TwinAnswer routed(TwinRequest request) {
        for (Route route : routes) {
            Matcher path = route.path().matcher(request.path());
            if (route.method().equals(request.method()) && path.matches()) {
                long[] ids = new long[path.groupCount()];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = Long.parseLong(path.group(i + 1));
                }
                return route.work().apply(request, ids);
            }
        }
        throw RestError.noRoute();
    }

    private static ObjectNode body(TwinRequest request) {
        return WpJson.read(request.body());
    }

    private static boolean force(TwinRequest request) {
        Parameters parameters = new Parameters(request, Set.of("force"));
        boolean force = parameters.flag("force");
        parameters.check();
        return force;
    }

    private TwinAnswer read(TwinRequest request, ObjectNode node) {
        Parameters parameters = new Parameters(request, Set.of("context", "dp"));
        parameters.choice("context", "view", List.of("view", "edit"));
        parameters.integer("dp", 2, 2, 2);
        parameters.check();
        return one(node);
    }

    private TwinAnswer one(ObjectNode node) {
        return new TwinAnswer(200, headers(), WpJson.write(node));
    }

    private TwinAnswer created(String collection, ObjectNode node) {
        return new TwinAnswer(201, headers(), WpJson.write(node))
                .with("Location", site.rest(collection + "/" + node.path("id").asLong(0)));
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", WpJson.TYPE);
        headers.put("Link", "<" + site.url() + "/wp-json/>; rel=\"https://api.w.org/\"");
        headers.put("Allow", "GET, POST, PUT, PATCH, DELETE");
        return headers;
    }

    /** Leaves only the fields a caller asked for with {@code _fields}. */
    private static TwinAnswer fields(TwinRequest request, TwinAnswer answer) {
        Set<String> wanted = request.parameters().stream()
                .filter(parameter -> parameter.name().equals("_fields"))
                .flatMap(parameter -> List.of(parameter.value().split(",")).stream())
                .map(String::strip)
                .collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            return answer;
        }
        JsonNode node = WpJson.tree(answer.body());
        if (node instanceof ObjectNode object) {
            object.retain(wanted);
        }
        node.forEach(element -> {
            if (node.isArray() && element instanceof ObjectNode object) {
                object.retain(wanted);
            }
        });
        return new TwinAnswer(answer.status(), answer.headers(), WpJson.write(node), answer.ending());
    }
}

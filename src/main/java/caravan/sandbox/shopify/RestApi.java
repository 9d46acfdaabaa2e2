package caravan.sandbox.shopify;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the route of a REST request, as long as there are not too many. */
final class RestApi {
    static final String VERSION = "2026-07";
    static final String BASE = "/admin/api/" + VERSION;
    static final String EXCEEDED =
            "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.";

    private record Route(String method, Pattern path, BiFunction<TwinRequest, Long, TwinAnswer> work) {}

    private final Shop shop;
    private final Bucket bucket;
    private final List<Route> routes = new ArrayList<>();

    RestApi(Shop shop, Catalogue catalogue, Orders orders, Webhooks webhooks) {
        this.shop = shop;
        ShopSettings.Limits limits = shop.settings.limits();
        bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(limits.requests())
                        .refillGreedy(limits.requestsRestored(), Duration.ofSeconds(1)))
                .build();
        route("GET", "/shop", (request, id) -> one("shop", CatalogueJson.shop(shop)));
        OrderRest orderRest = new OrderRest(orders);
        route("GET", "/orders", (request, id) -> orderRest.list(request));
        route("GET", "/orders/#", (request, id) -> one("order", orders.json(orderRest.require(id))));
        route("GET", "/orders/#/refunds", (request, id) -> orderRest.refunds(id));
        ofStock(catalogue, new StockRest(shop, catalogue));
        WebhookRest webhookRest = new WebhookRest(shop, webhooks);
        route("GET", "/webhooks", (request, id) -> webhookRest.list(request));
        route("POST", "/webhooks", (request, id) -> webhookRest.create(body(request, "webhook")));
        route("GET", "/webhooks/#", (request, id) -> webhookRest.get(id));
        route("PUT", "/webhooks/#", (request, id) -> webhookRest.update(id, body(request, "webhook")));
        route("DELETE", "/webhooks/#", (request, id) -> webhookRest.delete(id));
    }

    private void ofStock(Catalogue catalogue, StockRest stock) {
        route("GET", "/locations", (request, id) -> {
            ArrayNode list = Json.array();
            catalogue.locations().forEach(location -> list.add(CatalogueJson.location(shop, location)));
            return many("locations", list);
        });
        route("GET", "/inventory_levels", (request, id) -> stock.levels(request));
        route("POST", "/inventory_levels/adjust", (request, id) -> stock.adjust(body(request)));
        route("GET", "/products", (request, id) -> stock.products(request));
        route("GET", "/products/#", (request, id) -> stock.product(id));
        route("GET", "/products/#/variants", (request, id) -> stock.variants(id));
        route("GET", "/variants/#", (request, id) -> stock.variant(id));
    }

    private void route(String method, String path, BiFunction<TwinRequest, Long, TwinAnswer> work) {
        routes.add(new Route(method, Pattern.compile(BASE + path.replace("#", "(?<id>\\d{1,18})") + "\\.json"), work));
    }

    TwinAnswer answer(TwinRequest request) {
        int size = shop.settings.limits().requests();
        if (!bucket.tryConsume(1)) {
            return headed(new RestError(429, EXCEEDED).answer(), size).with("Retry-After", "2.0");
        }
        long used = size - bucket.getAvailableTokens();
        try {
            return headed(shop.locked(() -> routed(request)), used);
        } catch (RestError refused) {
            return headed(refused.answer(), used);
        }
    }

    private TwinAnswer headed(TwinAnswer answer, long used) {
        return answer.with(
                        "X-Shopify-Shop-Api-Call-Limit",
                        used + "/" + shop.settings.limits().requests())
                .with("X-Shopify-API-Version", VERSION);
    }

    private TwinAnswer routed(TwinRequest request) {
        for (Route route : routes) {
            Matcher path = route.path().matcher(request.path());
            if (route.method().equals(request.method()) && path.matches()) {
                boolean named = route.path().pattern().contains("<id>");
                return route.work().apply(request, named ? Long.parseLong(path.group("id")) : 0L);
            }
        }
        throw RestError.notFound();
    }

    private static ObjectNode body(TwinRequest request) {
        ObjectNode body = Json.read(request.body());
        if (body == null) {
            throw new RestError(400, "Bad Request");
        }
        return body;
    }

    private static ObjectNode body(TwinRequest request, String wrapper) {
        if (body(request).path(wrapper) instanceof ObjectNode inner) {
            return inner;
        }
        throw RestError.bad(wrapper, "Required parameter missing or invalid");
    }

    static TwinAnswer one(String name, JsonNode node) {
        return of(200, Json.object().set(name, node));
    }

    static TwinAnswer many(String name, ArrayNode nodes) {
        return one(name, nodes);
    }

    static TwinAnswer of(int status, JsonNode body) {
        return new TwinAnswer(status, Map.of("Content-Type", Json.TYPE), Json.write(body));
    }
}

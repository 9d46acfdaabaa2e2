package caravan.sandbox.shopify;

import caravan.kit.TwinHost;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** One store on a port of its own, and a caller with its token. */
final class Stand implements AutoCloseable {
    final TwinHost host = new TwinHost();
    final ShopifyStore store;
    final String address;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;

    Stand() throws Exception {
        this(UnaryOperator.identity());
    }

    Stand(UnaryOperator<ShopSettings> with) throws Exception {
        ShopSettings settings = with.apply(ShopSettings.demo("rig").repeatingAfter(Duration.ofMillis(1)));
        store = host.open(ShopifyStore.seeded(settings, Clock.systemUTC()));
        address = host.address(store);
        token = settings.accessToken();
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(method, path, body, token);
    }

    HttpResponse<String> send(String method, String path, String body, String with) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : address + path))
                        .header("X-Shopify-Access-Token", with)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode rest(String path) throws Exception {
        return Json.tree(send("GET", RestApi.BASE + path, "").body());
    }

    JsonNode query(String query, String variables) throws Exception {
        String body = Json.write(Json.object().put("query", query).set("variables", Json.tree(variables)));
        return Json.tree(send("POST", GraphQlApi.PATH, body).body());
    }

    /** The inventory item and the online location of a SKU, as an adjustment names them. */
    String row(String sku, int delta, String from) throws Exception {
        JsonNode item = query(
                        "query($q: String) { inventoryItems(first: 1, query: $q) { nodes { id inventoryLevels(first: 1)"
                                + " { nodes { location { id } } } } } }",
                        "{\"q\": \"sku:" + sku + "\"}")
                .at("/data/inventoryItems/nodes/0");
        return "{\"inventoryItemId\": " + item.path("id") + ", \"locationId\": "
                + item.at("/inventoryLevels/nodes/0/location/id") + ", \"delta\": " + delta + from + "}";
    }

    JsonNode adjust(String key, String... rows) throws Exception {
        return query(
                "mutation($input: InventoryAdjustQuantitiesInput!, $key: String!) { inventoryAdjustQuantities(input:"
                        + " $input) @idempotent(key: $key) { inventoryAdjustmentGroup { id changes { name delta } }"
                        + " userErrors { code field } } }",
                "{\"key\": \"" + key + "\", \"input\": {\"name\": \"available\", \"reason\": \"correction\","
                        + " \"changes\": [" + String.join(",", rows) + "]}}");
    }

    @Override
    public void close() {
        host.close();
    }
}

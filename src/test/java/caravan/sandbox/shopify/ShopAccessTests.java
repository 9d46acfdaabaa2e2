package caravan.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.Purchase;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ShopAccessTests {
    @Test
    void tokenFromClientCredentialsWorksUntilItsEnd() throws Exception {
        try (Stand stand = new Stand(settings -> settings.withCredentials("shpat_1", "id1", "shpss_1"))) {
            assertThat(stand.send("GET", RestApi.BASE + "/shop.json", "", "shpat_2")
                            .statusCode())
                    .isEqualTo(401);
            String body = "{\"grant_type\":\"client_credentials\",\"client_id\":\"id1\",\"client_secret\":\"shpss_1\"}";
            JsonNode grant = Json.tree(stand.send("POST", Access.PATH, body).body());
            assertThat(grant.path("expires_in").intValue()).isEqualTo(86399);
            String token = grant.path("access_token").asString("");
            assertThat(stand.send("GET", RestApi.BASE + "/shop.json", "", token).statusCode())
                    .isEqualTo(200);
            stand.store.clock().skew(Duration.ofHours(25));
            assertThat(stand.send("GET", RestApi.BASE + "/shop.json", "", token).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void whatTheSchemaDoesNotKnowIsRefused() throws Exception {
        try (Stand stand = new Stand()) {
            assertThat(code(stand.query("{ shop { nickname } }", "{}"))).isEqualTo("undefinedField");
            assertThat(code(stand.query("{ orders(limit: 5) { nodes { id } } }", "{}")))
                    .isEqualTo("argumentNotAccepted");
            assertThat(code(stand.query(
                            "{ orders(first: 250) { nodes { lineItems(first: 50) { nodes { id } } } } }", "{}")))
                    .isEqualTo("MAX_COST_EXCEEDED");
        }
    }

    @Test
    void emptyBucketAnswersThrottledWithSuccess() throws Exception {
        var limits = new ShopSettings.Limits(10, 1, 2, 1, 1000);
        try (Stand stand = new Stand(settings -> settings.limitedTo(limits))) {
            assertThat(code(stand.query("{ orders(first: 50) { nodes { id } } }", "{}")))
                    .isEqualTo("THROTTLED");
            HttpResponse<String> last = stand.send("GET", RestApi.BASE + "/shop.json", "");
            assertThat(last.headers().firstValue("X-Shopify-Shop-Api-Call-Limit"))
                    .contains("1/2");
            for (int i = 0; i < 3; i++) {
                last = stand.send("GET", RestApi.BASE + "/shop.json", "");
            }
            assertThat(last.statusCode()).isEqualTo(429);
            assertThat(last.headers().firstValue("Retry-After")).contains("2.0");
        }
    }

    @Test
    void bothApisTellTheSameOrderAndPagesFollowLinks() throws Exception {
        try (Stand stand = new Stand()) {
            for (int i = 0; i < 3; i++) {
                stand.store.order(Purchase.paid("MUG-ENAMEL", 3));
            }
            HttpResponse<String> page =
                    stand.send("GET", RestApi.BASE + "/orders.json?status=any&limit=2&order=updated_at%20asc", "");
            String next = page.headers().firstValue("Link").orElseThrow().replaceAll("<(.*)>; rel=\"next\"", "$1");
            JsonNode rest = Json.tree(stand.send("GET", next, "").body()).at("/orders/0");
            assertThat(rest.path("presentment_currency").asString()).isEqualTo("CZK");
            JsonNode graph = stand.query(
                    "query($id: ID!) { order(id: $id) { legacyResourceId updatedAt displayFinancialStatus"
                            + " totalPriceSet { shopMoney { amount } } lineItems(first: 5) { nodes { sku variant"
                            + " { inventoryItem { id } } discountAllocations { discountApplication {"
                            + " __typename } } } } customer { firstName } transactions { kind } } }",
                    "{\"id\": " + rest.path("admin_graphql_api_id") + "}");
            assertThat(graph.has("errors")).as(graph.toString()).isFalse();
            assertThat(graph.at("/data/order/legacyResourceId").asString())
                    .isEqualTo(rest.path("id").asString());
            assertThat(graph.at("/data/order/totalPriceSet/shopMoney/amount").asString())
                    .isEqualTo(rest.path("total_price").asString());
        }
    }

    private static String code(JsonNode answer) {
        return answer.at("/errors/0/extensions/code").asString(answer.toString());
    }
}

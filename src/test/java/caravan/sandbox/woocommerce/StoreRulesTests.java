package caravan.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.Purchase;
import caravan.sandbox.TwinRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the store refuses, and how its lists are cut. */
class StoreRulesTests {
    private static Stand stand;

    @BeforeAll
    static void open() throws Exception {
        stand = new Stand();
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    @Test
    void refusesPagesThatAreTooLarge() throws Exception {
        SignedCaller.Answer answer = stand.caller.get("/wc/v3/orders", "per_page=101");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("code").stringValue()).isEqualTo("rest_invalid_param");
        assertThat(answer.body().path("message").stringValue()).isEqualTo("Invalid parameter(s): per_page");
        assertThat(answer.body().at("/data/params/per_page").stringValue())
                .isEqualTo("per_page must be between 1 (inclusive) and 100 (inclusive)");
    }

    @Test
    void refusesWhatItDoesNotKnowAndTellsAllOfIt() throws Exception {
        JsonNode query =
                stand.caller.get("/wc/v3/orders", "staus=any", "page=x").body();
        assertThat(query.at("/data/params").propertyNames()).containsExactlyInAnyOrder("staus", "page");
        JsonNode body = stand.caller
                .send("POST", "/wc/v3/orders", "{\"statuss\": \"x\", \"line_items\": [{\"quantity\": \"many\"}]}")
                .body();
        assertThat(body.at("/data/params").propertyNames())
                .containsExactlyInAnyOrder("statuss", "line_items[0][quantity]");
    }

    @Test
    void letsAChangingParameterThrough() throws Exception {
        assertThat(stand.caller.get("/wc/v3/orders", "_nocache=17").status()).isEqualTo(200);
    }

    @Test
    void aCacheInFrontAnswersTheSameAddressFromMemory() throws Exception {
        StoreSettings settings = StoreSettings.demo("cached").cachedFor(Duration.ofMinutes(1));
        try (WooStore store = WooStore.selling(Stand.ITEMS, settings, Clock.systemUTC())) {
            String pair = settings.consumerKey() + ":" + settings.consumerSecret();
            Map<String, String> headers = Map.of(
                    "authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            UnaryOperator<String> ask = query -> store.answer(new TwinRequest(
                            "GET", "https://shop.example", "/wp-json/wc/v3/products", query, headers, ""))
                    .body();
            String before = ask.apply("sku=MUG");
            store.setStock("MUG", 3);
            assertThat(ask.apply("sku=MUG")).isEqualTo(before);
            assertThat(ask.apply("sku=MUG&_caravan=1")).contains("\"stock_quantity\":3");
        }
    }

    @Test
    void refusesMalformedJson() throws Exception {
        SignedCaller.Answer answer = stand.caller.send("POST", "/wc/v3/orders", "{");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("code").stringValue()).isEqualTo("rest_invalid_json");
    }

    @Test
    void refusesBatchesThatAreTooLong() throws Exception {
        String rows = "{\"id\": 1},".repeat(100) + "{\"id\": 1}";
        SignedCaller.Answer answer = stand.caller.send("POST", "/wc/v3/products/batch", "{\"update\": [" + rows + "]}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body().path("code").stringValue()).isEqualTo("woocommerce_rest_request_entity_too_large");
    }

    @Test
    void refusesASkuThatIsTaken() throws Exception {
        SignedCaller.Answer answer =
                stand.caller.send("POST", "/wc/v3/products", "{\"name\": \"Mug\", \"sku\": \"MUG\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("code").stringValue()).isEqualTo("product_invalid_sku");
    }

    @Test
    void findsVariationsBySkuAmongProducts() throws Exception {
        JsonNode found = stand.caller.get("/wc/v3/products", "sku=MUG,TEE-L").body();
        assertThat(found).hasSize(2);
        assertThat(stand.bySku("TEE-L").path("type").stringValue()).isEqualTo("variation");
    }

    @Test
    void answersAPageBeyondTheLastWithNothing() throws Exception {
        SignedCaller.Answer answer = stand.caller.get("/wc/v3/products", "page=99");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Link")).contains("rel=\"prev\"").doesNotContain("rel=\"next\"");
    }

    @Test
    void modifiedAfterExcludesItsOwnSecondAndIsLocalUnlessToldOtherwise() throws Exception {
        JsonNode order = stand.order(stand.store.order(Purchase.paid("MUG", 1)));
        String gmt = order.path("date_modified_gmt").stringValue();
        String local = order.path("date_modified").stringValue();
        assertThat(gmt).isNotEqualTo(local);
        assertThat(listed(order, "modified_after=" + gmt, "dates_are_gmt=true")).isFalse();
        assertThat(listed(order, "modified_after=" + minusASecond(gmt), "dates_are_gmt=true"))
                .isTrue();
        assertThat(listed(order, "modified_after=" + local)).isFalse();
        assertThat(listed(order, "modified_after=" + minusASecond(local))).isTrue();
        assertThat(listed(order, "modified_after=" + gmt + "Z")).isTrue();
    }

    @Test
    void unknownIdsAreNotFound() throws Exception {
        SignedCaller.Answer answer = stand.caller.get("/wc/v3/orders/99999999");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().toString())
                .isEqualTo("{\"code\":\"woocommerce_rest_shop_order_invalid_id\","
                        + "\"message\":\"Invalid ID.\",\"data\":{\"status\":404}}");
        assertThat(stand.caller.get("/wc/v4/orders").body().path("code").stringValue())
                .isEqualTo("rest_no_route");
    }

    @Test
    void dateHeaderFollowsTheStoresOwnClock() throws Exception {
        try (Stand fast = new Stand()) {
            fast.store.clock().skew(Duration.ofMinutes(5));
            var date = java.time.ZonedDateTime.parse(
                    fast.caller.get("/wc/v3/orders").header("Date"),
                    java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME);
            assertThat(date.toInstant()).isAfter(java.time.Instant.now().plusSeconds(200));
        }
    }

    private static boolean listed(JsonNode order, String... window) throws Exception {
        for (JsonNode one : stand.caller.get("/wc/v3/orders", window).body()) {
            if (one.path("id").equals(order.path("id"))) {
                return true;
            }
        }
        return false;
    }

    private static String minusASecond(String date) {
        return java.time.LocalDateTime.parse(date)
                .minusSeconds(1)
                .format(java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss"));
    }
}

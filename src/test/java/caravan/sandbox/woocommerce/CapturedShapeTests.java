package caravan.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The twin's answers beside those of a running 11.0.1: the same fields in the same order, of the same types. */
class CapturedShapeTests {
    private static Stand stand;
    private static JsonNode order;

    @BeforeAll
    static void sellAsInTheCapture() throws Exception {
        stand = new Stand();
        String mug = stand.bySku("MUG").path("id").asString();
        JsonNode tee = stand.bySku("TEE-M");
        SignedCaller.Answer made =
                stand.caller.send("POST", "/wc/v3/orders", """
                {"status": "processing", "customer_id": 2, "payment_method": "stripe", "payment_method_title": "Card",
                 "transaction_id": "pi_rig_1", "customer_note": "Leave at door – thanks",
                 "billing": {"first_name": "Ada", "last_name": "Löwenherz", "email": "ada@example.test"},
                 "line_items": [{"product_id": %s, "quantity": 2}, {"product_id": %s, "variation_id": %s, "quantity": 1}],
                 "shipping_lines": [{"method_id": "flat_rate", "method_title": "Flat rate", "total": "4.90"}],
                 "fee_lines": [{"name": "Gift wrap", "total": "2.00"}]}
                """.formatted(mug, tee.path("parent_id"), tee.path("id")));
        assertThat(made.status()).isEqualTo(201);
        String id = made.body().path("id").asString();
        stand.caller.send("PUT", "/wc/v3/orders/" + id, """
                {"status": "completed", "meta_data": [{"key": "_tracking_number", "value": "1Z999"}]}""");
        SignedCaller.Answer refund = stand.caller.send("POST", "/wc/v3/orders/" + id + "/refunds", """
                {"amount": "19.90", "reason": "damaged", "api_refund": false, "api_restock": true,
                 "line_items": [{"id": %s, "quantity": 1, "refund_total": 17.5}]}
                """.formatted(
                        made.body().at("/line_items/0/id")));
        assertThat(refund.status()).isEqualTo(201);
        order = stand.order(id);
    }

    @AfterAll
    static void close() throws Exception {
        stand.close();
    }

    @Test
    void orderLooksAsCaptured() throws IOException {
        JsonNode captured = captured("order-get-after-refund.json");
        assertSameShape(captured, order);
        for (String amount : Set.of(
                "total", "total_tax", "cart_tax", "shipping_tax", "shipping_total", "discount_total", "status")) {
            assertThat(order.path(amount)).as(amount).isEqualTo(captured.path(amount));
        }
        for (String place : Set.of(
                "/line_items/0/price",
                "/line_items/0/total_tax",
                "/line_items/1/name",
                "/line_items/1/parent_name",
                "/line_items/0/meta_data/0/key",
                "/line_items/0/meta_data/0/value",
                "/line_items/0/meta_data/1/key",
                "/line_items/0/meta_data/1/value",
                "/line_items/1/meta_data/0/display_key",
                "/line_items/1/image",
                "/refunds/0/total",
                "/refunds/0/total_tax",
                "/tax_lines/0/tax_total",
                "/currency_symbol",
                "/fee_lines/0/total_tax",
                "/shipping_lines/0/taxes")) {
            assertThat(order.at(place).toString())
                    .as(place)
                    .isEqualTo(captured.at(place).toString());
        }
    }

    @Test
    void orderOfAnUnknownProductIsTakenAsCaptured() throws Exception {
        SignedCaller.Answer made = stand.caller.send(
                "POST", "/wc/v3/orders", "{\"line_items\": [{\"product_id\": 987654, \"quantity\": 1}]}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).endsWith("/orders/" + made.body().path("id"));
        JsonNode captured = captured("order-unknown-product-error.json");
        assertSameShape(captured, made.body());
        assertThat(made.body().path("total").stringValue()).isEqualTo("0.00");
        assertThat(made.body().at("/line_items/0/product_id").intValue()).isZero();
    }

    @Test
    void productsLookAsCaptured() throws Exception {
        JsonNode mug = stand.bySku("MUG");
        stand.caller.send(
                "PUT",
                "/wc/v3/products/" + mug.path("id"),
                "{\"regular_price\": \"19.90\", \"sale_price\": \"17.50\","
                        + " \"meta_data\": [{\"key\": \"hub_ref\", \"value\": \"x-1\"}]}");
        assertSameShape(captured("product-simple-get.json"), stand.bySku("MUG"));
        long parent = stand.bySku("TEE-M").path("parent_id").asLong();
        assertSameShape(
                captured("product-variable-get.json"),
                stand.caller.get("/wc/v3/products/" + parent).body());
        SignedCaller.Answer variations = stand.caller.get("/wc/v3/products/" + parent + "/variations", "per_page=1");
        assertSameShape(captured("variations-list-page1.json"), variations.body());
        assertThat(variations.header("Link")).contains("per_page=1").contains("page=2>; rel=\"next\"");
    }

    @Test
    void batchAnswersAsCaptured() throws Exception {
        long mug = stand.bySku("MUG").path("id").asLong();
        SignedCaller.Answer batch = stand.caller.send("POST", "/wc/v3/products/batch", """
                {"update": [{"id": %d, "stock_quantity": 33, "meta_data": [{"key": "hub_ref", "value": "x-1"}]},
                            {"id": 999999, "stock_quantity": 1}],
                 "create": [{"name": "Batch item", "sku": "BATCH-1", "regular_price": "1.00", "manage_stock": true,
                             "stock_quantity": 5}]}""".formatted(mug));
        assertThat(batch.status()).isEqualTo(200);
        JsonNode captured = captured("products-batch.json");
        assertSameShape(captured, batch.body());
        assertThat(batch.body().at("/update/1")).isEqualTo(captured.at("/update/1"));
        assertThat(batch.body().at("/update/0/stock_quantity").intValue()).isEqualTo(33);
    }

    @Test
    void refundsLookAsCaptured() throws Exception {
        SignedCaller.Answer refunds = stand.caller.get("/wc/v3/orders/" + order.path("id") + "/refunds");
        JsonNode captured = captured("refunds-list.json");
        assertSameShape(captured, refunds.body());
        assertThat(refunds.header("X-WP-Total")).isEqualTo("1");
        for (String place : Set.of(
                "/0/amount",
                "/0/line_items/0/quantity",
                "/0/line_items/0/total",
                "/0/line_items/0/price",
                "/0/meta_data/0/value",
                "/0/line_items/0/meta_data/0/key")) {
            assertThat(refunds.body().at(place).toString())
                    .as(place)
                    .isEqualTo(captured.at(place).toString());
        }
    }

    @Test
    void webhooksLookAsCaptured() throws Exception {
        stand.caller.send("POST", "/wc/v3/webhooks", """
                {"name": "rig order.created", "topic": "order.created", "delivery_url": "http://127.0.0.1:9/x",
                 "secret": "s"}""");
        SignedCaller.Answer list = stand.caller.get("/wc/v3/webhooks");
        assertSameShape(captured("webhooks-list.json"), list.body());
        assertThat(list.body().at("/0/hooks"))
                .isEqualTo(captured("webhooks-list.json").at("/0/hooks"));
        assertThat(list.header("X-WP-TotalPages")).isEqualTo("1");
    }

    /** Also how characters are escaped, which the signature depends on. */
    @Test
    void deliveredBytesAreThoseOfPhp() throws IOException {
        String captured = text("014-order.created.body");
        assertThat(WpJson.write(WpJson.tree(captured))).isEqualTo(captured);
        assertThat(WebhookCourier.sign(captured.getBytes(StandardCharsets.UTF_8), "rig-webhook-secret"))
                .isEqualTo("8edyTRFDWQsIrG264fahOVQ59lobMi4IJZ6nRqa93hw=");
    }

    private static void assertSameShape(JsonNode captured, JsonNode answered) {
        assertThat(shape("", answered)).isEqualTo(shape("", captured));
    }

    private static List<String> shape(String path, JsonNode node) {
        List<String> lines = new ArrayList<>();
        if (node.isObject()) {
            node.properties().forEach(field -> lines.addAll(shape(path + "/" + field.getKey(), field.getValue())));
        } else if (node.isArray() && !path.matches(".*/(related_ids|options|categories|variations|allow)")) {
            lines.add(path + " list of " + node.size());
            for (int i = 0; i < node.size(); i++) {
                lines.addAll(shape(path + "/" + i, node.get(i)));
            }
        } else {
            lines.add(path + " " + node.getNodeType());
        }
        return lines;
    }

    private static JsonNode captured(String name) throws IOException {
        return WpJson.tree(text(name));
    }

    private static String text(String name) throws IOException {
        try (InputStream file = CapturedShapeTests.class.getResourceAsStream("/captures/woocommerce/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package caravan.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Purchase;
import caravan.sandbox.shopify.ShopSettings.Delays;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ShopStockTests {
    private static final String ANY = ", \"changeFromQuantity\": null";
    private static final String ERROR = "/data/inventoryAdjustQuantities/userErrors/0";
    private Stand stand;

    @BeforeEach
    void open() throws Exception {
        stand = new Stand();
    }

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void sameKeyAdjustsOnce() throws Exception {
        String row = stand.row("TEE-M", -2, ANY);
        JsonNode first = stand.adjust("k1", row);
        assertThat(first.at("/data/inventoryAdjustQuantities/userErrors").size())
                .as(first.toString())
                .isZero();
        assertThat(stand.adjust("k1", row).path("data")).isEqualTo(first.path("data"));
        assertThat(stand.store.stock("TEE-M")).isEqualTo(58);
        assertThat(stand.adjust("k1", stand.row("TEE-M", -3, ANY))
                        .at(ERROR + "/code")
                        .asString())
                .isEqualTo("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
        assertThat(stand.store.stock("TEE-M")).isEqualTo(58);
    }

    @Test
    void aKeyIsInUseWhileItsChangeIsBeingMade() throws Exception {
        try (Stand slow = new Stand(settings -> settings.delayedBy(new Delays(Duration.ZERO, Duration.ofMinutes(1))))) {
            String row = slow.row("TEE-M", -2, ANY);
            JsonNode first = slow.adjust("k1", row);
            assertThat(slow.adjust("k1", row).at(ERROR + "/code").asString())
                    .isEqualTo("IDEMPOTENCY_CONCURRENT_REQUEST");
            slow.store.clock().skew(Duration.ofMinutes(2));
            assertThat(slow.adjust("k1", row).path("data")).isEqualTo(first.path("data"));
            assertThat(slow.store.stock("TEE-M")).isEqualTo(58);
        }
    }

    @Test
    void aSearchKnowsAnOrderLaterThanTheOrderIsThere() throws Exception {
        try (Stand slow = new Stand(settings -> settings.delayedBy(new Delays(Duration.ofMinutes(1), Duration.ZERO)))) {
            String search = "{ orders(first: 5, query: \"updated_at:>='2026-01-01T00:00:00Z'\") { nodes { id } } }";
            String id = slow.store.order(Purchase.paid("TEE-M", 1));
            assertThat(slow.query(search, "{}").at("/data/orders/nodes")).isEmpty();
            assertThat(slow.query("{ order(id: \"gid://shopify/Order/" + id + "\") { id } }", "{}")
                            .at("/data/order/id")
                            .asString())
                    .endsWith(id);
            slow.store.clock().skew(Duration.ofMinutes(2));
            assertThat(slow.query(search, "{}").at("/data/orders/nodes")).hasSize(1);
        }
    }

    @Test
    void lostAnswerOfAWriteSparesQueriesThoughTheyArePostedToo() throws Exception {
        String row = stand.row("TEE-M", -2, ANY);
        stand.store.faults().on(FaultKind.LOST_ANSWER, FaultRule.next(1).only(FaultRule.Only.WRITES));
        stand.row("TEE-M", -2, ANY);
        assertThat(stand.store.faults().struck(FaultKind.LOST_ANSWER)).isZero();
        assertThatThrownBy(() -> stand.adjust("k1", row)).isInstanceOf(IOException.class);
        assertThat(stand.store.stock("TEE-M")).isEqualTo(58);
    }

    @Test
    void staleRowRefusesTheWholeCallAndIsNamed() throws Exception {
        JsonNode answer = stand.adjust(
                "k1", stand.row("TEE-M", 2, ANY), stand.row("MUG-ENAMEL", 2, ", \"changeFromQuantity\": 79"));
        assertThat(answer.at(ERROR + "/code").asString()).isEqualTo("CHANGE_FROM_QUANTITY_STALE");
        assertThat(answer.at(ERROR + "/field").toString()).isEqualTo("[\"input\",\"changes\",\"1\"]");
        assertThat(stand.store.stock("TEE-M")).isEqualTo(60);
    }

    @Test
    void expectationMustBeStatedEvenIfItIsNone() throws Exception {
        assertThat(stand.adjust("k1", stand.row("TEE-M", 2, ""))
                        .at("/errors/0/message")
                        .asString())
                .contains("changeFromQuantity");
        assertThat(stand.store.stock("TEE-M")).isEqualTo(60);
    }

    @Test
    void cancellingPutsBackWhatWebOrdersTookAndNothingElse() throws Exception {
        String sold = stand.store.order(Purchase.paid("TEE-M", 4));
        assertThat(stand.store.stock("TEE-M")).isEqualTo(56);
        String bypassing = stand.store.orderByApp(Purchase.paid("TEE-M", 4));
        assertThat(stand.store.stock("TEE-M")).isEqualTo(56);
        stand.store.cancel(bypassing);
        assertThat(stand.store.stock("TEE-M")).isEqualTo(56);
        stand.store.cancel(sold);
        assertThat(stand.store.stock("TEE-M")).isEqualTo(60);
        JsonNode order = stand.rest("/orders/" + sold + ".json").path("order");
        assertThat(order.at("/refunds/0/refund_line_items/0/restock_type").asString())
                .isEqualTo("cancel");
        assertThat(order.path("financial_status").asString()).isEqualTo("refunded");
        assertThat(order.at("/line_items/0/current_quantity").intValue()).isZero();
    }

    @Test
    void shipmentIsInTheOrderByBothApis() throws Exception {
        String id = stand.store.order(Purchase.paid("TEE-M", 4));
        stand.store.ship(id);
        JsonNode rest = stand.rest("/orders/" + id + ".json").path("order");
        assertThat(rest.path("fulfillment_status").asString()).isEqualTo("fulfilled");
        assertThat(rest.at("/fulfillments/0/status").asString()).isEqualTo("success");
        assertThat(rest.at("/fulfillments/0/line_items/0/quantity").intValue()).isEqualTo(4);
        assertThat(rest.at("/fulfillments/0/line_items/0/id")).isEqualTo(rest.at("/line_items/0/id"));

        JsonNode graph = stand.query(
                        "query($id: ID!) { order(id: $id) { displayFulfillmentStatus fulfillments(first: 5) { status"
                                + " fulfillmentLineItems(first: 5) { nodes { quantity lineItem { id } } } } } }",
                        "{\"id\": \"" + Shop.gid("Order", Long.parseLong(id)) + "\"}")
                .at("/data/order");
        assertThat(graph.path("displayFulfillmentStatus").asString()).isEqualTo("FULFILLED");
        assertThat(graph.at("/fulfillments/0/status").asString()).isEqualTo("SUCCESS");
        assertThat(graph.at("/fulfillments/0/fulfillmentLineItems/nodes/0/quantity")
                        .intValue())
                .isEqualTo(4);
        assertThat(graph.at("/fulfillments/0/fulfillmentLineItems/nodes/0/lineItem/id")
                        .asString())
                .isEqualTo(Shop.gid("LineItem", rest.at("/line_items/0/id").longValue()));
        assertThat(stand.store.stock("TEE-M")).as("taken when it was sold").isEqualTo(56);
    }

    @Test
    void everyRestAdjustmentCounts() throws Exception {
        JsonNode variant = stand.rest("/products.json").at("/products/0/variants/0");
        long location = stand.rest("/locations.json").at("/locations/0/id").longValue();
        String body = "{\"location_id\": " + location + ", \"inventory_item_id\": " + variant.path("inventory_item_id")
                + ", \"available_adjustment\": -1}";
        for (int left : new int[] {39, 38}) {
            String answer = stand.send("POST", RestApi.BASE + "/inventory_levels/adjust.json", body)
                    .body();
            assertThat(Json.tree(answer).at("/inventory_level/available").intValue())
                    .as(answer)
                    .isEqualTo(left);
        }
    }
}

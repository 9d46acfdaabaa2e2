package caravan.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.sandbox.OrderDeed;
import caravan.sandbox.Purchase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How stock falls, comes back and is written. */
class StoreStockTests {
    private Stand stand;

    @BeforeEach
    void open() throws Exception {
        stand = new Stand();
    }

    @AfterEach
    void close() throws Exception {
        stand.close();
    }

    @Test
    void paidOrderTakesStockAndSaysSo() throws Exception {
        String id = stand.store.order(Purchase.paid("MUG", 2));
        assertThat(stand.store.stock("MUG")).isEqualTo(38);
        assertThat(Stand.held(stand.order(id))).isEqualTo("2");
    }

    @Test
    void unpaidOrderTakesNothingUntilItIsPaid() throws Exception {
        String id = stand.store.order(Purchase.unpaid("TEE-M", 1));
        assertThat(stand.store.stock("TEE-M")).isEqualTo(10);
        assertThat(Stand.held(stand.order(id))).isEmpty();
        stand.store.pay(id);
        assertThat(stand.store.stock("TEE-M")).isEqualTo(9);
        JsonNode order = stand.order(id);
        assertThat(order.path("status").stringValue()).isEqualTo("processing");
        assertThat(order.at("/line_items/0/meta_data").toString()).contains("_reduced_stock");
    }

    @Test
    void changeOfStatusTellsTheHeldUnitsInItsOwnAnswer() throws Exception {
        String id = stand.store.order(Purchase.unpaid("MUG", 3));
        JsonNode paid = stand.caller
                .send("PUT", "/wc/v3/orders/" + id, "{\"status\": \"processing\"}")
                .body();
        assertThat(Stand.held(paid)).isEqualTo("3");
    }

    @Test
    void cancelGivesBackAndForgets() throws Exception {
        String id = stand.store.order(Purchase.paid("MUG", 2));
        stand.store.cancel(id);
        assertThat(stand.store.stock("MUG")).isEqualTo(40);
        assertThat(Stand.held(stand.order(id))).isEmpty();
    }

    @Test
    void refundGivesBackOnlyWithRestock() throws Exception {
        String id = stand.store.order(Purchase.paid("MUG", 2));
        stand.store.refund(id, "MUG", 1, false);
        assertThat(stand.store.stock("MUG")).isEqualTo(38);
        stand.store.refund(id, "MUG", 1, true);
        assertThat(stand.store.stock("MUG")).isEqualTo(39);
        JsonNode order = stand.order(id);
        assertThat(Stand.held(order)).isEqualTo("1");
        assertThat(order.path("status").stringValue()).isEqualTo("refunded");
    }

    @Test
    void shippedOrderIsCompletedAndKeepsWhatItTook() throws Exception {
        String id = stand.store.order(Purchase.paid("MUG", 2));
        stand.store.ship(id);
        JsonNode order = stand.order(id);
        assertThat(order.path("status").stringValue()).isEqualTo("completed");
        assertThat(order.path("date_completed_gmt").isString()).isTrue();
        assertThat(Stand.held(order)).isEqualTo("2");
        assertThat(stand.store.stock("MUG")).isEqualTo(38);
        assertThat(stand.store.find(id).orElseThrow().possible()).doesNotContain(OrderDeed.CANCEL, OrderDeed.SHIP);
    }

    @Test
    void statusRefundedReturnsNothing() throws Exception {
        String id = stand.store.order(Purchase.paid("MUG", 2));
        stand.caller.send("PUT", "/wc/v3/orders/" + id, "{\"status\": \"refunded\"}");
        assertThat(stand.store.stock("MUG")).isEqualTo(38);
        assertThat(Stand.held(stand.order(id))).isEqualTo("2");
    }

    @Test
    void editedLineMovesTheDifference() throws Exception {
        String id = stand.store.order(Purchase.paid("MUG", 2));
        stand.store.edit(id, "MUG", 5);
        assertThat(stand.store.stock("MUG")).isEqualTo(35);
        stand.store.edit(id, "MUG", 1);
        assertThat(stand.store.stock("MUG")).isEqualTo(39);
        assertThat(Stand.held(stand.order(id))).isEqualTo("1");
    }

    @Test
    void binKeepsStockAndHidesTheOrder() throws Exception {
        String id = stand.store.order(Purchase.paid("MUG", 2));
        JsonNode last = stand.caller.send("DELETE", "/wc/v3/orders/" + id, "").body();
        assertThat(last.path("status").stringValue()).isEqualTo("processing");
        assertThat(stand.store.stock("MUG")).isEqualTo(38);
        assertThat(stand.caller.get("/wc/v3/orders").body()).isEmpty();
        assertThat(stand.caller.get("/wc/v3/orders", "status=any").body()).isEmpty();
        assertThat(Stand.held(
                        stand.caller.get("/wc/v3/orders", "status=trash").body().get(0)))
                .isEqualTo("2");
        assertThat(stand.order(id).path("status").stringValue()).isEqualTo("trash");
        assertThat(stand.caller.send("DELETE", "/wc/v3/orders/" + id, "").status())
                .isEqualTo(410);
    }

    @Test
    void ordersOverRestAreNotCheckedAgainstStock() throws Exception {
        long mug = stand.bySku("MUG").path("id").asLong();
        stand.caller.send(
                "POST",
                "/wc/v3/orders",
                "{\"status\": \"processing\", \"line_items\": [{\"product_id\": " + mug + ", \"quantity\": 500}]}");
        assertThat(stand.bySku("MUG").path("stock_quantity").intValue()).isEqualTo(-460);
    }

    @Test
    void deltaIsAddedAndTheWritersMarkIsReplacedInPlace() throws Exception {
        long mug = stand.bySku("MUG").path("id").asLong();
        JsonNode first = write(
                mug,
                "{\"id\": %d, \"inventory_delta\": -3, \"meta_data\": [{\"key\": \"_caravan_write\", \"value\": \"a\"}]}");
        JsonNode second = write(
                mug,
                "{\"id\": %d, \"inventory_delta\": 5, \"meta_data\": [{\"key\": \"_caravan_write\", \"value\": \"b\"}]}");
        assertThat(first.path("stock_quantity").intValue()).isEqualTo(37);
        assertThat(second.path("stock_quantity").intValue()).isEqualTo(42);
        assertThat(second.path("meta_data")).hasSize(1);
        assertThat(second.at("/meta_data/0/value").stringValue()).isEqualTo("b");
        assertThat(second.at("/meta_data/0/id")).isEqualTo(first.at("/meta_data/0/id"));
    }

    @Test
    void absoluteFigureWinsOverTheDelta() throws Exception {
        long mug = stand.bySku("MUG").path("id").asLong();
        assertThat(write(mug, "{\"id\": %d, \"inventory_delta\": 5, \"stock_quantity\": 7}")
                        .path("stock_quantity")
                        .intValue())
                .isEqualTo(7);
    }

    @Test
    void uncountedProductAnswersAsIfAllWereWellAndChangesNothing() throws Exception {
        stand.store.manageStock("MUG", false);
        long mug = stand.bySku("MUG").path("id").asLong();
        JsonNode row = write(mug, "{\"id\": %d, \"inventory_delta\": 5}");
        assertThat(row.has("error")).isFalse();
        assertThat(row.path("stock_quantity").isNull()).isTrue();
        stand.store.manageStock("MUG", true);
        assertThat(stand.store.stock("MUG")).isEqualTo(40);
    }

    @Test
    void variationsAreWrittenUnderTheirParentOnly() throws Exception {
        JsonNode tee = stand.bySku("TEE-M");
        assertThat(write(tee.path("id").asLong(), "{\"id\": %d, \"inventory_delta\": 5}")
                        .at("/error/code")
                        .stringValue())
                .isEqualTo("woocommerce_rest_invalid_product_id");
        JsonNode row = stand.caller
                .send(
                        "POST",
                        "/wc/v3/products/" + tee.path("parent_id") + "/variations/batch",
                        "{\"update\": [{\"id\": " + tee.path("id") + ", \"inventory_delta\": 5}]}")
                .body()
                .at("/update/0");
        assertThat(row.path("stock_quantity").intValue()).isEqualTo(15);
        assertThat(stand.store.stock("TEE-M")).isEqualTo(15);
    }

    @Test
    void saleBetweenReadingAndSavingIsLost() throws Exception {
        try (Stand slow = new Stand(settings -> settings.pausing(Duration.ofSeconds(2)))) {
            long mug = slow.bySku("MUG").path("id").asLong();
            String body = "{\"update\": [{\"id\": " + mug + ", \"inventory_delta\": 1}]}";
            CompletableFuture<SignedCaller.Answer> write = CompletableFuture.supplyAsync(() -> {
                try {
                    return slow.caller.send("POST", "/wc/v3/products/batch", body);
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });
            Await.until("the write has read the figure", () -> slow.store.writing());
            slow.store.setStock("MUG", 30);
            assertThat(write.get().body().at("/update/0/stock_quantity").intValue())
                    .isEqualTo(41);
            assertThat(slow.store.stock("MUG")).isEqualTo(41);
        }
    }

    @Test
    void everyOrderAddsUp() throws Exception {
        stand.store.shopper().buy();
        String id = stand.store.order(
                new Purchase(List.of(new Purchase.Line("MUG", 3), new Purchase.Line("TEE-L", 1)), true, 10, true));
        JsonNode order = stand.order(id);
        var sum = java.math.BigDecimal.ZERO;
        for (String list : List.of("line_items", "shipping_lines", "fee_lines")) {
            for (JsonNode line : order.path(list)) {
                sum = sum.add(line.path("total").asDecimal())
                        .add(line.path("total_tax").asDecimal());
            }
        }
        assertThat(sum).isEqualByComparingTo(order.path("total").asDecimal());
        assertThat(order.at("/coupon_lines/0/discount")).isEqualTo(order.path("discount_total"));
        assertThat(order.path("discount_total").stringValue()).isEqualTo("7.75");
    }

    private JsonNode write(long id, String row) throws Exception {
        return stand.caller
                .send("POST", "/wc/v3/products/batch", "{\"update\": [" + row.formatted(id) + "]}")
                .body()
                .at("/update/0");
    }
}

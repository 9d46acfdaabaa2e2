package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.OverTls;
import caravan.kit.Stores;
import caravan.link.Duties;
import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Purchase;
import caravan.sandbox.Twin;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores whose parts are behind each other: a search that lags, keys that stay in use, and a cache in front. */
@HubTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LaggingStoresTests {
    private static final Duration LAG = Duration.ofMinutes(2);

    private final Stores stores;
    private final Duties duties;
    private final JdbcClient jdbc;
    private final Twin shop = ShopifyStore.seeded(
            ShopSettings.demo(Names.unique("lag")).delayedBy(new ShopSettings.Delays(LAG, LAG)), Clock.systemUTC());
    private final Twin cached = OverTls.of(WooStore.seeded(
            StoreSettings.demo(Names.unique("cache")).cachedFor(Duration.ofHours(1)), Clock.systemUTC()));
    private String shelf = "";

    LaggingStoresTests(Stores stores, Duties duties, JdbcClient jdbc) {
        this.stores = stores;
        this.duties = duties;
        this.jdbc = jdbc;
    }

    @BeforeAll
    void open() throws Exception {
        shelf = stores.goLive(List.of(shop, cached));
    }

    @AfterAll
    void close() {
        stores.close(List.of(shop, cached));
    }

    @Test
    void findsAnOrderByPollThatTheFirstPollAfterItDidNotShow() throws Exception {
        shop.faults().on(FaultKind.WEBHOOK_LOST, FaultRule.always());
        String order = shop.order(Purchase.paid("LAMP-OASIS", 1));
        poll();
        assertThat(known(order)).isZero();
        letTheLagPass();
        poll();
        Await.until("the order is in", () -> known(order) == 1);
        shop.faults().clear();
    }

    @Test
    void lowersOnceThoughTheKeyIsStillInUseWhenItIsRepeated() throws Exception {
        int before = shop.stock("TEE-S");
        shop.faults().on(FaultKind.LOST_ANSWER, FaultRule.next(1).only(FaultRule.Only.WRITES));
        stores.adjust("TEE-S", shelf, -2);
        Await.until(
                "the store says that the key is in use",
                () -> listings(shop, "TEE-S", "detail LIKE '%IDEMPOTENCY_CONCURRENT_REQUEST%'") == 1);
        Await.until(
                "it was read what the store made of it",
                () -> listings(shop, "TEE-S", "open_write IS NULL AND doubt = 0 AND shown = wanted") == 1);
        assertThat(shop.stock("TEE-S")).isEqualTo(before - 2);
    }

    @Test
    void readsPastACacheThatAnswersTheSameQuestionFromMemory() throws Exception {
        cached.faults().on(FaultKind.WEBHOOK_LOST, FaultRule.always());
        readAgain();
        cached.setStock("HOODIE-M", 77);
        readAgain();
        assertThat(listings(cached, "HOODIE-M", "baseline = 77")).isEqualTo(1);
        cached.faults().clear();
    }

    private void poll() throws Exception {
        duties.mark(Stores.id(shop), DutyWork.ORDERS);
        Await.until(
                "the poll is done",
                () -> duties.of(Stores.id(shop)).stream()
                        .noneMatch(duty -> duty.kind().equals(DutyWork.ORDERS) && duty.dueSince() != null));
    }

    private void letTheLagPass() {
        shop.clock().skew(shop.clock().skew().plus(LAG).plusMinutes(1));
    }

    private void readAgain() throws Exception {
        jdbc.sql("UPDATE listing SET reading_due_since = now() WHERE connection = :connection AND sku = 'HOODIE-M'")
                .param("connection", cached.store())
                .update();
        Await.until("it is read", () -> listings(cached, "HOODIE-M", "reading_due_since IS NULL") == 1);
    }

    private long known(String order) {
        return jdbc.sql("SELECT count(*) FROM orders WHERE connection = :connection AND external_id = :order")
                .param("connection", shop.store())
                .param("order", order)
                .query(Long.class)
                .single();
    }

    private long listings(Twin store, String sku, String where) {
        return jdbc.sql("SELECT count(*) FROM listing WHERE connection = :connection AND sku = :sku AND " + where)
                .param("connection", store.store())
                .param("sku", sku)
                .query(Long.class)
                .single();
    }
}

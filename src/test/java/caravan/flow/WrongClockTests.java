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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores of two vendors whose clocks come to be hours from the hub's, and whose webhooks are lost. */
@HubTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongClockTests {
    private static final String SKU = "TEE-S";
    private static final String HELD = "MUG-ENAMEL";

    private final Stores hub;
    private final Duties duties;
    private final JdbcClient jdbc;
    private final List<Twin> stores = List.of(
            OverTls.of(WooStore.seeded(StoreSettings.demo(Names.unique("clock-woo")), Clock.systemUTC())),
            ShopifyStore.seeded(ShopSettings.demo(Names.unique("clock-shop")), Clock.systemUTC()));

    WrongClockTests(Stores hub, Duties duties, JdbcClient jdbc) {
        this.hub = hub;
        this.duties = duties;
        this.jdbc = jdbc;
    }

    @BeforeAll
    void open() throws Exception {
        String shelf = hub.goLive(stores);
        // Orders of before the opening balance count for nothing; these stores have been live for longer than a clock
        // is wrong.
        jdbc.sql("UPDATE level SET opened_at = opened_at - interval '1 day' WHERE location = :shelf")
                .param("shelf", shelf)
                .update();
        hub.awaitSettled(stores);
    }

    @AfterAll
    void close() {
        hub.close(stores);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, -2})
    void hearsOfASaleByPollAndNeverPutsItsUnitsBack(long hoursFast) throws Exception {
        for (Twin store : stores) {
            long orders = orders(store);
            int before = store.stock(SKU);
            holdUntilNow(store, HELD);
            store.clock().skew(Duration.ofHours(hoursFast));
            store.faults().on(FaultKind.WEBHOOK_LOST, FaultRule.always());
            store.order(Purchase.paid(SKU, 2));
            read(store, SKU);
            Await.until("the figure is read", () -> count(store, SKU, "reading_due_since IS NULL") == 1);

            int[] round = {0};
            Await.until("the order is known and nothing is held any more", () -> {
                assertThat(store.stock(SKU)).isLessThanOrEqualTo(before - 2);
                if (round[0]++ % 20 == 0) {
                    hub.letTimePass(List.of(store));
                }
                return orders(store) == orders + 1 && count(store, SKU, "held_until IS NULL AND shown = wanted") == 1;
            });
            assertThat(store.stock(SKU)).isEqualTo(before - 2);
            assertThat(count(store, SKU, "unexplained = 0")).isOne();
            assertThat(drifts(store)).isZero();
            store.faults().clear();
        }
    }

    /** What is held until a moment of a clock that is set back then must not be held until it comes there again. */
    private void holdUntilNow(Twin store, String sku) throws Exception {
        store.setStock(sku, store.stock(sku) - 1);
        read(store, sku);
        Await.until("it is held", () -> count(store, sku, "held_until IS NOT NULL") == 1);
    }

    private void read(Twin store, String sku) {
        jdbc.sql("UPDATE listing SET reading_due_since = now() WHERE connection = :connection AND sku = :sku")
                .param("connection", store.store())
                .param("sku", sku)
                .update();
        duties.mark(Stores.id(store), DutyWork.WEBHOOKS);
    }

    private long count(Twin store, String sku, String where) {
        return jdbc.sql(
                        "SELECT count(*) FROM listing WHERE connection = :connection AND sku = :sku AND state = 'live' AND "
                                + where)
                .param("connection", store.store())
                .param("sku", sku)
                .query(Long.class)
                .single();
    }

    private long orders(Twin store) {
        return jdbc.sql("SELECT count(*) FROM orders WHERE connection = :connection")
                .param("connection", store.store())
                .query(Long.class)
                .single();
    }

    private long drifts(Twin store) {
        return jdbc.sql(
                        "SELECT count(*) FROM incident WHERE connection = :connection AND kind = 'DRIFT' AND subject LIKE '%' || :sku || '%'")
                .param("connection", store.store())
                .param("sku", SKU)
                .query(Long.class)
                .single();
    }
}

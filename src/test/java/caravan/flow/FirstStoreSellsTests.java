package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.inventory.SyncView;
import caravan.kit.Await;
import caravan.kit.Names;
import caravan.kit.Stores;
import caravan.link.Duties;
import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Purchase;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sales of a WooCommerce store, followed by a Shopify store. */
class FirstStoreSellsTests extends StoresInStep {
    private static final Duration DOWN = Duration.ofMinutes(1);

    private final Duties duties;
    private final JdbcClient jdbc;
    private final Decisions decisions;
    private final IncidentList list;
    private final SyncView sync;
    private final MeterRegistry metrics;

    FirstStoreSellsTests(
            Stores stores,
            Duties duties,
            JdbcClient jdbc,
            Decisions decisions,
            IncidentList list,
            SyncView sync,
            MeterRegistry metrics) {
        super(
                stores,
                duties,
                jdbc,
                WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC()),
                ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC()));
        this.duties = duties;
        this.jdbc = jdbc;
        this.decisions = decisions;
        this.list = list;
        this.sync = sync;
        this.metrics = metrics;
    }

    @Test
    void asksAboutAListingWhoseStockTheStoreDoesNotCountUntilItDoes() throws Exception {
        WooStore store = (WooStore) seller;
        store.manageStock("HOODIE-L", false);
        readAgain(store);
        Await.until("it is asked", () -> open(store).size() == 1);

        store.manageStock("HOODIE-L", true);
        decisions.decide(open(store).get(0).id(), Choice.READ_FIGURE_AGAIN, Map.of(), "ann");
        Await.until("it is settled", () -> open(store).isEmpty());
    }

    @Test
    void sparesAStoreThatIsDownForAMinuteSaysWhatItShowsTooMuchAndFollows() throws Exception {
        Instant until = Instant.now().plus(DOWN);
        other().faults().on(FaultKind.SERVER_ERROR, FaultRule.always());
        int before = other().stock("TEE-L");
        seller.order(Purchase.paid("TEE-L", 2));
        Await.until("units are known to be exposed", () -> exposed() == 2);
        seller.order(Purchase.paid("TEE-L", 1));
        Await.until("the later sale is exposed too", () -> exposed() == 3);
        Await.until("the store is spared calls", () -> held() > 0);
        Await.until("the time is over", () -> Instant.now().isAfter(until));
        assertThat(other().stock("TEE-L")).isEqualTo(before);
        other().faults().clear();
        Await.until("the store follows", () -> other().stock("TEE-L") == before - 3);
        Await.until("nothing is exposed", () -> exposed() == 0);
    }

    @Test
    void withholdsUnitsThatWereRefundedAndNotPutBackUntilSomebodyDecides() throws Exception {
        String order = seller.order(Purchase.paid("MAP-SAMARQAND", 3));
        Await.until("it is known", () -> standing("owed = 3 AND kept = 0 AND taken = 3") == 1);
        seller.refund(order, "MAP-SAMARQAND", 1, false);
        Await.until("one is withheld", () -> standing("owed = 2 AND kept = 1 AND taken = 3") == 1);
        seller.refund(order, "MAP-SAMARQAND", 1, true);
        Await.until("one came back", () -> standing("owed = 1 AND kept = 1 AND taken = 2") == 1);
        assertThat(list.page(new IncidentList.Search(IncidentKind.WITHHELD_UNITS, seller.store(), true), null, 10))
                .hasSize(1);

        long revision = revision(order);
        duties.mark(Stores.id(seller), DutyWork.ORDERS);
        Await.until(
                "the poll is done",
                () -> duties.of(Stores.id(seller)).stream()
                        .noneMatch(duty -> duty.kind().equals(DutyWork.ORDERS) && duty.dueSince() != null));
        assertThat(revision(order)).as("its list page says nothing new").isEqualTo(revision);
    }

    private long revision(String order) {
        return jdbc.sql("SELECT revision FROM orders WHERE connection = :connection AND external_id = :order")
                .param("connection", seller.store())
                .param("order", order)
                .query(Long.class)
                .single();
    }

    private long standing(String where) {
        return jdbc.sql("SELECT count(*) FROM line_stock WHERE connection = :connection AND sku = 'MAP-SAMARQAND' AND "
                        + where)
                .param("connection", seller.store())
                .query(Long.class)
                .single();
    }

    private long exposed() {
        return sync.exposed().getOrDefault(Stores.id(other()), 0L);
    }

    /** Calls that were not made because the store seemed down. */
    private double held() {
        return metrics.counter("caravan.vendor.held", "connection", other().store(), "reason", "breaker")
                .count();
    }

    /** A list of every status leaves the bin out, and its webhook is lost. */
    @Test
    void hearsByPollThatAnOrderWasPutIntoTheBin() throws Exception {
        String order = seller.order(Purchase.paid("HOODIE-M", 1));
        Await.until("the order is in", () -> state(order).equals("SOLD"));
        seller.faults().on(FaultKind.WEBHOOK_LOST, FaultRule.always());
        seller.bin(order);
        duties.mark(Stores.id(seller), DutyWork.ORDERS);
        Await.until("the order is owed no more", () -> state(order).equals("CANCELLED"));
    }

    private String state(String order) {
        return jdbc.sql("SELECT state FROM orders WHERE connection = :connection AND external_id = :order")
                .param("connection", seller.store())
                .param("order", order)
                .query(String.class)
                .optional()
                .orElse("");
    }

    private void readAgain(WooStore store) {
        jdbc.sql("UPDATE listing SET reading_due_since = now() WHERE connection = :connection AND sku = 'HOODIE-L'")
                .param("connection", store.store())
                .update();
    }

    private List<Incident> open(WooStore store) {
        return list.page(new IncidentList.Search(IncidentKind.STOCK_NOT_MANAGED, store.store(), true), null, 10);
    }
}

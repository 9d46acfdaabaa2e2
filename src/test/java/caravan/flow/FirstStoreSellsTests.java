package caravan.flow;

import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
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
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sales of a WooCommerce store, followed by a Shopify store. */
class FirstStoreSellsTests extends StoresInStep {
    private final JdbcClient jdbc;
    private final Duties duties;
    private final Decisions decisions;
    private final IncidentList list;

    FirstStoreSellsTests(Stores stores, Duties duties, JdbcClient jdbc, Decisions decisions, IncidentList list) {
        super(
                stores,
                duties,
                jdbc,
                WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC()),
                ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC()));
        this.jdbc = jdbc;
        this.duties = duties;
        this.decisions = decisions;
        this.list = list;
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

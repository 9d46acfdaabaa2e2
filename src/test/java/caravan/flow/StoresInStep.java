package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.ConnectionId;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Stores;
import caravan.link.Duties;
import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Purchase;
import caravan.sandbox.Twin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two pretend stores with the same items, kept in step by the hub over real HTTP, whatever goes wrong on the way. */
@HubTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoresInStep {
    private final Stores stores;
    private final Duties duties;
    private final JdbcClient jdbc;
    final Twin seller;
    private final Twin other;
    private String shelf = "";

    StoresInStep(Stores stores, Duties duties, JdbcClient jdbc, Twin seller, Twin other) {
        this.stores = stores;
        this.duties = duties;
        this.jdbc = jdbc;
        this.seller = seller;
        this.other = other;
    }

    @BeforeAll
    void open() throws Exception {
        shelf = stores.goLive(List.of(seller, other));
    }

    @BeforeEach
    void mend() {
        seller.faults().clear();
        other.faults().clear();
    }

    @AfterAll
    void close() {
        stores.close(List.of(seller, other));
    }

    @Test
    void showsASaleOfOneStoreInTheOtherAndNeverTooMuchInItsOwn() throws Exception {
        sellAndExpect("MUG-ENAMEL", 2);
        assertThat(seller.stock("MUG-ENAMEL"))
                .as("a store that tells of an order before it took its units may be low for a while, never high")
                .isLessThanOrEqualTo(78);
    }

    @Test
    void lowersOnceThoughTheAnswerIsLost() throws Exception {
        other.faults().on(FaultKind.LOST_ANSWER, FaultRule.next(1).only(FaultRule.Only.WRITES));
        sellAndExpect("TEE-S", 1);
        // The store applies the write first and counts the loss of its answer a moment later.
        Await.until("the answer was lost", () -> other.faults().struck(FaultKind.LOST_ANSWER) > 0);
    }

    @Test
    void catchesUpWithAStoreThatWasDown() throws Exception {
        other.faults().on(FaultKind.SERVER_ERROR, FaultRule.always());
        int before = other.stock("TEE-M");
        seller.order(Purchase.paid("TEE-M", 1));
        Await.until("the store was tried", () -> other.faults().struck(FaultKind.SERVER_ERROR) > 1);
        other.faults().clear();
        Await.until("the store follows", () -> other.stock("TEE-M") == before - 1);
    }

    @Test
    void hearsOfASaleByPollWhenItsWebhooksAreLost() throws Exception {
        seller.faults().on(FaultKind.WEBHOOK_LOST, FaultRule.always());
        int before = other.stock("LAMP-OASIS");
        seller.order(Purchase.paid("LAMP-OASIS", 1));
        duties.mark(Stores.id(seller), DutyWork.ORDERS);
        Await.until("the other store follows", () -> other.stock("LAMP-OASIS") == before - 1);
    }

    @Test
    void doesNotPutASoldUnitBackThatItHasNotHeardOf() throws Exception {
        stores.awaitSettled(List.of(seller, other));
        seller.faults().on(FaultKind.WEBHOOK_LOST, FaultRule.always());
        int before = seller.stock("BLANKET-WOOL");
        int elsewhere = other.stock("BLANKET-WOOL");
        long raised = raises("BLANKET-WOOL");
        seller.order(Purchase.paid("BLANKET-WOOL", 2));
        stores.adjust("BLANKET-WOOL", shelf, 3);
        Await.until("a raise was answered that knew nothing of the sale", () -> raises("BLANKET-WOOL") > raised);
        int[] round = {0};
        Await.until("both show what came, less what was sold", () -> {
            assertThat(seller.stock("BLANKET-WOOL")).isLessThanOrEqualTo(before + 1);
            if (round[0]++ % 20 == 0) {
                // A store that refuses to be raised from a figure it does not show is read, and held until orders are
                // pulled.
                stores.letTimePass(List.of(seller, other));
            }
            return other.stock("BLANKET-WOOL") == elsewhere + 1
                    && wanted(seller, "BLANKET-WOOL") == before + 1
                    && seller.stock("BLANKET-WOOL") == before + 1;
        });
    }

    @Test
    void bringsSubscriptionsBackThatTheStoreSwitchedOff() throws Exception {
        seller.disableSubscriptions();
        duties.mark(Stores.id(seller), DutyWork.WEBHOOKS);
        Await.until("they are live again and known to have been mended", () -> healed() > 0);
        sellAndExpect("COMPASS-BRASS", 1);
    }

    @Test
    void pullsWhatWasSoldWhileItsSubscriptionsWereGone() throws Exception {
        ConnectionId id = Stores.id(seller);
        duties.keep(id, DutyWork.ORDERS, Duration.ofDays(1));
        try {
            Await.until(
                    "no poll comes by itself any more",
                    () -> duties.of(id).stream()
                            .noneMatch(duty -> duty.kind().equals(DutyWork.ORDERS) && duty.dueSince() != null));
            seller.disableSubscriptions();
            int before = other.stock("MAP-SAMARQAND");
            seller.order(Purchase.paid("MAP-SAMARQAND", 2));
            duties.mark(id, DutyWork.WEBHOOKS);
            Await.until("the other store follows", () -> other.stock("MAP-SAMARQAND") == before - 2);
            assertThat(healed()).isPositive();
        } finally {
            duties.keep(id, DutyWork.ORDERS, Duration.ofSeconds(30));
        }
    }

    @Test
    void reservesWhatAnEditAddsToAnOrderThatIsInAlready() throws Exception {
        int before = other.stock("TEE-L");
        String order = seller.order(Purchase.paid("TEE-L", 1));
        Await.until("the other store follows", () -> other.stock("TEE-L") == before - 1);
        seller.edit(order, "TEE-L", 4);
        Await.until("the other store follows the edit", () -> other.stock("TEE-L") == before - 4);
        assertThat(unbalanced(order)).as("the total still adds up").isZero();
    }

    @Test
    void countsAnOrderOnceHoweverOftenItsWebhooksCome() throws Exception {
        seller.faults().on(FaultKind.WEBHOOK_DUPLICATED, FaultRule.always());
        sellAndExpect("NOTEBOOK-A5", 3);
        sellAndExpect("NOTEBOOK-A5", 1);
    }

    @Test
    void givesBackWhatACancelledOrderHeld() throws Exception {
        int before = other.stock("TEA-MINT-100");
        String order = seller.order(Purchase.paid("TEA-MINT-100", 5));
        Await.until("the other store follows", () -> other.stock("TEA-MINT-100") == before - 5);
        seller.cancel(order);
        Await.until("the hub wants them back on show", () -> wanted("TEA-MINT-100") == before);
    }

    Twin seller() {
        return seller;
    }

    Twin other() {
        return other;
    }

    private void sellAndExpect(String sku, int units) throws Exception {
        int before = other.stock(sku);
        seller.order(Purchase.paid(sku, units));
        Await.until("the other store follows", () -> other.stock(sku) == before - units);
    }

    private long healed() {
        return jdbc.sql(
                        "SELECT count(*) FROM subscription WHERE connection = :connection AND live AND healed_at IS NOT NULL")
                .param("connection", seller.store())
                .query(Long.class)
                .single();
    }

    private long unbalanced(String order) {
        return jdbc.sql(
                        "SELECT count(*) FROM incident WHERE kind = 'TOTALS_DIFFER' AND connection = :connection AND subject = :order")
                .param("connection", seller.store())
                .param("order", order)
                .query(Long.class)
                .single();
    }

    private long wanted(String sku) {
        return wanted(other, sku);
    }

    private long wanted(Twin store, String sku) {
        return jdbc.sql("SELECT wanted FROM listing WHERE connection = :connection AND sku = :sku AND state = 'live'")
                .param("connection", store.store())
                .param("sku", sku)
                .query(Long.class)
                .single();
    }

    /** Raises of the seller's figure that have ended. */
    private long raises(String sku) {
        return jdbc.sql("""
                SELECT count(*) FROM stock_write_row r JOIN listing l ON l.id = r.listing
                WHERE l.connection = :connection AND l.sku = :sku AND r.delta > 0 AND r.outcome IS NOT NULL""")
                .param("connection", seller.store())
                .param("sku", sku)
                .query(Long.class)
                .single();
    }
}

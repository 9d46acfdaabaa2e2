package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Stores;
import caravan.link.Duties;
import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Purchase;
import caravan.sandbox.Twin;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A store saves an order as paid, and a moment later takes its units: in between, the order tells half the truth. */
@HubTest
class ToldBeforeTakenTests {
    private final Stores stores;
    private final Duties duties;
    private final JdbcClient jdbc;
    private final Twin store =
            WooStore.seeded(StoreSettings.demo(Names.unique("slow")).pausing(Duration.ofSeconds(3)), Clock.systemUTC());

    ToldBeforeTakenTests(Stores stores, Duties duties, JdbcClient jdbc) {
        this.stores = stores;
        this.duties = duties;
        this.jdbc = jdbc;
    }

    @AfterEach
    void close() {
        stores.close(List.of(store));
    }

    @Test
    void looksAgainAtAnOrderThatWasToldBeforeItsUnitsWereTaken() throws Exception {
        stores.goLive(List.of(store));
        store.faults().on(FaultKind.WEBHOOK_LOST, FaultRule.always());
        Thread shopper = new Thread(() -> store.order(Purchase.paid("LAMP-OASIS", 1)));
        shopper.start();
        Await.until("the order is known, and nothing taken for it", () -> {
            duties.mark(Stores.id(store), DutyWork.ORDERS);
            return count("taken = 0 AND owed = 1") == 1;
        });
        assertThat(looks()).as("looks that follow").isEqualTo(1);
        shopper.join();
        Await.until("the look has found the units", () -> count("taken = 1") == 1);
        Await.until("the store shows what is left", () -> store.stock("LAMP-OASIS") == 17);
    }

    private long count(String where) {
        return jdbc.sql("SELECT count(*) FROM line_stock WHERE connection = :connection AND " + where)
                .param("connection", store.store())
                .query(Long.class)
                .single();
    }

    private long looks() {
        return jdbc.sql("SELECT count(*) FROM look WHERE connection = :connection AND kind = 'order'")
                .param("connection", store.store())
                .query(Long.class)
                .single();
    }
}

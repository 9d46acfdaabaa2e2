package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connection.Pause;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Stores;
import caravan.link.Duties;
import caravan.sandbox.Twin;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a pause holds up, and how it ends. */
@HubTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PausedConnectionTests {
    private final Stores stores;
    private final Duties duties;
    private final JdbcClient jdbc;
    private final Twin store = WooStore.seeded(StoreSettings.demo(Names.unique("rests")), Clock.systemUTC());
    private final Twin other = WooStore.seeded(StoreSettings.demo(Names.unique("works")), Clock.systemUTC());
    private String shelf = "";

    PausedConnectionTests(Stores stores, Duties duties, JdbcClient jdbc) {
        this.stores = stores;
        this.duties = duties;
        this.jdbc = jdbc;
    }

    @BeforeAll
    void open() throws Exception {
        shelf = stores.goLive(List.of(store, other));
    }

    @AfterAll
    void close() {
        stores.close(List.of(store, other));
    }

    @Test
    void tellsAPausedStoreNothingAndAllOfItOnceItIsResumed() throws Exception {
        int before = store.stock("MUG-ENAMEL");
        int elsewhere = other.stock("MUG-ENAMEL");
        stores.pause(store);
        long writes = writes();
        stores.adjust("MUG-ENAMEL", shelf, -2);
        Await.until("the other store follows", () -> other.stock("MUG-ENAMEL") == elsewhere - 2);
        // Two rounds of the store that works: the one that rests had its turns, too.
        stores.adjust("MUG-ENAMEL", shelf, -1);
        Await.until("the other store follows again", () -> other.stock("MUG-ENAMEL") == elsewhere - 3);
        assertThat(writes()).isEqualTo(writes);
        assertThat(store.stock("MUG-ENAMEL")).isEqualTo(before);

        stores.resume(store);
        Await.until("it follows once it is resumed", () -> store.stock("MUG-ENAMEL") == before - 3);
    }

    @Test
    void pausesItselfOverItsCredentialsAndGoesOnWhenTheyWork() throws Exception {
        Map<String, String> wrong = new HashMap<>(store.credentials());
        wrong.replaceAll((name, right) -> right + "0");
        stores.trust(store, wrong);
        Await.until("it pauses itself", () -> {
            duties.mark(Stores.id(store), DutyWork.ORDERS);
            return stores.pausedBy(store).filter(Pause.By.FAULT::equals).isPresent();
        });
        int before = store.stock("TEE-M");
        stores.adjust("TEE-M", shelf, -1);

        stores.trust(store, store.credentials());
        Await.until("it goes on by itself", () -> stores.pausedBy(store).isEmpty());
        Await.until("and follows", () -> store.stock("TEE-M") == before - 1);
    }

    private long writes() {
        return jdbc.sql("SELECT count(*) FROM stock_write WHERE connection = :connection")
                .param("connection", store.store())
                .query(Long.class)
                .single();
    }
}

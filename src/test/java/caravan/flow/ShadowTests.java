package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connection.Mode;
import caravan.connection.Connections;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Stores;
import caravan.kit.Visitors;
import caravan.kit.WriteEar;
import caravan.link.Duties;
import caravan.sandbox.Purchase;
import caravan.sandbox.Twin;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import caravan.security.Role;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pretend stores that note every write, whatever it writes. */
@HubTest
class ShadowTests {
    private final Stores stores;
    private final Connections connections;
    private final Duties duties;
    private final Visitors visitors;
    private final JdbcClient jdbc;
    private final WriteEar wooEar =
            new WriteEar(WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC()));
    private final WriteEar shopEar =
            new WriteEar(ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC()));
    private final Twin woo = wooEar.front();
    private final Twin shop = shopEar.front();

    ShadowTests(Stores stores, Connections connections, Duties duties, Visitors visitors, JdbcClient jdbc) {
        this.stores = stores;
        this.connections = connections;
        this.duties = duties;
        this.visitors = visitors;
        this.jdbc = jdbc;
    }

    @AfterEach
    void close() {
        stores.close(List.of(woo, shop));
    }

    @Test
    void readsAndComputesEverythingAndWritesNothing() throws Exception {
        stores.beginInShadow(both());
        woo.order(Purchase.paid("MUG-ENAMEL", 2));
        for (Twin store : both()) {
            Await.until("the sale is heard of and computed", () -> {
                duties.mark(Stores.id(woo), DutyWork.ORDERS);
                return wanted(store) == 78;
            });
            Await.until("subscriptions were looked at", () -> looked(store));
        }

        for (Twin store : both()) {
            assertThat(page(store)).contains("made when the connection goes live");
        }
        assertThat(wooEar.heard()).isEmpty();
        assertThat(shopEar.heard()).isEmpty();

        connections.mode(Stores.id(shop), Mode.LIVE);
        Await.until("the live one subscribes", () -> shop.subscriptions().active() > 0);
        assertThat(wooEar.heard()).isEmpty();
        assertThat(shopEar.heard()).isNotEmpty();
    }

    private List<Twin> both() {
        return List.of(woo, shop);
    }

    private String page(Twin store) throws Exception {
        return visitors.signedIn(Role.VIEWER)
                .open("/connections/" + store.store())
                .body();
    }

    private boolean looked(Twin store) {
        return jdbc.sql("SELECT count(*) FROM subscription WHERE connection = :connection")
                        .param("connection", store.store())
                        .query(Long.class)
                        .single()
                > 0;
    }

    private long wanted(Twin store) {
        return jdbc.sql("SELECT wanted FROM listing WHERE connection = :connection AND sku = 'MUG-ENAMEL'")
                .param("connection", store.store())
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }
}

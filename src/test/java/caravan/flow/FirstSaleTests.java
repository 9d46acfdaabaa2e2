package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connection.NewConnection;
import caravan.connector.VendorAccount;
import caravan.inventory.Openings;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.sandbox.Purchase;
import caravan.sandbox.SampleCatalogue;
import caravan.sandbox.Twin;
import caravan.sandbox.Twins;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import caravan.security.Secret;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two pretend stores with the same items, kept in step by the hub over real HTTP. */
@HubTest
class FirstSaleTests {
    private final Twins twins;
    private final Connections connections;
    private final Catalog catalog;
    private final Openings openings;
    private final JdbcClient jdbc;
    private final int port;
    private final String shelf = Names.unique("shelf");

    FirstSaleTests(
            Twins twins,
            Connections connections,
            Catalog catalog,
            Openings openings,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        this.twins = twins;
        this.connections = connections;
        this.catalog = catalog;
        this.openings = openings;
        this.jdbc = jdbc;
        this.port = port;
    }

    @Test
    void showsASaleOfOneStoreInTheOther() throws Exception {
        SampleCatalogue.ITEMS.forEach(item -> catalog.put(new Sku(item.sku()), item.title()));
        Twin first = open();
        Twin second = open();
        ConnectionId one = connect(first);
        ConnectionId two = connect(second);
        Await.until(
                "the first store's figures are read",
                () -> openings.preview(one).size() == 12);
        assertThat(openings.open(openings.preview(one), "tester")).isEqualTo(12);
        connections.mode(one, Connection.Mode.LIVE);
        connections.mode(two, Connection.Mode.LIVE);
        Await.until("every listing is live", () -> live(one) == 12 && live(two) == 12);

        Await.until("the sale is surely after the readings", () -> settled(one) && settled(two));

        int before = first.stock("MUG-ENAMEL");
        first.order(Purchase.paid("MUG-ENAMEL", 2));
        Await.until("the other store shows it", () -> second.stock("MUG-ENAMEL") == before - 2);
        second.order(Purchase.paid("TEE-M", 1));
        Await.until("and the other way round", () -> first.stock("TEE-M") <= 59);
        // A store that tells of an order before it has taken its units may be a unit low for a while, never high.
        assertThat(first.stock("MUG-ENAMEL")).isLessThanOrEqualTo(before - 2);
    }

    private Twin open() {
        return twins.open(WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC()));
    }

    private ConnectionId connect(Twin twin) {
        ConnectionId id = new ConnectionId(twin.store());
        Map<String, Secret> secrets = new HashMap<>();
        twin.credentials().forEach((name, value) -> secrets.put(name, Secret.of(value)));
        secrets.put("webhook-secret", Secret.of("whsec" + Names.unique("s")));
        connections.add(new NewConnection(
                id,
                twin.vendor(),
                "Store " + twin.store(),
                Map.of("shop-url", "http://localhost:" + port + "/sandbox/" + twin.vendor() + "/" + twin.store()),
                secrets,
                new VendorAccount.Network(true, true, false),
                Map.of("default", List.of(shelf)),
                null,
                false));
        return id;
    }

    /** The stores' times are whole seconds; a sale in the second of the reading counts as part of it. */
    private boolean settled(ConnectionId connection) {
        return jdbc.sql(
                        "SELECT max(baseline_to) < clock_timestamp() - interval '1 s' FROM listing WHERE connection = :connection")
                .param("connection", connection.value())
                .query(Boolean.class)
                .single();
    }

    private long live(ConnectionId connection) {
        return jdbc.sql("SELECT count(*) FROM listing WHERE connection = :connection AND state = 'live'")
                .param("connection", connection.value())
                .query(Long.class)
                .single();
    }
}

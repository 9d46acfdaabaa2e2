package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Stores;
import caravan.link.DatabaseIdentity;
import caravan.sandbox.Twin;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The hub wakes up in a database that is not the one it knew. */
@HubTest
class RestoredDatabaseTests {
    private final Twin store = WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC());
    private final Stores stores;
    private final Connections connections;
    private final Incidents incidents;
    private final DatabaseIdentity identity;
    private final JdbcClient jdbc;

    RestoredDatabaseTests(
            Stores stores,
            Connections connections,
            Incidents incidents,
            DatabaseIdentity identity,
            JdbcClient jdbc) {
        this.stores = stores;
        this.connections = connections;
        this.incidents = incidents;
        this.identity = identity;
        this.jdbc = jdbc;
    }

    @Test
    void takesConnectionsOffTheAirUntilAPersonLetsThemLiveAgain() throws Exception {
        stores.goLive(List.of(store));
        long epoch = epoch();
        assertThat(jdbc.sql("SELECT identity FROM database_identity")
                        .query(String.class)
                        .single())
                .as("this server tells its identity and its timeline")
                .matches("\\d+/\\d+/[0-9A-F]{8}");

        jdbc.sql("UPDATE database_identity SET identity = 'another'").update();
        Await.until("it is dealt with", identity::isSame);
        assertThat(connections.require(Stores.id(store)).mode()).isEqualTo(Connection.Mode.SHADOW);
        assertThat(live()).isZero();
        assertThat(incidents.subjects(IncidentKind.DATABASE_RESTORED, "")).containsExactly("");
        Await.until("it is owned again, in shadow", () -> epoch() > epoch);

        connections.mode(Stores.id(store), Connection.Mode.LIVE);
        Await.until("it is live once its figures were read anew", () -> live() > 0);
        incidents.close(Set.of(new Cause(IncidentKind.DATABASE_RESTORED, "", "")), "It was a test.");
        stores.close(List.of(store));
    }

    private long live() {
        return count("SELECT count(*) FROM listing WHERE state = 'live' AND connection = :connection");
    }

    private long epoch() {
        return count("SELECT epoch FROM lease WHERE connection = :connection");
    }

    private long count(String sql) {
        return jdbc.sql(sql).param("connection", store.store()).query(Long.class).single();
    }
}

package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connection.Pause;
import caravan.connection.Connections;
import caravan.connection.NewConnection;
import caravan.connector.Connectors;
import caravan.connector.VendorAccount;
import caravan.kernel.ConnectionId;
import caravan.kit.Await;
import caravan.kit.FuzzedStore;
import caravan.kit.HubTest;
import caravan.kit.KitConnectors;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.link.Replica;
import caravan.security.Role;
import caravan.security.Secret;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** This hub beside another replica, of which there is nothing but what it would report. */
@HubTest
class LeftConnectionsTests {
    private static final String CONNECTOR = "woocommerce";

    private final Connections connections;
    private final Connectors connectors;
    private final Replica self;
    private final Visitors visitors;
    private final JdbcClient jdbc;
    private final String other = Names.unique("elsewhere");

    LeftConnectionsTests(
            Connections connections, Connectors connectors, Replica self, Visitors visitors, JdbcClient jdbc) {
        this.connections = connections;
        this.connectors = connectors;
        this.self = self;
        this.visitors = visitors;
        this.jdbc = jdbc;
    }

    @AfterEach
    void endTheOther() {
        jdbc.sql("DELETE FROM replica WHERE holder LIKE :other || '/%'")
                .param("other", other)
                .update();
    }

    @Test
    void reportsTheNewestMigrationAndWhatIsLoadedOfEachConnector() throws Exception {
        assertThat(self.revision())
                .isEqualTo(jdbc.sql("SELECT max(version::integer) FROM flyway_schema_history WHERE version IS NOT NULL")
                        .query(Integer.class)
                        .single());
        assertThat(self.connectors()).containsKey(CONNECTOR).isEqualTo(connectors.hashes());
        Await.until("it is there", () -> !reported().isEmpty());
        assertThat(reported()).isEqualTo(self.connectors());
    }

    @Test
    void reportsConnectionsThatItCannotWorkOnAndThoseWhoseSecretsItCannotRead() {
        ConnectionId store = FuzzedStore.woo(connections).id();
        ConnectionId unworkable = new ConnectionId(Names.unique("kit"));
        assertThat(self.lacking()).doesNotContain(store, unworkable);
        connections.add(new NewConnection(
                unworkable,
                KitConnectors.NAME,
                "Without a folder",
                Map.of("shop-url", "https://shop.example"),
                Map.of("api-token", Secret.of("token-1")),
                new VendorAccount.Network(false, false, false),
                Map.of(),
                null,
                false));
        spoilOrMendSecrets(store);
        assertThat(self.lacking()).contains(store, unworkable);
        spoilOrMendSecrets(store);
        assertThat(self.lacking()).contains(unworkable).doesNotContain(store);
    }

    @Test
    void handsItsConnectionsOverTakesThemBackAndSaysSo() throws Exception {
        ConnectionId store = FuzzedStore.woo(connections).id();
        ConnectionId unconcerned = FuzzedStore.shopify(connections).id();
        Await.until("both are owned", () -> isOwned(store) && isOwned(unconcerned));
        long epoch = epoch(store);
        long unchanged = epoch(unconcerned);

        startTheOther(Map.of(CONNECTOR, "another"));
        Await.until("it is given up", () -> !isOwned(store));
        assertThat(epoch(unconcerned)).isEqualTo(unchanged);
        String says = "has another connector '" + CONNECTOR + "' than '" + other + "/1'";
        Visitor visitor = visitors.signedIn(Role.VIEWER);
        assertThat(text(visitor, "/")).contains("replicas differ", says);
        assertThat(text(visitor, "/connections/" + store)).contains("no replica now", says);
        assertThat(text(visitor, "/connections/" + unconcerned)).doesNotContain(says);
        Program program = visitors.program(Role.VIEWER);
        assertThat(program.get("/api/connections/" + store).text("/owner/leftBy/0"))
                .contains(says);
        assertThat(program.get("/api/connections/" + unconcerned).text("/owner/replica"))
                .contains("/" + ProcessHandle.current().pid());

        endTheOther();
        Await.until("it is taken back", () -> isOwned(store));
        assertThat(epoch(store)).isGreaterThan(epoch);
        assertThat(text(visitor, "/connections/" + store)).doesNotContain(says);
        assertThat(text(visitor, "/")).doesNotContain("replicas differ");
    }

    private static String text(Visitor visitor, String page) throws Exception {
        return visitor.open(page).body().replace("&#39;", "'");
    }

    /** Once spoils them, twice mends them; the connection is read again. */
    private void spoilOrMendSecrets(ConnectionId connection) {
        jdbc.sql("UPDATE secret SET cipher = set_byte(cipher, 0, get_byte(cipher, 0) # 1) WHERE owner = :owner")
                .param("owner", "connection/" + connection)
                .update();
        connections.pause(connection, Pause.By.PERSON, Names.unique("reason"));
    }

    /** Of the same age, and started after this one; its other connectors are the same. */
    private void startTheOther(Map<String, String> different) {
        String holder = other + "/1/x";
        jdbc.sql("INSERT INTO replica (holder, version, revision, lacks) VALUES (:holder, 'other', :revision, '{}')")
                .param("holder", holder)
                .param("revision", self.revision())
                .update();
        self.connectors()
                .forEach((connector, hash) -> jdbc.sql(
                                "INSERT INTO replica_connector (replica, connector, hash) VALUES (:holder, :connector, :hash)")
                        .param("holder", holder)
                        .param("connector", connector)
                        .param("hash", different.getOrDefault(connector, hash))
                        .update());
    }

    private Map<String, String> reported() {
        Map<String, String> hashes = new HashMap<>();
        jdbc.sql("SELECT connector, hash FROM replica_connector WHERE replica LIKE '%/' || :pid || '/%'")
                .param("pid", ProcessHandle.current().pid())
                .query(row -> {
                    hashes.put(row.getString(1), row.getString(2));
                });
        return hashes;
    }

    private boolean isOwned(ConnectionId connection) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM lease WHERE connection = :id AND until > clock_timestamp())")
                .param("id", connection.value())
                .query(Boolean.class)
                .single();
    }

    private long epoch(ConnectionId connection) {
        return jdbc.sql("SELECT epoch FROM lease WHERE connection = :id")
                .param("id", connection.value())
                .query(Long.class)
                .single();
    }
}

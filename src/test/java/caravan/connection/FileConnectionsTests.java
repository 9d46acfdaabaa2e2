package caravan.connection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.connection.Connection.Mode;
import caravan.connection.Connection.Origin;
import caravan.connection.Connection.Pause.By;
import caravan.connector.VendorAccount.Network;
import caravan.kernel.ConnectionId;
import caravan.kit.HubTest;
import caravan.kit.KitConnectors;
import caravan.kit.Names;
import caravan.security.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class FileConnectionsTests {
    private static final Network PUBLIC = new Network(false, false, false);

    private final FileConnections files;
    private final Connections connections;
    private final ConnectionAccounts accounts;
    private final ConnectionHooks hooks;
    private final JdbcClient jdbc;
    private final int port;
    private final ConnectionId id = new ConnectionId(Names.unique("kit"));
    private final Path file = Path.of("target", id + ".yaml");

    FileConnectionsTests(
            FileConnections files,
            Connections connections,
            ConnectionAccounts accounts,
            ConnectionHooks hooks,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        this.files = files;
        this.connections = connections;
        this.accounts = accounts;
        this.hooks = hooks;
        this.jdbc = jdbc;
        this.port = port;
    }

    @BeforeEach
    @AfterEach
    void setNoSecret() {
        System.clearProperty("kit.token");
    }

    @Test
    void makesItsConnectionsInTheModeItSays() throws IOException {
        take(entry("live", "token-1"));
        assertThat(connections.require(id))
                .returns(Origin.FILE, Connection::origin)
                .returns(Mode.LIVE, Connection::mode)
                .returns(id.value(), Connection::title);
        assertThat(token()).isEqualTo("token-1");
        assertThat(files.problems()).isEmpty();
    }

    @Test
    void asksForWhatIsNeededUnderACondition() throws IOException {
        String shop = "- id: " + id
                + "\n  connector: shopify\n  settings: {shop-url: https://acme.myshopify.com,"
                + " shop-domain: acme.myshopify.com, location: '7'";
        take(shop + "}\n");
        assertThat(files.problems())
                .singleElement()
                .asString()
                .contains(
                        "line 1:",
                        "setting 'access-token' is missing; it is needed while 'auth' is 'token'.",
                        "shpat_");
        take(shop + ", auth: client-credentials}\n");
        assertThat(files.problems())
                .hasSize(2)
                .allMatch(problem -> problem.contains("it is needed while 'auth' is 'client-credentials'"))
                .anyMatch(problem -> problem.contains("'client-id'"))
                .anyMatch(problem -> problem.contains("'client-secret'"));
    }

    @Test
    void changesNothingThatIsTheSame() throws IOException {
        take(entry("live", "token-1"));
        String before = revisions();
        take(entry("live", "token-1"));
        assertThat(revisions()).isEqualTo(before);
        take(entry("live", "token-2"));
        assertThat(revisions()).isNotEqualTo(before);
        assertThat(token()).isEqualTo("token-2");
    }

    @Test
    void leavesAPersonsModeUntilItSaysAnother() throws IOException {
        take(entry("live", "token-1"));
        connections.mode(id, Mode.SHADOW);
        take(entry("live", "token-1"));
        assertThat(connections.require(id).mode()).isEqualTo(Mode.SHADOW);
        take(entry("shadow", "token-1"));
        take(entry("live", "token-1"));
        assertThat(connections.require(id).mode()).isEqualTo(Mode.LIVE);
    }

    @Test
    void hasEveryFigureReadAnewWhenTheFileLetsItWrite() throws IOException {
        take(entry("shadow", "token-1"));
        jdbc.sql("INSERT INTO item (sku, title) VALUES (:id, 'Item')")
                .param("id", id.value())
                .update();
        jdbc.sql("""
                INSERT INTO listing (connection, channel_location, sku, external_id, baseline)
                VALUES (:id, 'default', :id, '1', 5)""").param("id", id.value()).update();
        take(entry("live", "token-1"));
        assertThat(jdbc.sql("SELECT baseline IS NULL AND approved FROM listing WHERE connection = :id")
                        .param("id", id.value())
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void pausesWhatVanishesAndLetsItGoOnWhenItIsBack() throws IOException {
        take(entry("live", "token-1"));
        take("");
        assertThat(connections.require(id).pause()).returns(By.FILE, pause -> pause.by());
        take(entry("live", "token-1"));
        assertThat(connections.require(id).pause()).isNull();
    }

    @Test
    void pausesNothingWhileTheFileOrTheConnectionInItIsWrong() throws IOException {
        take(entry("live", "token-1"));
        for (String wrong : List.of("- id: [", "- id: NOT-A-NAME", entry("live", "token-1") + "  colour: red\n")) {
            take(wrong);
            assertThat(files.problems()).isNotEmpty();
            assertThat(connections.require(id).pause()).isNull();
        }
        take("");
    }

    @Test
    void doesNotLiftAPersonsPause() throws IOException {
        take(entry("live", "token-1"));
        connections.pause(id, By.PERSON, "holiday");
        take("");
        take(entry("live", "token-1"));
        assertThat(connections.require(id).pause()).returns(By.PERSON, pause -> pause.by());
    }

    @Test
    void isNotChangedFromTheConsole() throws IOException {
        take(entry("live", "token-1"));
        assertThatThrownBy(() ->
                        connections.change(id, "T", Map.of("shop-url", "https://other.example"), Map.of(), PUBLIC))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to the file");
    }

    @Test
    void changesNothingThatTheConsoleMadeAndSaysSo() throws IOException {
        connections.add(new NewConnection(
                id,
                KitConnectors.NAME,
                "By hand",
                Map.of("shop-url", "https://shop.example"),
                Map.of("api-token", Secret.of("by-hand")),
                PUBLIC,
                Map.of(),
                null,
                false));
        take(entry("live", "token-1"));
        assertThat(connections.require(id))
                .returns(Origin.CONSOLE, Connection::origin)
                .returns("By hand", Connection::title)
                .returns(Mode.SHADOW, Connection::mode);
        assertThat(token()).isEqualTo("by-hand");
        assertThat(files.problems())
                .singleElement()
                .asString()
                .contains("line 1: connection '" + id + "' was made in the console");
    }

    @Test
    void tellsAllThatIsWrongWithAnEntryAtOnce() throws IOException {
        take("- id: " + id + "\n  connector: kit\n  mode: lively\n  settings:\n    shop-ulr: https://shop.example\n"
                + "    api-token: ${kit.unset}\n");
        assertThat(connections.find(id)).isEmpty();
        assertThat(files.problems())
                .hasSize(4)
                .anySatisfy(text -> assertThat(text).contains("line 3: 'mode' must be shadow or live"))
                .anySatisfy(text -> assertThat(text).contains("line 5: ", "'shop-ulr'"))
                .anySatisfy(text -> assertThat(text).contains("'shop-url'"))
                .anySatisfy(text -> assertThat(text).contains("line 6: ", "${kit.unset}, which is not set"));
    }

    @Test
    void tellsWhichConnectionsNeedAVariableThatThisReplicaLacks() throws IOException {
        String entry = entry("live", "token-1");
        take(entry);
        assertThat(files.unfilled()).isEmpty();
        setNoSecret();
        take(entry);
        assertThat(files.unfilled()).containsExactly(id);
        assertThat(connections.require(id).mode()).isEqualTo(Mode.LIVE);
        assertThat(token()).as("as the other replica stored it").isEqualTo("token-1");
    }

    @Test
    void takesTheRestWhenAConnectorIsUnknown() throws IOException {
        take("- id: lost\n  connector: nobody\n" + entry("shadow", "token-1"));
        assertThat(connections.find(id)).isPresent();
        assertThat(files.problems()).singleElement().asString().contains("there is no connector 'nobody'");
    }

    @Test
    void forgetsASecretThatIsTakenOut() throws IOException {
        take(entry("live", "token-1") + "    webhook-secret: ${kit.token}\n");
        assertThat(hooks.load(id)).isPresent();
        take(entry("live", "token-1"));
        assertThat(hooks.load(id)).isEmpty();
        assertThat(accounts.find(id).orElseThrow().secrets()).containsOnlyKeys("api-token");
    }

    private String entry(String mode, String token) {
        System.setProperty("kit.token", token);
        return "- id: " + id + "\n  connector: kit\n  mode: " + mode + "\n  settings:\n    shop-url: https://localhost:"
                + port + "/sandbox/kit\n    api-token: ${kit.token}\n";
    }

    private void take(String text) throws IOException {
        Files.writeString(file, text);
        files.take(file);
    }

    private String token() {
        return requireNonNull(accounts.find(id).orElseThrow().secrets().get("api-token"))
                .reveal();
    }

    private String revisions() {
        return jdbc.sql("""
                SELECT c.revision || ' ' || string_agg(s.changed_at::text, ' ') FROM connection c
                JOIN secret s ON s.owner = 'connection/' || c.id WHERE c.id = :id GROUP BY c.revision""").param("id", id.value()).query(String.class).single();
    }
}

package caravan.connection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.connection.Connection.Mode;
import caravan.connection.Connection.Origin;
import caravan.connection.Connection.Pause;
import caravan.connection.Connection.Pause.By;
import caravan.connector.VendorAccount;
import caravan.connector.VendorAccount.Network;
import caravan.intake.Hook;
import caravan.intake.SignatureScheme;
import caravan.kernel.ConnectionId;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.KitConnectors;
import caravan.kit.KitShop;
import caravan.kit.Names;
import caravan.security.Secret;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@HubTest
class ConnectionsTests {
    private static final Network PUBLIC = new Network(false, false, false);
    private static final Map<String, String> SETTINGS = Map.of("shop-url", "https://shop.example");

    private final Connections connections;
    private final ConnectionAccounts accounts;
    private final ConnectionHooks hooks;
    private final ConnectionSnapshot snapshot;
    private final ConnectionSecrets secrets;
    private final ConnectionRows rows;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final URI hub;
    private final ConnectionId id = new ConnectionId(Names.unique("kit"));

    ConnectionsTests(
            Connections connections,
            ConnectionAccounts accounts,
            ConnectionHooks hooks,
            ConnectionSnapshot snapshot,
            ConnectionSecrets secrets,
            ConnectionRows rows,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            @LocalServerPort int port) {
        this.connections = connections;
        this.accounts = accounts;
        this.hooks = hooks;
        this.snapshot = snapshot;
        this.secrets = secrets;
        this.rows = rows;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.hub = URI.create("http://localhost:" + port);
    }

    @Test
    void isKnownAtOnceAndBeginsInShadow() {
        add();
        assertThat(connections.require(id))
                .isEqualTo(new Connection(
                        id,
                        KitConnectors.NAME,
                        "Kit shop",
                        Origin.CONSOLE,
                        SETTINGS,
                        PUBLIC,
                        Mode.SHADOW,
                        null,
                        Map.of("default", List.of("main"))));
        assertThat(connections.all()).extracting(Connection::id).contains(id);
        assertThat(connections.pollEvery(id)).contains(Duration.ofSeconds(45));
        assertThat(connections.goesLiveByItself(id)).isTrue();
    }

    @Test
    void givesCallsTheirAccountWithDefaultsAndSecrets() {
        add();
        VendorAccount account = accounts.find(id).orElseThrow();
        assertThat(account.settings())
                .isEqualTo(Map.of("shop-url", "https://shop.example", "shop-name", "main", "api", "new"));
        assertThat(requireNonNull(account.secrets().get("api-token")).reveal()).isEqualTo("token-1");
        assertThat(accounts.all()).extracting(VendorAccount::connection).contains(id);
    }

    @Test
    void keepsSecretsOutOfItsTable() {
        add();
        assertThat(jdbc.sql("SELECT connection::text FROM connection WHERE id = :id")
                        .param("id", id.value())
                        .query(String.class)
                        .single())
                .contains("shop.example")
                .doesNotContain("token-1", "hook-1");
    }

    @Test
    void tellsEveryProblemAtOnceAndNoSecret() {
        NewConnection wrong = new NewConnection(
                id,
                KitConnectors.NAME,
                " ",
                Map.of(
                        "shop-url", "http://shop.example",
                        "page-size", "many",
                        "with-drafts", "yes",
                        "api", "newest",
                        "color", "red"),
                Map.of("shop-name", Secret.of("leak-me-not")),
                PUBLIC,
                Map.of(),
                null,
                false);
        assertThatThrownBy(() -> connections.add(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("'" + id + "'", "needs a title", "setting 'shop-url' begins with http:")
                .contains("setting 'page-size' must be a whole number", "setting 'with-drafts' must be true or false")
                .contains("setting 'api' must be one of: new, old", "setting 'color' is no setting of connector 'kit'")
                .contains("setting 'api-token' is missing", "setting 'shop-name' is no secret")
                .doesNotContain("leak-me-not");
        assertThat(connections.find(id)).isEmpty();
    }

    @Test
    void refusesAnAddressWithAPasswordInIt() {
        assertThatThrownBy(() -> add(Map.of("shop-url", "https://me:pass@shop.example")))
                .hasMessageContaining("must not hold a user or a password")
                .hasMessageNotContaining("pass@");
    }

    @Test
    void refusesAnUnknownConnectorAndANameThatIsTaken() {
        NewConnection foreign = new NewConnection(id, "nobody", "T", Map.of(), Map.of(), PUBLIC, Map.of(), null, false);
        assertThatThrownBy(() -> connections.add(foreign)).hasMessageContaining("there is no connector 'nobody'");
        add();
        assertThatThrownBy(this::add).hasMessageContaining("exists already");
    }

    @Test
    void changesWhatIsGivenAndKeepsOtherSecrets() {
        add();
        connections.change(
                id, "New title", SETTINGS, Map.of("api-token", Secret.of("token-2")), new Network(true, true, false));
        assertThat(connections.require(id))
                .returns("New title", Connection::title)
                .returns(new Network(true, true, false), Connection::network)
                .returns(Map.of("default", List.of("main")), Connection::locations);
        Map<String, Secret> now = accounts.find(id).orElseThrow().secrets();
        assertThat(now).containsOnlyKeys("api-token", "webhook-secret");
        assertThat(requireNonNull(now.get("api-token")).reveal()).isEqualTo("token-2");
    }

    @Test
    void isNotPausedForARefusalOfEarlierSettings() {
        add();
        long earlier = connections.revision(id);
        connections.change(id, "T", SETTINGS, Map.of("webhook-secret", Secret.of("hook-2")), PUBLIC);
        connections.pauseAsRefused(id, earlier, "401");
        assertThat(connections.require(id).pause()).isNull();

        connections.pauseAsRefused(id, connections.revision(id), "401");
        assertThat(connections.require(id).pause()).isEqualTo(new Pause(By.FAULT, "401"));
    }

    @Test
    void isSeenOnlyOnceItIsCommitted() {
        add();
        transaction.executeWithoutResult(status -> {
            connections.pause(id, By.PERSON, "holiday");
            assertThat(connections.require(id).pause()).isNull();
        });
        assertThat(connections.require(id).pause()).isEqualTo(new Pause(By.PERSON, "holiday"));
    }

    @Test
    void liftsAPersonsPauseForAPersonOnly() {
        add();
        connections.pause(id, By.PERSON, "holiday");
        connections.pause(id, By.FAULT, "401");
        connections.resume(id, By.FAULT);
        connections.resume(id, By.FILE);
        assertThat(connections.require(id).pause()).isEqualTo(new Pause(By.PERSON, "holiday"));
        connections.resume(id, By.PERSON);
        assertThat(connections.require(id).pause()).isNull();
    }

    @Test
    void liftsAFaultsPauseByItselfOrForAPerson() {
        add();
        for (By lifting : List.of(By.FAULT, By.PERSON)) {
            connections.pause(id, By.FAULT, "401");
            connections.resume(id, lifting);
            assertThat(connections.require(id).pause()).isNull();
        }
    }

    @Test
    void goesLiveAndBackToShadow() {
        add(Map.of("shop-url", "https://localhost:" + hub.getPort() + "/sandbox/kit"));
        connections.mode(id, Mode.LIVE);
        assertThat(connections.require(id).mode()).isEqualTo(Mode.LIVE);
        connections.mode(id, Mode.SHADOW);
        assertThat(connections.require(id).mode()).isEqualTo(Mode.SHADOW);
    }

    @Test
    void hearsOfWhatAnotherReplicaChanged() throws Exception {
        add();
        jdbc.sql("UPDATE connection SET title = 'Elsewhere', revision = revision + 1 WHERE id = :id")
                .param("id", id.value())
                .update();
        Await.until("the change is seen", () -> connections.require(id).title().equals("Elsewhere"));
    }

    @Test
    void knowsItsHookByTheManifest() {
        add();
        Hook hook = hooks.load(id).orElseThrow();
        assertThat(hook)
                .returns(SignatureScheme.HMAC_SHA256_BASE64, Hook::signature)
                .returns("X-Kit-Signature", Hook::signatureHeader)
                .returns(Map.of("X-Kit-Shop", "main"), Hook::required)
                .returns(new Hook.Ping("webhook_id", 64), Hook::ping)
                .returns(List.of("hook-1"), Hook::secrets);
        assertThat(hooks.load()).contains(hook);
    }

    @Test
    void takesWebhooksInAtOnceAndChecksTheirNewSecretAtOnce() throws Exception {
        add();
        assertThat(send("hook-1")).isEqualTo(202);
        assertThat(send("hook-2")).isEqualTo(401);
        rotate();
        assertThat(send("hook-2")).isEqualTo(202);
        assertThat(send("hook-1")).as("sent before the vendor knew the new one").isEqualTo(202);
    }

    @Test
    void forgetsTheSecretBeforeTheLastOneAfterAnHour() {
        add();
        rotate();
        assertThat(hooks.load(id).orElseThrow().secrets()).containsExactly("hook-2", "hook-1");
        assertThat(accounts.find(id).orElseThrow().secrets()).containsOnlyKeys("api-token", "webhook-secret");
        forgetPassed();
        assertThat(hooks.load(id).orElseThrow().secrets()).hasSize(2);
        jdbc.sql("UPDATE connection_rotation SET until = until - interval '1 hour' WHERE connection = :id")
                .param("id", id.value())
                .update();
        forgetPassed();
        assertThat(hooks.load(id).orElseThrow().secrets()).containsExactly("hook-2");
        assertThat(secrets.of(id)).containsOnlyKeys("api-token", "webhook-secret");
    }

    @Test
    void takesNoWebhooksInForWhatIsNotInTheFileAnyMore() {
        add();
        connections.pause(id, By.FAULT, "401");
        assertThat(hooks.load(id)).isPresent();
        connections.pause(id, By.FILE, "gone");
        assertThat(hooks.load(id)).isEmpty();
        assertThatThrownBy(() -> connections.resume(id, By.PERSON)).hasMessageContaining("not in the file");
        connections.resume(id, By.FILE);
        assertThat(hooks.load(id)).isPresent();
    }

    @Test
    void letsASecretThatCannotBeReadBeEnteredAgain() {
        add();
        Connection before = connections.require(id);
        damageOrMendItsSecrets();
        rows.touch(id);
        snapshot.refresh();
        assertThat(connections.require(id)).isEqualTo(before);
        assertThat(connections.unreadable()).contains(id);
        connections.change(
                id,
                "T",
                SETTINGS,
                Map.of("api-token", Secret.of("token-3"), "webhook-secret", Secret.of("hook-3")),
                PUBLIC);
        assertThat(requireNonNull(accounts.find(id).orElseThrow().secrets().get("api-token"))
                        .reveal())
                .isEqualTo("token-3");
        assertThat(connections.unreadable()).doesNotContain(id);
    }

    @Test
    void obeysAPauseAndShadowThoughItsSecretsCannotBeRead() {
        add(Map.of("shop-url", hub + "/sandbox/kit"), new Network(true, true, false));
        connections.mode(id, Mode.LIVE);
        damageOrMendItsSecrets();
        rows.touch(id);
        snapshot.refresh();
        assertThat(connections.require(id).mode()).isEqualTo(Mode.LIVE);

        connections.pauseAsRefused(id, connections.revision(id), "401");
        assertThat(connections.require(id).pause()).isEqualTo(new Pause(By.FAULT, "401"));
        connections.pause(id, By.PERSON, "holiday");
        assertThat(connections.require(id).pause()).isEqualTo(new Pause(By.PERSON, "holiday"));
        connections.mode(id, Mode.SHADOW);
        assertThat(connections.require(id).mode()).isEqualTo(Mode.SHADOW);
        connections.mode(id, Mode.LIVE);
        assertThat(connections.require(id).mode())
                .as("nothing begins with settings that may be wrong")
                .isEqualTo(Mode.SHADOW);
        damageOrMendItsSecrets();
        snapshot.refresh();
        assertThat(connections.require(id).mode()).isEqualTo(Mode.LIVE);
    }

    private void damageOrMendItsSecrets() {
        jdbc.sql("UPDATE secret SET cipher = set_byte(cipher, 0, get_byte(cipher, 0) # 1) WHERE owner = :owner")
                .param("owner", "connection/" + id)
                .update();
    }

    private int send(String secret) throws Exception {
        String body = "{}";
        return KitShop.status(new KitShop(id.value())
                .request(hub, "nothing", BodyPublishers.ofString(body))
                .setHeader("X-Kit-Shop", "main")
                .header("X-Kit-Signature", KitShop.sign(body, secret)));
    }

    private void rotate() {
        connections.change(id, "T", SETTINGS, Map.of("webhook-secret", Secret.of("hook-2")), PUBLIC);
    }

    private void forgetPassed() {
        transaction.executeWithoutResult(status -> secrets.forgetPassed(rows));
        snapshot.refresh();
    }

    private void add() {
        add(SETTINGS);
    }

    private void add(Map<String, String> settings) {
        add(settings, PUBLIC);
    }

    private void add(Map<String, String> settings, Network network) {
        connections.add(new NewConnection(
                id,
                KitConnectors.NAME,
                "Kit shop",
                settings,
                Map.of("api-token", Secret.of("token-1"), "webhook-secret", Secret.of("hook-1")),
                network,
                Map.of("default", List.of("main")),
                Duration.ofSeconds(45),
                true));
    }
}

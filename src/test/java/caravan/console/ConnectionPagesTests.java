package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connection.NewConnection;
import caravan.connection.Steering;
import caravan.connector.VendorAccount.Network;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.security.Role;
import caravan.security.Secret;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class ConnectionPagesTests {
    private static final String SECRET = "very-secret-token";
    private static final String CONNECTOR = "woocommerce";

    private final Visitors visitors;
    private final Connections connections;
    private final Steering steering;
    private final JdbcClient jdbc;
    private final Catalog catalog;

    ConnectionPagesTests(
            Visitors visitors, Connections connections, Steering steering, JdbcClient jdbc, Catalog catalog) {
        this.catalog = catalog;
        this.visitors = visitors;
        this.connections = connections;
        this.steering = steering;
        this.jdbc = jdbc;
    }

    @Test
    void addsAConnectionInShadowAndNeverShowsItsSecrets() throws Exception {
        Visitor admin = visitors.signedIn(Role.ADMIN);
        String id = Names.unique("added");
        HttpResponse<String> answer = admin.post("/add-connection", form(id));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        Connection made = connections.require(new ConnectionId(id));
        assertThat(made.mode()).isEqualTo(Connection.Mode.SHADOW);
        assertThat(made.locations()).isEqualTo(Map.of("default", List.of("main")));
        assertThat(admin.open("/connections").body()).contains("data-connection=\"" + id + "\"");
        for (String page : List.of("/connections/" + id, "/connections/" + id + "/change")) {
            assertThat(admin.open(page).body())
                    .as(page)
                    .contains("https://shop.invalid")
                    .doesNotContain(SECRET);
        }
        assertThat(audited("add connection", id)).isEqualTo(1);
        rest(id);
    }

    @Test
    void tellsEveryProblemAtOnceAndKeepsWhatWasTypedButSecrets() throws Exception {
        Map<String, String> form = form("Not A Name");
        form.put("setting.shop-url", "ftp://<script>alert(1)</script>");
        form.put("poll", "often");
        form.put("our-locations", "Main Street");
        HttpResponse<String> answer = visitors.signedIn(Role.ADMIN).post("/add-connection", form);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains(
                        "4 things are not right",
                        "starting with a letter",
                        "must be a time",
                        "names a location that must be",
                        "value=\"Not A Name\"",
                        "value=\"often\"")
                .doesNotContain(SECRET, "<script>alert");
    }

    @Test
    void asksForWhatIsNeededUnderACondition() throws Exception {
        Map<String, String> form = new HashMap<>(form(Names.unique("shop")));
        form.put("connector", "shopify");
        form.put("setting.shop-url", "https://acme.myshopify.com");
        form.put("setting.shop-domain", "acme.myshopify.com");
        form.put("setting.location", "7");
        HttpResponse<String> answer = visitors.signedIn(Role.ADMIN).post("/add-connection", form);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("it is needed while &#39;auth&#39; is &#39;token&#39;")
                .doesNotContain("&#39;client-credentials&#39;.");
    }

    @Test
    void keepsSecretsThatAreLeftEmptyWhenAConnectionIsChanged() throws Exception {
        Visitor admin = visitors.signedIn(Role.ADMIN);
        ConnectionId id = connected();
        Map<String, String> form = form(id.value());
        form.put("title", "Renamed");
        form.put("setting.consumer-secret", "");
        form.put("setting.webhook-secret", "");
        form.put("poll", "5m");
        form.put("drift", "ask");
        assertThat(admin.post("/connections/" + id + "/change", form).statusCode())
                .isEqualTo(302);
        assertThat(connections.require(id).title()).isEqualTo("Renamed");
        assertThat(connections.pollEvery(id))
                .hasValueSatisfying(every -> assertThat(every).hasMinutes(5));
        assertThat(admin.open("/connections/" + id).body()).contains("When no order explains one, a person decides");
        assertThat(admin.open("/connections/" + id + "/change").body()).containsPattern("value=\"ask\"[^>]*selected");
        assertThat(connections.secretNames(id)).contains("consumer-key", "consumer-secret", "webhook-secret");
        rest(id.value());
    }

    @Test
    void pausesWithAReasonAndRefusesWorkMeanwhile() throws Exception {
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        ConnectionId id = connected();
        String page = "/connections/" + id;
        operator.post(page + "/resume", Map.of());
        assertThat(operator.open(page).body()).contains("It works again");
        operator.post(page + "/pause", Map.of("reason", " "));
        assertThat(operator.open(page).body()).contains("Say why");
        operator.post(page + "/pause", Map.of("reason", "stock-taking <b>"));
        assertThat(operator.open(page).body())
                .contains("stock-taking &lt;b&gt;", "Webhooks are still taken")
                .doesNotContain("<b>");
        operator.post(page + "/pull", Map.of());
        assertThat(operator.open(page).body()).contains("Resume it first");
        operator.post(page + "/backfill", Map.of("since", "2026-01-01"));
        assertThat(operator.open(page).body()).contains("Resume it first");
        assertThat(steering.backfill(id)).isEmpty();
        operator.post(page + "/test", Map.of());
        assertThat(operator.open(page).body()).contains("The test runs");
    }

    @Test
    void takesBackThatASkuOrAListingIsIgnored() throws Exception {
        ConnectionId id = connected();
        Sku mapped = new Sku(Names.unique("MAPPED"));
        catalog.put(mapped, "Mapped");
        catalog.matchSku(id, "OTHER", mapped);
        catalog.matchSku(id, "GIFT <b>", null);
        catalog.match(id, "4711", null);
        String page = "/connections/" + id;
        String undo = page + "/ignore-no-more";
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        assertThat(viewer.open(page).body())
                .contains("GIFT &lt;b&gt;", "4711")
                .doesNotContain("ignore-no-more", "OTHER");
        assertThat(viewer.post(undo, Map.of("sku", "GIFT <b>")).statusCode()).isEqualTo(403);

        Visitor operator = visitors.signedIn(Role.OPERATOR);
        operator.post(undo, Map.of("sku", "GIFT <b>", "listing", ""));
        assertThat(operator.open(page).body())
                .contains("not ignored any more", "4711")
                .doesNotContain("GIFT");
        operator.post(undo, Map.of("sku", "", "listing", "4711"));
        assertThat(operator.open(page).body()).doesNotContain("data-ignored");
        for (String nothing : List.of("", "GIFT <b>", "OTHER", "\0")) {
            operator.post(undo, Map.of("sku", nothing));
            assertThat(operator.open(page).body()).as(nothing).contains("nothing was changed");
        }
        assertThat(catalog.find(List.of(new Catalog.Sold(id, "", "OTHER"))).values())
                .extracting(Catalog.Match::sku)
                .containsExactly(mapped);
        assertThat(audited("ignore no more", id.value())).isEqualTo(2);
        rest(id.value());
    }

    @Test
    void goesOnWithABackfillFromWhereItWasStopped() throws Exception {
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        ConnectionId id = connected();
        String page = "/connections/" + id;
        connections.resume(id, Connection.Pause.By.PERSON);
        for (String day : List.of("", "yesterday", "1999-12-31", "9999-01-01", "+999999999-12-31")) {
            operator.post(page + "/backfill", Map.of("since", day));
            assertThat(steering.backfill(id)).as(day).isEmpty();
        }
        operator.post(page + "/backfill", Map.of("since", "2026-01-01"));
        assertThat(steering.backfill(id)).hasValueSatisfying(backfill -> {
            assertThat(backfill.place().since()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(backfill.runs()).isTrue();
        });
        operator.post(page + "/backfill/stop", Map.of());
        assertThat(operator.open(page).body()).contains("Stopped.", "Go on");
        operator.post(page + "/backfill/go-on", Map.of());
        assertThat(steering.backfill(id))
                .hasValueSatisfying(backfill -> assertThat(backfill.runs()).isTrue());
        rest(id.value());
    }

    @Test
    void staysInShadowInASandboxAndSaysWhy() throws Exception {
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        ConnectionId id = connected();
        assertThat(operator.open("/connections/" + id + "/preview").body()).contains(">Go live</button>");
        operator.post("/connections/" + id + "/live", Map.of());
        assertThat(operator.open("/connections/" + id).body()).contains("this hub runs in the profile sandbox");
        assertThat(connections.require(id).mode()).isEqualTo(Connection.Mode.SHADOW);
    }

    @Test
    void letsViewersLookAndNothingElse() throws Exception {
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        ConnectionId id = connected();
        String page = "/connections/" + id;
        for (String path : List.of("/connections", page, page + "/preview", page + "/calls?failed=true")) {
            assertThat(viewer.open(path).statusCode()).as(path).isEqualTo(200);
        }
        for (String deed :
                List.of("test", "pull", "figures", "catalogue", "pause", "resume", "live", "shadow", "backfill")) {
            assertThat(viewer.post(page + "/" + deed, Map.of("reason", "x", "since", "2026-01-01"))
                            .statusCode())
                    .as(deed)
                    .isEqualTo(403);
        }
        assertThat(operator.postWithoutXsrfToken(page + "/pause", Map.of("reason", "x"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(operator.open("/add-connection").statusCode()).isEqualTo(403);
        assertThat(operator.open(page + "/change").statusCode()).isEqualTo(403);
        assertThat(operator.post(page + "/change", form(id.value())).statusCode())
                .isEqualTo(403);
        assertThat(operator.open(page).body()).doesNotContain("/actuator/hawtio/");
    }

    @Test
    void showsWhatFailedCallsSaidToOperatorsOnly() throws Exception {
        ConnectionId id = connected();
        jdbc.sql("""
                INSERT INTO call_log (at, connection, route, method, path, status, millis, request_bytes, answer_bytes,
                    fault, detail, request, answer)
                VALUES (now(), :id, 'r', 'GET', '/orders?page=1', 500, 12, 0, 9, 'UNANSWERED', 'It failed.', NULL, 'body <i> of it')""").param("id", id.value()).update();
        String page = "/connections/" + id + "/calls?failed=true";
        assertThat(visitors.signedIn(Role.OPERATOR).open(page).body())
                .contains("/orders?page=1", "body &lt;i&gt; of it");
        assertThat(visitors.signedIn(Role.VIEWER).open(page).body())
                .contains("/orders?page=1")
                .doesNotContain("body &lt;i&gt;");
    }

    @Test
    void leadsFromTheOverviewToTheInbox() throws Exception {
        connected();
        assertThat(visitors.signedIn(Role.VIEWER).open("/").body())
                .contains("sync lag, last hour", "exposed units", "id=\"incidents\" href=\"/incidents\"");
    }

    @Test
    void callsNothingUnderWayWhileTheConnectionIsPaused() throws Exception {
        ConnectionId id = connected();
        jdbc.sql("INSERT INTO duty (connection, kind) VALUES (:id, 'catalogue')"
                        + " ON CONFLICT (connection, kind) DO UPDATE SET due_since = now(), fault = NULL")
                .param("id", id.value())
                .update();
        assertThat(visitors.signedIn(Role.VIEWER).open("/connections/" + id).body())
                .contains("waits until the connection goes on")
                .doesNotContain("under way");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/connections/no-such",
                "/connections/No%20Name",
                "/connections/%00",
                "/connections/no-such/preview",
                "/connections/no-such/calls",
                "/connections/no-such/change",
                "/add-connection?connector=no-such"
            })
    void hasNothingToShowOfWhatIsNotThere(String path) throws Exception {
        assertThat(visitors.signedIn(Role.ADMIN).open(path).statusCode()).isIn(400, 404);
    }

    private ConnectionId connected() {
        ConnectionId id = new ConnectionId(Names.unique("shown"));
        connections.add(new NewConnection(
                id,
                CONNECTOR,
                "Shown",
                Map.of("shop-url", "https://shop.invalid"),
                Map.of(
                        "consumer-key",
                        Secret.of("ck_test"),
                        "consumer-secret",
                        Secret.of(SECRET),
                        "webhook-secret",
                        Secret.of(SECRET)),
                new Network(false, false, false),
                Map.of("default", List.of("main")),
                null,
                false));
        connections.pause(id, Connection.Pause.By.PERSON, "a test");
        return id;
    }

    private void rest(String id) {
        connections.pause(new ConnectionId(id), Connection.Pause.By.PERSON, "the test is over");
    }

    private long audited(String action, String id) {
        return jdbc.sql("SELECT count(*) FROM audit WHERE action = :action AND subject = :subject")
                .param("action", action)
                .param("subject", "connection " + id)
                .query(Long.class)
                .single();
    }

    private static Map<String, String> form(String id) {
        Map<String, String> form = new HashMap<>();
        form.put("connector", CONNECTOR);
        form.put("id", id);
        form.put("title", "Added");
        form.put("setting.shop-url", "https://shop.invalid");
        form.put("setting.consumer-key", "ck_test");
        form.put("setting.consumer-secret", SECRET);
        form.put("setting.webhook-secret", SECRET);
        form.put("channel-location", "default");
        form.put("our-locations", "main");
        return form;
    }
}

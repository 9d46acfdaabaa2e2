package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.FuzzedStore;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Program.Answer;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.security.Role;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class ConnectionAccountsApiTests {
    private final Program viewer;
    private final Program operator;
    private final Program admin;
    private final Connections connections;
    private final Catalog catalog;
    private final JdbcClient jdbc;
    private final Shop shop;

    ConnectionAccountsApiTests(
            Visitors visitors, Connections connections, Catalog catalog, JdbcClient jdbc, Shops shops) {
        this.viewer = visitors.program(Role.VIEWER);
        this.operator = visitors.program(Role.OPERATOR);
        this.admin = visitors.program(Role.ADMIN);
        this.connections = connections;
        this.catalog = catalog;
        this.jdbc = jdbc;
        this.shop = shops.open();
    }

    @Test
    void addsAConnectionInShadowAndTellsNoSecret() throws Exception {
        String id = Names.unique("added");
        String secret = Names.unique("cs");
        String body = "{\"id\": \"" + id + "\", \"connector\": \"woocommerce\", \"account\": " + account("ck_1", secret)
                + "}";
        assertThat(operator.send("POST", "/api/connections", body).status()).isEqualTo(403);
        Answer added = admin.send("POST", "/api/connections", body);
        assertThat(added.status()).as(added.raw().body()).isEqualTo(201);
        ConnectionId name = new ConnectionId(id);
        connections.pause(name, Connection.Pause.By.PERSON, "the test has no such store");
        assertThat(added.text("/mode")).isEqualTo("SHADOW");
        assertThat(added.text("/origin")).isEqualTo("CONSOLE");
        assertThat(admin.send("POST", "/api/connections", body).status()).isEqualTo(409);
        Answer one = admin.get("/api/connections/" + id);
        assertThat(one.raw().body()).doesNotContain(secret).contains("https://shop.example", "\"default\":[\"main\"]");

        Answer changed = admin.send(
                "PUT",
                "/api/connections/" + id,
                "{\"title\": \"Other\", \"settings\": {\"shop-url\": \"https://shop.example\"}, \"poll\": \"5m\"}");
        assertThat(changed.text("/title")).as(changed.raw().body()).isEqualTo("Other");
        assertThat(connections.secretNames(name)).contains("consumer-key", "consumer-secret");
        assertThat(connections.pollEvery(name))
                .hasValueSatisfying(every -> assertThat(every).hasMinutes(5));
    }

    @Test
    void namesEverySettingThatIsWrongAtOnce() throws Exception {
        String id = Names.unique("wrong");
        Answer refused = admin.send(
                "POST",
                "/api/connections",
                "{\"id\": \"" + id + "\", \"connector\": \"woocommerce\", \"account\":"
                        + " {\"settings\": {\"shop-url\": \"no address\", \"consumer-key\": \"ck_open\"}}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.raw().body())
                .contains("shop-url", "consumer-key", "consumer-secret")
                .doesNotContain("ck_open");
        assertThat(connections.find(new ConnectionId(id))).isEmpty();
        assertThat(admin.send(
                                "POST",
                                "/api/connections",
                                "{\"id\": \"A B\", \"connector\": \"woocommerce\", \"account\": {}}")
                        .text("/errors/0/field"))
                .isEqualTo("id");
        assertThat(admin.send(
                                "POST",
                                "/api/connections",
                                "{\"id\": \"" + id + "\", \"connector\": \"none\", \"account\": {}}")
                        .text("/errors/0/field"))
                .isEqualTo("connector");
    }

    @Test
    void leavesConnectionsOfTheFileToTheFile() throws Exception {
        FuzzedStore store = FuzzedStore.woo(connections);
        jdbc.sql("UPDATE connection SET origin = 'file' WHERE id = :id")
                .param("id", store.id().value())
                .update();
        assertThat(admin.send("PUT", "/api/connections/" + store.id(), account("ck_2", "cs_2"))
                        .status())
                .isEqualTo(409);
        jdbc.sql("UPDATE connection SET origin = 'console' WHERE id = :id")
                .param("id", store.id().value())
                .update();
    }

    @Test
    void previewsWhatAConnectionInShadowWouldWrite() throws Exception {
        FuzzedStore store = FuzzedStore.woo(connections);
        String path = "/api/connections/" + store.id() + "/preview";
        Sku first = listed(store, 10, 6);
        Sku second = listed(store, 10, 12);
        Answer preview = viewer.get(path + "?limit=1");
        assertThat(preview.body().at("/totals/written").asLong()).isEqualTo(2);
        assertThat(preview.body().at("/totals/raised").asLong()).isEqualTo(4);
        assertThat(preview.body().at("/totals/lowered").asLong()).isEqualTo(2);
        Answer rest = viewer.get(path + "?limit=1&after=" + preview.text("/listings/next"));
        assertThat(java.util.Set.of(preview.text("/listings/rows/0/sku"), rest.text("/listings/rows/0/sku")))
                .containsExactlyInAnyOrder(first.value(), second.value());
        assertThat(rest.body().at("/listings/next").isNull()).isTrue();
    }

    private Sku listed(FuzzedStore store, long units, long figure) {
        Sku sku = shop.selling(units);
        shop.listedElsewhere(store.id(), sku);
        long listing = jdbc.sql("SELECT id FROM listing WHERE connection = :connection AND sku = :sku")
                .param("connection", store.id().value())
                .param("sku", sku.value())
                .query(Long.class)
                .single();
        shop.read(listing, figure, Shop.OPENED);
        return sku;
    }

    @Test
    void showsCallsPageByPageAndTheirBodiesToOperatorsOnly() throws Exception {
        FuzzedStore store = FuzzedStore.woo(connections);
        for (int number = 0; number < 3; number++) {
            jdbc.sql("""
                    INSERT INTO call_log (at, connection, route, method, path, status, millis, request_bytes, answer_bytes, fault, answer)
                    VALUES (now(), :connection, 'r', 'GET', '/calls/' || :number, 500, 4, 0, 0, :fault, :answer)""")
                    .param("connection", store.id().value())
                    .param("number", number)
                    .param("fault", number == 1 ? null : "UNANSWERED")
                    .param("answer", number == 1 ? null : "a redacted body")
                    .update();
        }
        String path = "/api/connections/" + store.id() + "/calls";
        Answer page = viewer.get(path + "?limit=2");
        assertThat(page.body().path("rows")).hasSize(2);
        assertThat(page.raw().body()).contains("/calls/2", "/calls/1").doesNotContain("a redacted body");
        Answer rest = viewer.get(path + "?limit=2&after=" + page.text("/next"));
        assertThat(rest.body().path("rows")).hasSize(1);
        assertThat(rest.raw().body()).contains("/calls/0");
        Answer failed = operator.get(path + "?failed=true");
        assertThat(failed.raw().body()).contains("a redacted body").doesNotContain("/calls/1");
    }

    @Test
    void ignoresASkuNoMore() throws Exception {
        FuzzedStore store = FuzzedStore.woo(connections);
        String listing = Names.unique("gift");
        catalog.match(store.id(), listing, null);
        String path = "/api/connections/" + store.id() + "/ignored";
        assertThat(viewer.get(path).raw().body()).contains(listing);
        assertThat(viewer.send("DELETE", path + "?listing=" + listing, "").status())
                .isEqualTo(403);
        assertThat(operator.send("DELETE", path + "?listing=" + listing, "").status())
                .isEqualTo(204);
        assertThat(operator.send("DELETE", path + "?listing=" + listing, "").status())
                .isEqualTo(409);
        assertThat(viewer.get(path).raw().body()).doesNotContain(listing);
    }

    private static String account(String key, String secret) {
        return "{\"settings\": {\"shop-url\": \"https://shop.example\"}, \"secrets\": {\"consumer-key\": \"" + key
                + "\", \"consumer-secret\": \"" + secret + "\"}}";
    }
}

package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.FuzzedStore;
import caravan.kit.HubTest;
import caravan.kit.Program;
import caravan.kit.Program.Answer;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.security.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@HubTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionsApiTests {
    private final Program viewer;
    private final Program operator;
    private final Visitors visitors;
    private final Connections connections;
    private final FuzzedStore store;
    private final Shop shop;

    ConnectionsApiTests(Visitors visitors, Connections connections, Shops shops) {
        this.viewer = visitors.program(Role.VIEWER);
        this.operator = visitors.program(Role.OPERATOR);
        this.visitors = visitors;
        this.connections = connections;
        this.store = FuzzedStore.woo(connections);
        this.shop = shops.open();
    }

    @Test
    void showsConnectionsWithoutTheirSecrets() throws Exception {
        Answer one = operator.get("/api/connections/" + store.id());
        assertThat(one.text("/connector")).isEqualTo("woocommerce");
        assertThat(one.text("/settings/shop-url")).isNotBlank();
        assertThat(one.text("/mode")).isEqualTo("SHADOW");
        assertThat(one.raw().body()).doesNotContain(store.secret());
        Answer list = viewer.get("/api/connections");
        assertThat(list.raw().body()).contains(store.id().value()).doesNotContain(store.secret());
    }

    @Test
    void pausesResumesAndChangesTheModeForOperatorsOnly() throws Exception {
        String path = "/api/connections/" + store.id();
        String pause = "{\"reason\": \"Stocktaking\"}";
        assertThat(viewer.send("POST", path + "/pause", pause).status()).isEqualTo(403);
        assertThat(operator.send("POST", path + "/pause", pause).text("/pause/why"))
                .isEqualTo("Stocktaking");
        assertThat(operator.send("PUT", path + "/mode", "{\"mode\": \"LIVE\"}").status())
                .as("a sandbox writes to no store outside")
                .isEqualTo(409);
        assertThat(operator.send("POST", path + "/resume", "")
                        .body()
                        .path("pause")
                        .isNull())
                .isTrue();
        connections.pause(store.id(), Connection.Pause.By.PERSON, "the test is over");
    }

    @Test
    void decidesWhatHappensToDriftOfItsListings() throws Exception {
        String path = "/api/connections/" + store.id();
        Sku sku = shop.selling(10);
        store.feedAndList(shop, sku);
        assertThat(operator.send("PUT", path + "/drift", "{\"policy\": \"ASK\"}")
                        .status())
                .as("it is a setting")
                .isEqualTo(403);
        Program admin = visitors.program(Role.ADMIN);
        assertThat(admin.send("PUT", path + "/drift", "{\"policy\": \"ASK\"}").status())
                .isEqualTo(200);
        assertThat(viewer.get(path).text("/drift")).isEqualTo("ASK");
        assertThat(admin.send("PUT", path + "/drift", "{\"policy\": \"NEVER\"}").status())
                .isEqualTo(400);
        Await.until("the listings follow", () -> onDrift(sku).equals("ASK"));
        admin.send("PUT", path + "/drift", "{\"policy\": \"HUB\"}");
        Await.until("the listings follow", () -> onDrift(sku).equals("HUB"));
    }

    private String onDrift(Sku sku) throws Exception {
        for (var listing : viewer.get("/api/stock/item?sku=" + sku).body().path("listings")) {
            if (listing.at("/figure/connection").asString("").equals(store.id().value())) {
                return listing.at("/onDrift/policy").asString("");
            }
        }
        throw new AssertionError("no listing");
    }

    @Test
    void marksWorkDueThatTheConnectionCanDo() throws Exception {
        String path = "/api/connections/" + store.id();
        assertThat(operator.send("POST", path + "/test", "").status()).isEqualTo(202);
        assertThat(operator.get(path).body().path("duties"))
                .anySatisfy(duty -> assertThat(duty.path("kind").asString("")).isEqualTo("account"));
        assertThat(viewer.send("POST", path + "/test", "").status()).isEqualTo(403);
        assertThat(operator.send("POST", path + "/duties/no-such", "").status()).isEqualTo(404);
        assertThat(operator.send("PUT", path + "/backfill", "{\"since\": \"2026-01-01\"}")
                        .text("/detail"))
                .as("it is paused")
                .contains("Resume it first");
        assertThat(operator.send("PUT", path + "/backfill", "{\"since\": \"2026-02-30\"}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.send("DELETE", path + "/backfill", "").status()).isEqualTo(409);
    }

    @Test
    void stopsABackfillAndLetsItGoOn() throws Exception {
        String path = "/api/connections/" + store.id();
        operator.call("POST", path + "/resume", "");
        assertThat(operator.send("POST", path + "/backfill/resume", "").text("/detail"))
                .contains("was stopped");
        operator.call("PUT", path + "/backfill", "{\"since\": \"2026-01-01\"}");
        operator.call("DELETE", path + "/backfill", "");
        assertThat(operator.send("POST", path + "/backfill/resume", "").status())
                .isEqualTo(202);
        operator.call("DELETE", path + "/backfill", "");
        connections.pause(store.id(), Connection.Pause.By.PERSON, "the test is over");
    }

    @Test
    void appliesRulesOfTheConnectionAndOfItems() throws Exception {
        String rules = "/api/connections/" + store.id() + "/rules";
        Sku sku = shop.selling(10);
        assertThat(viewer.send("PUT", rules + "/default", "{\"buffer\": 2}").status())
                .isEqualTo(403);
        assertThat(operator.send("PUT", rules + "/default", "{\"buffer\": 2, \"share\": \"0.50\"}")
                        .text("/share"))
                .isEqualTo("0.5");
        operator.send("PUT", rules + "/item?sku=" + sku, "{\"maximum\": 3}");
        assertThat(viewer.get(rules + "/item?sku=" + sku).body().path("maximum").asLong())
                .isEqualTo(3);
        assertThat(viewer.get(rules).text("/rows/0/sku")).isEqualTo(sku.value());

        store.feedAndList(shop, sku);
        assertThat(wanted(sku)).as("min(3, floor((10 - 2) x 0.5))").isEqualTo(3);
        assertThat(operator.send("DELETE", rules + "/item?sku=" + sku, "").status())
                .isEqualTo(204);
        assertThat(wanted(sku)).isEqualTo(4);
        assertThat(operator.send("DELETE", rules + "/item?sku=" + sku, "").status())
                .isEqualTo(404);
        assertThat(operator.send("DELETE", rules + "/default", "").status()).isEqualTo(204);
        assertThat(wanted(sku)).isEqualTo(10);
        assertThat(operator.send("PUT", rules + "/default", "{\"share\": \"1.5\"}")
                        .status())
                .isEqualTo(400);
    }

    private long wanted(Sku sku) throws Exception {
        for (var listing : viewer.get("/api/stock/item?sku=" + sku).body().path("listings")) {
            if (listing.at("/figure/connection").asString("").equals(store.id().value())) {
                return listing.at("/figure/wanted").asLong();
            }
        }
        throw new AssertionError("no listing");
    }
}

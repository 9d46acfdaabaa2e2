package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.intake.Subscriptions;
import caravan.kernel.ConnectionId;
import caravan.kit.Await;
import caravan.kit.FuzzedStore;
import caravan.kit.HubProcess;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Stores;
import caravan.kit.TestFolder;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.sandbox.Purchase;
import caravan.sandbox.Twin;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import caravan.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** What page and API say about how the hub hears of a store's orders. */
@HubTest
class HearingTests {
    private static final String LIVE = "pf-m-green\"><span class=\"pf-v5-c-label__content\">live</span>";

    private final Visitors visitors;
    private final Stores stores;
    private final Connections connections;
    private final Subscriptions subscriptions;
    private final JdbcConnectionDetails database;

    HearingTests(
            Visitors visitors,
            Stores stores,
            Connections connections,
            Subscriptions subscriptions,
            JdbcConnectionDetails database) {
        this.visitors = visitors;
        this.stores = stores;
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.database = database;
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopify", "woocommerce"})
    void callsASubscriptionLiveOnlyOnceSomethingCameThroughIt(String vendor) throws Exception {
        Twin store = vendor.equals("shopify")
                ? ShopifyStore.seeded(ShopSettings.demo(Names.unique("heard")), Clock.systemUTC())
                : WooStore.seeded(StoreSettings.demo(Names.unique("heard")), Clock.systemUTC());
        ConnectionId id = Stores.id(store);
        stores.connect(store);
        connections.mode(id, Connection.Mode.LIVE);
        try {
            Await.until(
                    "the store has subscriptions",
                    () -> subscriptions.of(id).size() > 3
                            && subscriptions.of(id).stream().allMatch(Subscriptions.Standing::live));
            assertThat(subscriptions.of(id))
                    .extracting(Subscriptions.Standing::seenAt)
                    .containsOnlyNulls();
            Visitor viewer = visitors.signedIn(Role.VIEWER);
            assertThat(viewer.open("/connections/" + id).body())
                    .contains("until a webhook was seen", "subscribed, nothing seen yet")
                    .doesNotContain(LIVE);
            Program program = visitors.program(Role.VIEWER);
            assertThat(program.get("/api/connections/" + id).text("/orders/pollAlone"))
                    .isEqualTo("No webhook was seen yet.");

            store.order(Purchase.paid("MUG-ENAMEL", 1));
            Await.until("a webhook was seen", () -> subscriptions.lastSeen().containsKey(id));
            assertThat(viewer.open("/connections/" + id).body())
                    .contains(LIVE)
                    .doesNotContain("until a webhook was seen");
            assertThat(program.get("/api/connections/" + id).text("/orders/webhookSeenAt"))
                    .isNotEmpty();
        } finally {
            stores.close(List.of(store));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopify", "woocommerce"})
    void saysThatWebhooksWereRefusedAndWhatToCheck(String vendor) throws Exception {
        FuzzedStore store = vendor.equals("shopify") ? FuzzedStore.shopify(connections) : FuzzedStore.woo(connections);
        String page = "/connections/" + store.id();
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        assertThat(viewer.open(page).body()).doesNotContain("refused since this hub");
        for (int time = 0; time < 2; time++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(visitors.hub().resolve("/hooks/" + store.id()))
                    .header(store.topicHeader(), "orders/create")
                    .header(store.signatureHeader(), KitShop.sign("{}", "of another store"))
                    .POST(BodyPublishers.ofString("{}"));
            store.required().forEach(request::header);
            assertThat(KitShop.status(request)).isEqualTo(401);
        }
        assertThat(viewer.open(page).body().replaceAll("\\s+", " "))
                .contains(
                        "2 webhooks were</span> refused since this hub started, the last <span>just now",
                        "check that setting <code>"
                                + (vendor.equals("shopify") ? "client-secret" : "webhook-secret")
                                + "</code>");
    }

    @Test
    void saysThatOrdersComeByPollAloneWhereNoVendorCanReachTheHub(@TempDir Path folder) throws Exception {
        ConnectionId id = FuzzedStore.woo(connections).id();
        String name = Names.unique("viewer");
        visitors.signedIn(name, Role.VIEWER);
        try (HubProcess outside = HubProcess.start(
                        folder.resolve("hub"),
                        "--caravan.intake.workers=0",
                        "--caravan.security.keys[0].id=local",
                        "--caravan.security.keys[0].key=" + TestFolder.sharedKey(),
                        "--spring.datasource.url=" + database.getJdbcUrl(),
                        "--spring.datasource.username=" + database.getUsername(),
                        "--spring.datasource.password=" + database.getPassword())
                .awaitReady()) {
            Visitor viewer = new Visitor(outside.uri("/"));
            viewer.signIn(name, Visitors.PASSWORD);
            assertThat(viewer.open("/connections/" + id).body())
                    .contains("poll alone", "<code>caravan.hooks.public-url</code> is not set");
            assertThat(new Program(outside.uri("/"), visitors.token(Role.VIEWER))
                            .get("/api/connections/" + id)
                            .text("/orders/pollAlone"))
                    .startsWith("caravan.hooks.public-url is not set");
        }
    }
}

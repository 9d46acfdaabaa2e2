package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitors;
import caravan.sandbox.Purchase;
import caravan.sandbox.SampleCatalogue;
import caravan.sandbox.Twin;
import caravan.sandbox.Twins;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import caravan.security.Role;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** From nothing to a live store by pages alone: add it, test it, open its stock, look at the preview, let it write. */
@HubTest
@BrowserTest
class ConnectionsBrowserTests {
    private final Visitors visitors;
    private final Connections connections;
    private final Catalog catalog;
    private final Twin store;
    private final String name = Names.unique("ada");
    private final String shelf = Names.unique("shelf");

    ConnectionsBrowserTests(Visitors visitors, Connections connections, Catalog catalog, Twins twins) {
        this.visitors = visitors;
        this.connections = connections;
        this.catalog = catalog;
        this.store = twins.open(WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC()));
    }

    @Test
    void takesAStoreFromTheFormToLive() throws Exception {
        SampleCatalogue.ITEMS.forEach(item -> catalog.put(new Sku(item.sku()), item.title()));
        int all = SampleCatalogue.ITEMS.size();
        visitors.signedIn(name, Role.ADMIN);
        ConnectionId id = new ConnectionId(store.store());
        String page = "/connections/" + id;
        try (Browser browser = new Browser(visitors.hub())) {
            signIn(browser);
            browser.picture("connections");
            browser.click("add-connection");
            browser.picture("connectors");
            browser.click("connector-" + store.vendor());
            fillIn(browser);
            browser.picture("connection-form");
            browser.click("save");
            assertThat(browser.awaitPath(page)).isEqualTo(page);

            browser.click("test");
            Await.until(
                    "the test has worked",
                    () -> browser.text("[data-duty='account']").contains("works"));
            browser.picture("connection");

            Await.until("the figures are read", () -> drySteps(browser, id, all));
            browser.picture("opening-dry-run");
            browser.click("book");
            Await.until("the stock is open", () -> browser.text("#summary").contains("Done at"));
            browser.picture("opening");

            browser.open(page + "/preview?all=true");
            assertThat(browser.text("#waiting")).isEqualTo("0");
            browser.picture("preview");
            browser.click("go-live");
            assertThat(browser.awaitPath(page)).isEqualTo(page);
            Await.until("it is live", () -> browser.text("#state").contains("live"));
            assertThat(connections.require(id).mode()).isEqualTo(Connection.Mode.LIVE);
            browser.picture("connection-live");

            String order = store.order(Purchase.paid("MUG-ENAMEL", 1));
            browser.type("since", "01012026");
            browser.click("backfill");
            Await.until(
                    "the orders since January are read",
                    () -> browser.text("#backfill-progress").contains("Finished"));
            assertThat(browser.text("#backfill-orders")).as("order %s", order).isNotEqualTo("0");
            browser.picture("backfill");
            assertThat(browser.complaints()).isEmpty();
        } finally {
            connections.find(id).ifPresent(it -> connections.pause(id, Connection.Pause.By.PERSON, "the test is over"));
            store.close();
        }
    }

    /** Makes the dry run anew until every item of the store is in it. */
    private static boolean drySteps(Browser browser, ConnectionId id, int all) {
        browser.open("/stock/opening");
        browser.choose("connection", id.value());
        browser.click("from-channel");
        return browser.text("#content").contains(all + " would be opened");
    }

    private void fillIn(Browser browser) {
        browser.type("id", store.store());
        browser.type("title", store.title());
        store.settings().forEach((setting, value) -> browser.type("setting." + setting, value));
        store.credentials().forEach((setting, value) -> browser.type("setting." + setting, value));
        browser.type(
                "setting.shop-url",
                visitors.hub()
                        .resolve("/sandbox/" + store.vendor() + "/" + store.store())
                        .toString());
        browser.type("our-locations-0", shelf);
        browser.click("plain-http");
        browser.click("private-addresses");
    }

    private void signIn(Browser browser) throws InterruptedException {
        browser.open("/connections");
        browser.type("username", name);
        browser.type("password", Visitors.PASSWORD);
        browser.click("sign-in");
        assertThat(browser.awaitPath("/connections")).isEqualTo("/connections");
    }
}

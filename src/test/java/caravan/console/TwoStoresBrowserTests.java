package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Stores;
import caravan.kit.Visitors;
import caravan.sandbox.Twin;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import caravan.security.Role;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person with a browser, and two stores that sell the same item. */
@HubTest
@BrowserTest
class TwoStoresBrowserTests {
    private static final String SKU = "NOTEBOOK-A5";

    private final Visitors visitors;
    private final Stores stores;
    private final List<Twin> open = List.of(
            WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC()),
            ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC()));

    TwoStoresBrowserTests(Visitors visitors, Stores stores) {
        this.visitors = visitors;
        this.stores = stores;
    }

    @Test
    void changesStockByHandAndSeesBothStoresFollow() throws Exception {
        String shelf = stores.goLive(open);
        String name = Names.unique("ann");
        visitors.signedIn(name, Role.OPERATOR);
        try (Browser browser = new Browser(visitors.hub())) {
            signIn(browser, name);
            int before = open.get(0).stock(SKU);
            browser.choose("adjust-location", shelf);
            browser.type("adjust-units", "-4");
            browser.type("adjust-reason", "fell off the shelf");
            browser.click("adjust");

            String left = String.valueOf(before - 4);
            for (Twin store : open) {
                Await.until(
                        "the page shows that " + store.store() + " follows",
                        () -> shown(browser, store).equals(left));
                assertThat(store.stock(SKU)).as(store.title()).isEqualTo(before - 4);
            }
            assertThat(browser.complaints()).isEmpty();
            browser.picture("item-two-stores");
        } finally {
            stores.close(open);
        }
    }

    private static String shown(Browser browser, Twin store) {
        return browser.text("[data-channel='" + store.store() + "'] [data-figure='shown']");
    }

    private static void signIn(Browser browser, String name) throws InterruptedException {
        browser.open("/stock/item?sku=" + SKU);
        browser.type("username", name);
        browser.type("password", Visitors.PASSWORD);
        browser.click("sign-in");
        assertThat(browser.awaitPath("/stock/item")).isEqualTo("/stock/item");
    }
}

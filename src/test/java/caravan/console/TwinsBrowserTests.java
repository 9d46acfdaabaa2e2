package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Stores;
import caravan.kit.Visitors;
import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Twin;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import caravan.security.Role;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A newcomer plays with two pretend stores that the hub keeps in step. */
@HubTest
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwinsBrowserTests {
    private final Visitors visitors;
    private final Stores stores;
    private final Twin woo = WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC());
    private final Twin shop = ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC());
    private final String name = Names.unique("ann");

    TwinsBrowserTests(Visitors visitors, Stores stores) {
        this.visitors = visitors;
        this.stores = stores;
    }

    @BeforeAll
    void open() throws Exception {
        stores.goLive(List.of(woo, shop));
        visitors.signedIn(name, Role.OPERATOR);
    }

    @AfterAll
    void close() {
        stores.close(List.of(woo, shop));
    }

    @Test
    void showsTheOtherStoreFollowAnOrderPlacedOnThePage() throws Exception {
        try (Browser browser = new Browser(visitors.hub())) {
            signIn(browser, "/twins");
            String follows = "[data-sku='TEE-S'] [data-store='" + shop.store() + "']";
            int before = Integer.parseInt(browser.text(follows));
            browser.type("units-" + woo.store(), "2");
            browser.click("order-" + woo.store());
            assertThat(browser.text(".caravan-notice")).contains("is placed");
            Await.until(
                    "the page shows the other store follow",
                    () -> browser.text(follows).equals(String.valueOf(before - 2)));
            browser.picture("sandbox");
            assertThat(browser.text("#latest")).contains("2 × TEE-S");

            // What is being typed outlives the refresh that shows a change.
            browser.type("units-" + woo.store(), "7");
            woo.setStock("MAP-SAMARQAND", 1);
            Await.until(
                    "the page shows the change",
                    () -> browser.text("[data-sku='MAP-SAMARQAND'] [data-store='" + woo.store() + "']")
                            .equals("1"));
            assertThat(browser.value("units-" + woo.store())).isEqualTo("7");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void showsWhatAStoreSuffers() throws Exception {
        shop.faults().on(FaultKind.WEBHOOK_DELAYED, FaultRule.likely(0.5));
        try (Browser browser = new Browser(visitors.hub())) {
            signIn(browser, "/twins/shopify/" + shop.store());
            browser.click("place");
            assertThat(browser.text("#orders")).contains("1 × TEE-S");
            browser.picture("sandbox-store");
            browser.click("fault-on");
            assertThat(browser.text("[data-fault='THROTTLED']")).contains("on");
            browser.click("faults-off");
            Await.until(
                    "no fault is on",
                    () -> browser.text("[data-fault='THROTTLED']").contains("off"));

            browser.open("/twins/shopify/" + shop.store() + "/orders/"
                    + shop.orders(1).get(0).id());
            browser.picture("sandbox-order");
            browser.click("ship");
            assertThat(browser.text("#status")).contains("fulfilled");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void signIn(Browser browser, String page) throws InterruptedException {
        browser.open(page);
        browser.type("username", name);
        browser.type("password", Visitors.PASSWORD);
        browser.click("sign-in");
        assertThat(browser.awaitPath(page)).isEqualTo(page);
    }
}

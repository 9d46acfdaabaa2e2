package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.inventory.StockLevels;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@HubTest
@BrowserTest
class LivePagesBrowserTests {
    private final Visitors visitors;
    private final StockLevels levels;
    private final Shop shop;
    private final String name = Names.unique("ann");

    LivePagesBrowserTests(Visitors visitors, Shops shops, StockLevels levels) {
        this.visitors = visitors;
        this.levels = levels;
        this.shop = shops.open();
    }

    @Test
    void showsAnOrderThatComesWhileThePageIsOpen() throws Exception {
        visitors.signedIn(name, Role.OPERATOR);
        Sku sku = shop.selling(10);
        String order = Names.unique("R");
        String page = "/orders?connection=" + shop.connection();
        try (Browser browser = new Browser(visitors.hub())) {
            signIn(browser, page);
            assertThat(browser.text("#live")).contains("No such order");

            shop.hear(shop.order(order, sku, 3).placed(Instant.now()).after(5));

            assertThat(browser.text("[data-order='" + order + "']")).contains("sold", "30.00 EUR");
            assertThat(browser.complaints()).isEmpty();
            browser.picture("orders");

            browser.open("/");
            assertThat(browser.text("#content")).contains("Latest orders", "Stock in step");
            browser.picture("overview");
        }
    }

    @Test
    void changesStockByHandAndShowsWhatFollows() throws Exception {
        visitors.signedIn(name, Role.OPERATOR);
        Sku sku = shop.selling(10);
        try (Browser browser = new Browser(visitors.hub())) {
            signIn(browser, "/stock/item?sku=" + sku);
            assertThat(browser.text("[data-figure='wanted']")).isEqualTo("10");
            browser.type("adjust-units", "-4");
            browser.type("adjust-reason", "broken");
            browser.click("adjust");
            Await.until(
                    "the page shows the adjustment",
                    () -> browser.text("#movements").contains("broken"));
            assertThat(browser.text("[data-figure='wanted']")).isEqualTo("6");
            assertThat(browser.text("[data-figure='shown']")).isEqualTo("10");

            levels.adjust(sku, shop.shelf(), 2, Shop.deed());
            Await.until(
                    "the open page follows",
                    () -> browser.text("[data-figure='wanted']").equals("8"));
            assertThat(browser.complaints()).isEmpty();
            browser.picture("item");
        }
    }

    @Test
    void refreshesByTheSignalAloneAsSoonAsSomethingHappens() throws Exception {
        visitors.signedIn(name, Role.OPERATOR);
        Sku sku = shop.selling(10);
        String order = Names.unique("R");
        try (Browser browser = new Browser(visitors.hub())) {
            signIn(browser, "/orders?connection=" + shop.connection());
            // From now on whatever is not asked for because of a signal is not asked for at all.
            browser.run("""
                    window.unsignalled = 0;
                    document.addEventListener('htmx:beforeRequest', (event) => {
                      const cause = event.detail.requestConfig.triggeringEvent;
                      if (!cause || cause.type !== 'sse:changed') {
                        window.unsignalled++;
                        event.preventDefault();
                      }
                    });""");
            Await.until("the page would look by itself", () -> number(browser.run("return window.unsignalled")) > 0);

            shop.hear(shop.order(order, sku, 3).placed(Instant.now()).after(5));

            assertThat(browser.text("[data-order='" + order + "']")).contains("sold");
        }
    }

    private static long number(@Nullable Object found) {
        return found instanceof Number number ? number.longValue() : 0;
    }

    private void signIn(Browser browser, String page) throws InterruptedException {
        browser.open(page);
        browser.type("username", name);
        browser.type("password", Visitors.PASSWORD);
        browser.click("sign-in");
        String path = page.replaceAll("\\?.*", "");
        assertThat(browser.awaitPath(path)).isEqualTo(path);
    }
}

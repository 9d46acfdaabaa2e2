package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Stores;
import caravan.kit.Visitors;
import caravan.sandbox.Purchase;
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

/** What an order's page says of a sale that went all the way, over real HTTP, to another store. */
@HubTest
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderXrayBrowserTests {
    private final Visitors visitors;
    private final Stores stores;
    private final Twin seller = WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC());
    private final Twin other = ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC());
    private final String name = Names.unique("ann");

    OrderXrayBrowserTests(Visitors visitors, Stores stores) {
        this.visitors = visitors;
        this.stores = stores;
    }

    @BeforeAll
    void open() throws Exception {
        stores.goLive(List.of(seller, other));
    }

    @AfterAll
    void close() {
        stores.close(List.of(seller, other));
    }

    @Test
    void showsDeliverySignatureEffectsWritesAndTheirCalls() throws Exception {
        int before = other.stock("TEE-M");
        seller.order(Purchase.paid("TEE-M", 2));
        Await.until("the other store follows", () -> other.stock("TEE-M") == before - 2);
        Program program = visitors.program(Role.VIEWER);
        long order = program.get("/api/orders?connection=" + Stores.id(seller))
                .body()
                .at("/rows/0/id")
                .asLong();
        Await.until(
                "the call log has the call of the write",
                () -> program.get("/api/orders/" + order + "/timeline")
                        .raw()
                        .body()
                        .contains("write "));

        visitors.signedIn(name, Role.OPERATOR);
        try (Browser browser = new Browser(visitors.hub())) {
            browser.open("/orders/" + order);
            browser.type("username", name);
            browser.type("password", Visitors.PASSWORD);
            browser.click("sign-in");
            assertThat(browser.awaitPath("/orders/" + order)).isEqualTo("/orders/" + order);
            String events = browser.text("#events");
            assertThat(events)
                    .contains("signature right (HMAC-SHA256-BASE64)")
                    .contains("reserved +2")
                    .contains("the channel took 2 out of its own figure")
                    .contains("\u22122, from " + before + " to " + (before - 2))
                    .contains("confirmed after")
                    .contains("answered 200 after");
            assertThat(browser.complaints()).isEmpty();
            browser.picture("order");
            browser.run("document.querySelector('#events-title').scrollIntoView()");
            browser.picture("order-events");
        }
    }
}

package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitors;
import caravan.security.Role;
import org.junit.jupiter.api.Test;

/** The operator's view of the routes. */
@HubTest
@BrowserTest
class HawtioBrowserTests {
    private static final String ROUTE = "take-in-deliveries";

    private final Visitors visitors;
    private final String name = Names.unique("operator");

    HawtioBrowserTests(Visitors visitors) {
        this.visitors = visitors;
    }

    @Test
    void leadsAnAdminToEachRouteByNameWithItsDiagramAndWhatItIsFor() throws Exception {
        visitors.signedIn(name, Role.ADMIN);
        try (Browser browser = new Browser(visitors.hub())) {
            browser.open("/actuator/hawtio/camel");
            browser.type("username", name);
            browser.type("password", Visitors.PASSWORD);
            browser.click("sign-in");

            browser.pressWords("caravan");
            browser.pressWords("routes");
            browser.pressWords("Routes");
            browser.picture("hawtio-routes");
            browser.pressWords(ROUTE);
            Await.until("the diagram is there", () -> browser.text("body").contains("From intake:batches"));
            assertThat(browser.text("body")).contains(name, "accept-deliveries");
            browser.picture("hawtio-diagram");
            browser.pressWords("Properties");
            Await.until(
                    "the route says what it is for",
                    () -> browser.text("body").contains("Takes webhooks from the queue in batches"));
        }
    }
}

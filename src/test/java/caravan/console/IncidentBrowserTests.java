package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.flow.DeliveryIntake;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Finding;
import caravan.intake.Delivery;
import caravan.intake.SignatureScheme;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
@BrowserTest
class IncidentBrowserTests {
    private final Visitors visitors;
    private final IncidentList list;
    private final Incidents incidents;
    private final DeliveryIntake intake;
    private final JdbcClient jdbc;
    private final Shop shop;
    private final KitShop store = new KitShop(Names.unique("hook"));
    private final String name = Names.unique("ann");

    IncidentBrowserTests(
            Visitors visitors,
            IncidentList list,
            Incidents incidents,
            DeliveryIntake intake,
            JdbcClient jdbc,
            Shops shops) {
        this.visitors = visitors;
        this.list = list;
        this.incidents = incidents;
        this.intake = intake;
        this.jdbc = jdbc;
        this.shop = shops.open();
    }

    @Test
    void resolvesAnUnknownSkuSoThatItsOrderReserves() throws Exception {
        visitors.signedIn(name, Role.OPERATOR);
        String sku = Names.unique("LANTERN");
        Instant updated = Instant.parse("2036-03-01T10:00:00Z");
        assertThat(store.send(visitors.hub(), "order", store.order("A1", sku, 3, updated)))
                .isEqualTo(202);
        Await.until(
                "it is asked for",
                () -> !open(IncidentKind.UNKNOWN_SKU, store.connection()).isEmpty());
        long id = open(IncidentKind.UNKNOWN_SKU, store.connection()).get(0).id();
        try (Browser browser = new Browser(visitors.hub())) {
            signIn(browser, "/incidents/" + id);
            assertThat(browser.text("#content")).contains("SKU", sku, "Orders concerned", "A1", "Create the item");
            browser.picture("incident-unknown-sku");
            browser.type("new-title", "Lantern");
            browser.picture("incident-choices");
            browser.click("choose-CREATE_ITEM");
            assertThat(browser.text("#resolved")).contains("Resolved by", name, "was created");
            browser.picture("incident-resolved");

            browser.open("/stock/item?sku=" + sku);
            assertThat(browser.text("#movements")).contains("reserved");
            assertThat(reserved(sku)).isEqualTo(3);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void keepsWhatWasTickedWhileThePageFollows() throws Exception {
        visitors.signedIn(name, Role.OPERATOR);
        raise("Order 1001 does not add up");
        raise("Order 1002 does not add up");
        long picked = open(IncidentKind.TOTALS_DIFFER, shop.connection()).get(0).id();
        try (Browser browser = new Browser(visitors.hub())) {
            signIn(browser, "/incidents?kind=TOTALS_DIFFER&connection=" + shop.connection());
            browser.click("pick-" + picked);
            raise("Order 1003 does not add up");
            Await.until("the page follows", () -> browser.text("#live").contains("1003"));
            assertThat(browser.text("#live tr:has(#pick-" + picked + ":checked)"))
                    .contains("1002");
            browser.picture("incidents");
            browser.click("bulk-ACCEPT");
            assertThat(browser.text(".pf-m-success")).contains("1 carried out");
            assertThat(browser.text("#inbox")).contains("1001", "1003").doesNotContain("1002");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void editsAMessageAndPutsUnitsBack() throws Exception {
        visitors.signedIn(name, Role.OPERATOR);
        Sku sku = shop.selling(10);
        intake.accept(List.of(new Delivery(
                store.connection(),
                "order",
                "d1",
                Instant.now(),
                Map.of(),
                "{\"externalId\": \"A1\", \"total\": {\"shop\": \"ten\"}}".getBytes(StandardCharsets.UTF_8),
                SignatureScheme.HMAC_SHA256_BASE64)));
        long message =
                open(IncidentKind.UNREADABLE_MESSAGE, store.connection()).get(0).id();
        shop.hear(shop.order("1001", sku, 5).after(0));
        shop.hear(shop.order("1001", sku, 5).cancelled().after(10));
        long held = open(IncidentKind.WITHHELD_UNITS, shop.connection()).get(0).id();
        long line = shop.line("1001");
        try (Browser browser = new Browser(visitors.hub())) {
            signIn(browser, "/incidents/" + message);
            browser.picture("incident-message");
            browser.click("show-message");
            browser.picture("message");
            browser.type("body", store.order("A1", sku.value(), 1, Instant.parse("2036-03-01T10:00:00Z")));
            browser.click("choose-EDIT_AND_RETRY");
            assertThat(browser.text("#resolved")).contains("The edited message was taken in");

            browser.open("/incidents/" + held);
            browser.picture("incident-withheld");
            browser.type("PUT_BACK-" + line, "2");
            browser.picture("incident-units");
            browser.click("choose-PUT_BACK-" + line);
            assertThat(browser.text("#note")).contains("3 are still withheld");
            browser.click("choose-WRITE_OFF-" + line);
            assertThat(browser.text("#resolved")).contains("3 withheld units were written off");
            assertThat(shop.stand(sku).onHand()).isEqualTo(7);
            browser.open("/incidents");
            browser.picture("incidents-all");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void raise(String title) {
        incidents.raise(List.of(new Finding(
                IncidentKind.TOTALS_DIFFER,
                shop.connection().value(),
                Names.unique("order"),
                title,
                "seen",
                Map.of())));
    }

    private List<Incident> open(IncidentKind kind, ConnectionId connection) {
        return list.page(new IncidentList.Search(kind, connection.value(), true), null, 10);
    }

    private long reserved(String sku) {
        return jdbc.sql("SELECT coalesce(sum(reserved), 0) FROM level WHERE sku = :sku")
                .param("sku", sku)
                .query(Long.class)
                .single();
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

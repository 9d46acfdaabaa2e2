package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.catalog.Catalog;
import caravan.inventory.Bundles;
import caravan.kernel.Sku;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@HubTest
@BrowserTest
class NewItemPagesTests {
    private final Visitors visitors;
    private final Catalog catalog;
    private final Bundles bundles;
    private final Sku sku = new Sku(Names.unique("NEW"));

    NewItemPagesTests(Visitors visitors, Catalog catalog, Bundles bundles) {
        this.visitors = visitors;
        this.catalog = catalog;
        this.bundles = bundles;
    }

    @Test
    void addsABundleThatItsPageExplains() throws Exception {
        Sku cup = item("CUP");
        Sku pot = item("POT");
        String name = Names.unique("ann");
        visitors.signedIn(name, Role.OPERATOR);
        try (Browser browser = new Browser(visitors.hub())) {
            browser.open("/stock");
            browser.type("username", name);
            browser.type("password", Visitors.PASSWORD);
            browser.click("sign-in");
            browser.click("add-item");
            browser.type("sku", sku.value());
            browser.type("title", "Tea set");
            browser.type("part-1", cup.value());
            browser.type("units-1", "6");
            browser.type("part-2", pot.value());
            browser.type("units-2", "1");
            browser.picture("add-item");
            browser.press("#add");
            assertThat(browser.text(".pf-v5-c-alert__title")).contains("Item '" + sku + "' is there");
            assertThat(browser.text("#made-of")).contains("6 × " + cup, "1 × " + pot);
            browser.picture("bundle");
            assertThat(browser.complaints()).isEmpty();
        }
        assertThat(bundles.components(sku)).isEqualTo(Map.of(cup, 6L, pot, 1L));
    }

    @Test
    void addsAPlainItemOnce() throws Exception {
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        assertThat(add(operator, "Lamp", "", "").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/stock/item?sku=" + sku));
        assertThat(catalog.items(List.of(sku))).extracting(Catalog.Item::title).containsExactly("Lamp");
        add(operator, "Another lamp", "", "");
        assertThat(operator.open("/add-item").body().replace("&#39;", "'"))
                .contains("Item '" + sku + "' is there already", "Another lamp");
        assertThat(catalog.items(List.of(sku))).extracting(Catalog.Item::title).containsExactly("Lamp");
    }

    @Test
    void addsNothingOfABundleThatCannotBe() throws Exception {
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        Map<String, String> refusals = Map.of(
                "no-such-item", "There is no item 'no-such-item'. Add it first.", sku.value(), "cannot contain itself");
        for (Map.Entry<String, String> part : refusals.entrySet()) {
            add(operator, "Set", part.getKey(), "2");
            assertThat(operator.open("/add-item").body().replace("&#39;", "'")).contains(part.getValue());
        }
        for (String units : List.of("", "0", "-1", "1.5", "9999999999999999999", "x")) {
            add(operator, "Set", item("PART").value(), units);
            assertThat(operator.open("/add-item").body()).as(units).contains("Say how many of item");
        }
        add(operator, "", "", "");
        assertThat(operator.open("/add-item").body()).contains("Give the item a title");
        assertThat(catalog.items(List.of(sku))).isEmpty();
    }

    @Test
    void isForOperators() throws Exception {
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        assertThat(viewer.open("/stock").body()).doesNotContain("/add-item");
        assertThat(viewer.open("/add-item").statusCode()).isEqualTo(403);
        assertThat(add(viewer, "Lamp", "", "").statusCode()).isEqualTo(403);
        assertThat(catalog.items(List.of(sku))).isEmpty();
    }

    private HttpResponse<String> add(Visitor visitor, String title, String part, String units) throws Exception {
        return visitor.post("/add-item", Map.of("sku", sku.value(), "title", title, "part", part, "units", units));
    }

    private Sku item(String stem) {
        Sku item = new Sku(Names.unique(stem));
        catalog.put(item, stem);
        return item;
    }
}

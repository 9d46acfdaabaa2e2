package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.inventory.Bundles;
import caravan.kernel.Sku;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an item is made of, corrected on its page. */
@HubTest
@BrowserTest
class RecipePageTests {
    private final Visitors visitors;
    private final Bundles bundles;
    private final Shop shop;
    private final Sku set;

    RecipePageTests(Visitors visitors, Bundles bundles, Shops shops) {
        this.visitors = visitors;
        this.bundles = bundles;
        this.shop = shops.open();
        this.set = shop.item();
    }

    @Test
    void correctsABundleAndTheChannelFollows() throws Exception {
        Sku cup = shop.selling(12);
        Sku pot = shop.selling(3);
        bundles.define(set, Map.of(cup, 1L));
        shop.listed(set, 12);
        assertThat(shop.stand(set).wanted()).isEqualTo(12);
        String name = Names.unique("ann");
        visitors.signedIn(name, Role.OPERATOR);
        try (Browser browser = new Browser(visitors.hub())) {
            browser.open("/stock/item?sku=" + set);
            browser.type("username", name);
            browser.type("password", Visitors.PASSWORD);
            browser.click("sign-in");
            assertThat(browser.awaitPath("/stock/item")).isEqualTo("/stock/item");
            assertThat(browser.value("part-1")).isEqualTo(cup.value());
            browser.type("units-1", "6");
            browser.type("part-2", pot.value());
            browser.type("units-2", "1");
            browser.run("document.getElementById('recipe').scrollIntoView()");
            browser.picture("recipe");
            browser.press("#define");
            assertThat(browser.text(".pf-v5-c-alert__title")).contains("6 × '" + cup + "'", "1 × '" + pot + "'");
            assertThat(browser.text("#made-of")).contains("6 × " + cup, "1 × " + pot);
            browser.picture("recipe-changed");
            assertThat(browser.complaints()).isEmpty();
        }
        assertThat(bundles.components(set)).isEqualTo(Map.of(cup, 6L, pot, 1L));
        assertThat(shop.stand(set).wanted()).isEqualTo(2);
    }

    @Test
    void makesItAPlainItemAgain() throws Exception {
        bundles.define(set, Map.of(shop.item(), 2L));
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        assertThat(define(operator, "", "")).contains("It is a plain item from now on", "Correct the stock");
        assertThat(bundles.components(set)).isEmpty();
        assertThat(define(operator, "", "")).contains("Nothing was changed");
        assertThat(shop.jdbc()
                        .sql("SELECT count(*) FROM audit WHERE action = 'bundle defined' AND subject = :sku")
                        .param("sku", set.value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void keepsWhatCannotBeForCorrection() throws Exception {
        Sku part = shop.item();
        Sku bundle = shop.item();
        bundles.define(bundle, Map.of(part, 1L));
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        Map<String, String> refusals = Map.of(
                "no-such-<b>",
                "There is no item &#39;no-such-&lt;b&gt;&#39;. Add it first.",
                set.value(),
                "cannot contain itself",
                bundle.value(),
                "A bundle is made of plain items only.");
        for (Map.Entry<String, String> each : refusals.entrySet()) {
            assertThat(define(operator, each.getKey(), "2"))
                    .contains(each.getValue(), "value=\"" + each.getKey().replace("<b>", "&lt;b&gt;") + "\"");
        }
        for (String units : List.of("", "0", "-1", "1.5", "9999999999999999999", "x")) {
            assertThat(define(operator, part.value(), units)).as(units).contains("Say how many of item");
        }
        assertThat(define(operator, "", "3")).contains("Say of which item 3 go into the bundle.");
        assertThat(define(operator, "x".repeat(300), "3")).contains("id=\"refusal\"");
        assertThat(bundles.components(set)).isEmpty();
        assertThat(operator.post("/stock/components", Map.of("sku", "no-such")).statusCode())
                .isEqualTo(404);
        assertThat(operator.postWithoutXsrfToken("/stock/components", Map.of("sku", set.value()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void isForOperators() throws Exception {
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        Sku part = shop.item();
        assertThat(viewer.open("/stock/item?sku=" + set).body()).doesNotContain("/stock/components");
        assertThat(viewer.post("/stock/components", form(part.value(), "1")).statusCode())
                .isEqualTo(403);
        assertThat(bundles.components(set)).isEmpty();
    }

    private String define(Visitor visitor, String part, String units) throws Exception {
        assertThat(visitor.post("/stock/components", form(part, units)).statusCode())
                .isEqualTo(302);
        return visitor.open("/stock/item?sku=" + set).body();
    }

    private Map<String, String> form(String part, String units) {
        return Map.of("sku", set.value(), "part", part, "units", units);
    }
}

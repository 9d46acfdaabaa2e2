package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connections;
import caravan.inventory.ChannelRules;
import caravan.kernel.Sku;
import caravan.kit.Browser;
import caravan.kit.BrowserTest;
import caravan.kit.FuzzedStore;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

@HubTest
@BrowserTest
class RulesPageTests {
    private final Visitors visitors;
    private final ChannelRules rules;
    private final FuzzedStore store;
    private final Shop shop;

    RulesPageTests(Visitors visitors, ChannelRules rules, Connections connections, Shops shops) {
        this.visitors = visitors;
        this.rules = rules;
        this.store = FuzzedStore.woo(connections);
        this.shop = shops.open();
    }

    @Test
    void setsTheRuleOfAChannelAndOfAnItemAndTakesThemAway() throws Exception {
        Sku sku = shop.selling(10);
        store.feedAndList(shop, sku);
        String name = Names.unique("ann");
        visitors.signedIn(name, Role.OPERATOR);
        try (Browser browser = new Browser(visitors.hub())) {
            browser.open("/stock/rules");
            browser.type("username", name);
            browser.type("password", Visitors.PASSWORD);
            browser.click("sign-in");
            assertThat(browser.awaitPath("/stock/rules")).isEqualTo("/stock/rules");
            browser.type(store.id() + "-percent", "50");
            browser.press("#" + store.id() + "-set");
            browser.picture("rules");
            assertThat(browser.text(".pf-v5-c-alert__title")).contains("The rule holds");
            browser.open("/stock/item?sku=" + sku);
            browser.type(store.id() + "-maximum", "3");
            browser.press("#" + store.id() + "-set");
            assertThat(browser.text(".pf-v5-c-alert__title")).contains("The rule holds");
            assertThat(browser.text("#live")).contains("at most 3");
            browser.press("#rules-title");
            browser.picture("item-rules");
            browser.press("#" + store.id() + "-drop");
            assertThat(browser.text(".pf-v5-c-alert__title")).contains("is gone");
            assertThat(browser.complaints()).isEmpty();
        }
        assertThat(rules.find(store.id(), sku)).isEmpty();
        assertThat(rules.find(store.id(), null))
                .get()
                .satisfies(rule -> assertThat(rule.share()).isEqualByComparingTo(new BigDecimal("0.5")));
    }

    @Test
    void refusesImpossibleRulesAndViewers() throws Exception {
        Map<String, String> form =
                Map.of("connection", store.id().value(), "buffer", "", "percent", "101", "minimum", "", "maximum", "");
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        operator.post("/stock/rules", form);
        operator.get("/stock/rules", "HX-Request", "true");
        assertThat(operator.open("/stock/rules").body()).contains("from 0 to 100 percent");
        assertThat(rules.find(store.id(), null)).isEmpty();
        assertThat(visitors.signedIn(Role.VIEWER).post("/stock/rules", form).statusCode())
                .isEqualTo(403);
    }
}

package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Twin;
import caravan.sandbox.TwinOrder;
import caravan.sandbox.Twins;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import caravan.security.Role;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** People act in pretend stores by the forms of their pages. */
@HubTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwinPagesTests {
    private final Visitors visitors;
    private final Twins twins;
    private final Twin woo = WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC());
    private final Twin shop = ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC());
    private Visitor operator;

    TwinPagesTests(Visitors visitors, Twins twins) {
        this.visitors = visitors;
        this.twins = twins;
        this.operator = visitors.nobody();
    }

    @BeforeAll
    void open() throws Exception {
        both().forEach(twins::open);
        operator = visitors.signedIn(Role.OPERATOR);
    }

    @AfterAll
    void close() {
        both().forEach(twins::close);
    }

    Stream<Twin> both() {
        return Stream.of(woo, shop);
    }

    Stream<Arguments> faults() {
        return both().flatMap(twin -> Arrays.stream(FaultKind.values()).map(kind -> Arguments.of(twin, kind)));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void takesAnOrderFromTheBasketToTheDoor(Twin twin) throws Exception {
        int before = twin.stock("TEE-M");
        assertThat(press(twin, "/orders", Map.of("sku", "TEE-M", "units", "3", "coupon", "10")))
                .contains("is placed", "3 × TEE-M");
        String order = twin.orders(1).get(0).id();
        String path = "/orders/" + order;
        assertThat(page(twin, path)).contains("id=\"pay\"", "id=\"edit\"");

        assertThat(press(twin, path + "/pay", Map.of()))
                .contains("The order is paid.")
                .doesNotContain("id=\"pay\"");
        press(twin, path + "/edit", Map.of("sku", "TEE-M", "units", "2"));
        assertThat(twin.stock("TEE-M")).isEqualTo(before - 2);
        press(twin, path + "/ship", Map.of());
        assertThat(press(twin, path + "/refund", Map.of("sku", "TEE-M", "units", "1", "restock", "true")))
                .contains("back in stock");
        assertThat(twin.stock("TEE-M")).isEqualTo(before - 1);
        assertThat(press(twin, path + "/refund", Map.of("sku", "TEE-M", "units", "1")))
                .contains("not restocked");
        assertThat(twin.stock("TEE-M")).isEqualTo(before - 1);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void cancelsAndDeletes(Twin twin) throws Exception {
        int before = twin.stock("MUG-ENAMEL");
        press(twin, "/orders", Map.of("sku", "MUG-ENAMEL", "units", "2", "paid", "on", "shipped", "on", "all", "true"));
        String path = "/orders/" + twin.orders(1).get(0).id();
        press(twin, path + "/cancel", Map.of());
        assertThat(twin.stock("MUG-ENAMEL")).isEqualTo(before);
        assertThat(press(twin, path + "/cancel", Map.of())).contains("the store does not cancel it now");
        assertThat(press(twin, path + "/delete", Map.of())).contains("is gone for good");
        assertThat(operator.open(at(twin) + path).statusCode()).isEqualTo(404);
        assertThat(operator.post(at(twin) + path + "/pay", Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void offersABinOnlyWhereTheVendorHasOne() throws Exception {
        press(woo, "/buy", Map.of());
        press(shop, "/buy", Map.of());
        TwinOrder bought = woo.orders(1).get(0);
        press(woo, "/orders/" + bought.id() + "/bin", Map.of());
        assertThat(woo.find(bought.id()).orElseThrow().status()).isEqualTo("trash");
        assertThat(page(shop, "/orders/" + shop.orders(1).get(0).id())).doesNotContain("id=\"bin\"");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void changesStockShoppersSubscriptionsAndClock(Twin twin) throws Exception {
        press(twin, "/stock", Map.of("item", "LAMP-OASIS", "count", "7"));
        assertThat(twin.stock("LAMP-OASIS")).isEqualTo(7);
        press(twin, "/shopper", Map.of("rate", "0.5"));
        assertThat(page(twin, "")).contains("shoppers: 0.5 a minute");
        press(twin, "/shopper", Map.of("rate", "0"));
        assertThat(twin.shopper().rate()).isZero();
        press(twin, "/clock", Map.of("seconds", "-300"));
        assertThat(twin.clock().skew()).isEqualTo(Duration.ofMinutes(-5));
        assertThat(page(twin, "")).contains("clock 5 min slow");
        press(twin, "/clock", Map.of("seconds", "0"));
        press(twin, "/subscriptions/disable", Map.of());
        assertThat(page(twin, "")).contains("0 webhooks");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("faults")
    void switchesFaultsOnAndOff(Twin twin, FaultKind kind) throws Exception {
        press(
                twin,
                "/faults",
                Map.of("kind", kind.name(), "times", "4", "percent", "25", "only", "WRITES", "seconds", "9"));
        assertThat(twin.faults().active())
                .containsEntry(kind, new FaultRule(4, 0.25, FaultRule.Only.WRITES, Duration.ofSeconds(9)));
        assertThat(page(twin, "")).contains("4 more", "25 %");
        press(twin, "/faults/" + kind + "/off", Map.of());
        assertThat(twin.faults().active()).doesNotContainKey(kind);
        press(twin, "/faults", Map.of("kind", kind.name(), "times", "", "percent", "100", "seconds", ""));
        assertThat(twin.faults().active().get(kind)).isEqualTo(FaultRule.always());
        press(twin, "/faults/off", Map.of());
        assertThat(twin.faults().active()).isEmpty();
    }

    @Test
    void letsViewersLookAndNotTouch() throws Exception {
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        assertThat(viewer.open("/twins").body())
                .contains("live in memory", woo.store(), shop.store())
                .doesNotContain("<form class=\"caravan-stack\"");
        assertThat(viewer.open(at(woo)).body()).contains("Faults").doesNotContain("id=\"place\"");
        for (String form : List.of("/orders", "/buy", "/stock", "/faults", "/clock", "/subscriptions/disable")) {
            assertThat(viewer.post(
                                    at(woo) + form,
                                    Map.of("item", "TEE-S", "count", "1", "kind", "HANG", "seconds", "1"))
                            .statusCode())
                    .as(form)
                    .isEqualTo(403);
        }
    }

    @Test
    void refusesWhatMakesNoSense() throws Exception {
        assertThat(press(woo, "/orders", Map.of("sku", "NO-SUCH", "units", "1")))
                .contains("sells no &#39;NO-SUCH&#39;");
        assertThat(press(woo, "/stock", Map.of("item", "TEE-S", "count", "-1")))
                .contains("must be from 0 to 1000000, not -1");
        assertThat(operator.post(at(woo) + "/orders", Map.of("sku", "TEE-S", "units", "many"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(operator.open("/twins/nobody/nowhere").statusCode()).isEqualTo(404);
        assertThat(operator.open(at(shop) + "/orders/first").statusCode()).isEqualTo(404);
        for (String live : List.of("/twins", at(woo))) {
            assertThat(operator.get(live, "HX-Request", "true").body())
                    .doesNotContain("<html")
                    .contains("data-sku");
        }
    }

    private static String at(Twin twin) {
        return "/twins/" + twin.vendor() + "/" + twin.store();
    }

    /** Sends a form and looks at the page it leads to. */
    private String press(Twin twin, String form, Map<String, String> fields) throws Exception {
        HttpResponse<String> answer = operator.post(at(twin) + form, fields);
        assertThat(answer.statusCode()).as(form).isEqualTo(302);
        HttpResponse<String> next =
                operator.open(answer.headers().firstValue("Location").orElseThrow());
        assertThat(next.statusCode()).as(form).isEqualTo(200);
        return next.body();
    }

    private String page(Twin twin, String path) throws Exception {
        HttpResponse<String> answer = operator.open(at(twin) + path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }
}

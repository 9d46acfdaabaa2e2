package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Stores;
import caravan.kit.Visitors;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import caravan.security.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Scripts act in pretend stores that the hub keeps in step. */
@HubTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxApiTests {
    private final Visitors visitors;
    private final Stores stores;
    private final Twins twins;
    private final Program script;
    private final Twin woo = WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC());
    private final Twin shop = ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC());
    /** No connection of the hub's writes to these, so that their figures move by what is done here alone. */
    private final List<Twin> unconnected = List.of(
            WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC()),
            ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC()));

    SandboxApiTests(Visitors visitors, Stores stores, Twins twins) {
        this.visitors = visitors;
        this.stores = stores;
        this.twins = twins;
        this.script = new Program(visitors.hub(), visitors.token(Role.OPERATOR));
    }

    @BeforeAll
    void open() throws Exception {
        unconnected.forEach(twins::open);
        stores.goLive(List.of(woo, shop));
    }

    @AfterEach
    void mend() {
        both().forEach(twin -> twin.faults().clear());
    }

    @AfterAll
    void close() {
        stores.close(List.of(woo, shop));
        unconnected.forEach(twins::close);
    }

    Stream<Twin> both() {
        return Stream.of(woo, shop);
    }

    Stream<Twin> unconnected() {
        return unconnected.stream();
    }

    Stream<Arguments> faults() {
        return both().flatMap(twin -> Arrays.stream(FaultKind.values()).map(kind -> Arguments.of(twin, kind)));
    }

    @Test
    void letsViewersReadAndOperatorsAct() throws Exception {
        Program viewer = new Program(visitors.hub(), visitors.token(Role.VIEWER));
        assertThat(viewer.get("/api/sandbox/stores").body().size()).isGreaterThanOrEqualTo(2);
        String order = "{\"lines\":[{\"sku\":\"TEE-S\",\"quantity\":1}]}";
        assertThat(viewer.send("POST", at(woo) + "/orders", order).status()).isEqualTo(403);
        assertThat(viewer.send("PUT", at(woo) + "/faults/HANG", "{}").status()).isEqualTo(403);
        assertThat(visitors.nobody().get(at(woo)).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("unconnected")
    void takesAnOrderFromTheBasketToTheDoor(Twin twin) throws Exception {
        int tees = twin.stock("TEE-M");
        int mugs = twin.stock("MUG-ENAMEL");
        JsonNode order = script.call("POST", at(twin) + "/orders", """
                {"lines":[{"sku":"TEE-M","quantity":3},{"sku":"MUG-ENAMEL","quantity":2}],
                 "paid":false,"coupon":10,"shipped":true}""");
        String path = at(twin) + "/orders/" + order.path("id").stringValue();
        assertThat(names(order, "possible")).contains("PAY", "EDIT");

        assertThat(names(script.call("POST", path + "/pay", ""), "possible")).doesNotContain("PAY");
        assertThat(twin.stock("TEE-M")).isEqualTo(tees - 3);
        JsonNode edited = script.call("POST", path + "/edit", "{\"sku\":\"TEE-M\",\"quantity\":2}");
        assertThat(edited.at("/lines/0/quantity").intValue()).isEqualTo(2);
        assertThat(twin.stock("TEE-M")).isEqualTo(tees - 2);

        JsonNode shipped = script.call("POST", path + "/ship", "");
        assertThat(shipped.at("/lines/1/shipped").intValue()).isEqualTo(2);
        script.call("POST", path + "/refund", "{\"sku\":\"MUG-ENAMEL\",\"quantity\":1,\"restock\":false}");
        assertThat(twin.stock("MUG-ENAMEL")).isEqualTo(mugs - 2);
        JsonNode returned = script.call("POST", path + "/refund", "{\"sku\":\"MUG-ENAMEL\",\"quantity\":1}");
        assertThat(twin.stock("MUG-ENAMEL")).isEqualTo(mugs - 1);
        assertThat(returned.at("/lines/1/quantity").intValue()).isZero();
        assertThat(script.get(at(twin) + "/orders?most=1").body().at("/0/id")).isEqualTo(order.path("id"));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("unconnected")
    void cancelsAndDeletes(Twin twin) throws Exception {
        int before = twin.stock("COMPASS-BRASS");
        String path = placed(twin, "COMPASS-BRASS", 2);
        assertThat(names(script.call("POST", path + "/cancel", ""), "possible"))
                .doesNotContain("CANCEL", "SHIP", "PAY");
        assertThat(twin.stock("COMPASS-BRASS")).isEqualTo(before);
        assertThat(script.send("POST", path + "/cancel", "").status()).isEqualTo(422);
        script.call("DELETE", path, "");
        assertThat(script.send("GET", path, "").status()).isEqualTo(404);
        assertThat(script.send("POST", path + "/cancel", "").status()).isEqualTo(404);
    }

    @Test
    void binsWhereTheVendorHasABin() throws Exception {
        String binned = placed(woo, "NOTEBOOK-A5", 1);
        assertThat(script.call("POST", binned + "/bin", "").path("status").stringValue())
                .isEqualTo("trash");
        HttpResponse<String> refused =
                script.send("POST", placed(shop, "NOTEBOOK-A5", 1) + "/bin", "").raw();
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("has no bin; delete order");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void changesStockShoppersSubscriptionsAndClock(Twin twin) throws Exception {
        JsonNode changed = script.call("PUT", at(twin) + "/stock", "{\"sku\":\"LAMP-OASIS\",\"quantity\":7}");
        assertThat(figure(changed, "LAMP-OASIS").path("stock").intValue()).isEqualTo(7);

        assertThat(script.call("PUT", at(twin) + "/shopper", "{\"ordersPerMinute\":1.5}")
                        .path("ordersPerMinute")
                        .doubleValue())
                .isEqualTo(1.5);
        script.call("PUT", at(twin) + "/shopper", "{\"ordersPerMinute\":0}");
        assertThat(twin.shopper().rate()).isZero();
        assertThat(script.call("POST", at(twin) + "/shopper/buy", "")
                        .path("lines")
                        .size())
                .isPositive();

        script.call("PUT", at(twin) + "/clock", "{\"seconds\":-3600}");
        try {
            HttpResponse<String> answer = knock(twin, "GET");
            var date = ZonedDateTime.parse(
                    answer.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
            assertThat(date).isBefore(ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(55));
        } finally {
            script.call("PUT", at(twin) + "/clock", "{\"seconds\":0}");
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("both")
    void switchesSubscriptionsOff(Twin twin) throws Exception {
        Await.until("the hub subscribed", () -> twin.subscriptions().active() > 0);
        JsonNode off = script.call("POST", at(twin) + "/subscriptions/disable", "");
        assertThat(off.at("/subscriptions/active").intValue()).isZero();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("faults")
    void strikesAsLongAsAFaultIsOn(Twin twin, FaultKind kind) throws Exception {
        JsonNode on = script.call("PUT", at(twin) + "/faults/" + kind, "{\"seconds\":1}");
        assertThat(fault(on, kind).path("active").booleanValue()).isTrue();
        int before = fault(on, kind).path("struck").intValue();
        switch (kind) {
            case THROTTLED ->
                assertThat(knock(twin, "POST").headers().firstValue("Retry-After"))
                        .contains("1");
            case THROTTLED_WITHOUT_ADVICE -> {
                assertThat(knock(twin, "POST").statusCode()).isEqualTo(429);
                assertThat(knock(twin, "POST").headers().firstValue("Retry-After"))
                        .isEmpty();
            }
            case SERVER_ERROR -> assertThat(knock(twin, "POST").statusCode()).isEqualTo(500);
            case HTML_PAGE -> assertThat(knock(twin, "POST").body()).startsWith("<!DOCTYPE html>");
            case HANG, TRUNCATED_BODY, LOST_ANSWER ->
                assertThatThrownBy(() -> knock(twin, "POST")).isInstanceOf(IOException.class);
            case WEBHOOK_DUPLICATED, WEBHOOK_DELAYED, WEBHOOK_REORDERED, WEBHOOK_LOST -> {
                Await.until("a webhook goes astray", () -> {
                    // The hub may be about to bring subscriptions back that another test switched off.
                    placed(twin, "TEA-MINT-100", 1);
                    return twin.faults().struck(kind) > before;
                });
            }
        }
        JsonNode off = script.call("DELETE", at(twin) + "/faults/" + kind, "");
        assertThat(fault(off, kind).path("active").booleanValue()).isFalse();
        assertThat(fault(off, kind).path("struck").intValue()).isGreaterThan(before);
    }

    @Test
    void keepsToTheRuleOfAFault() throws Exception {
        script.call("PUT", at(woo) + "/faults/SERVER_ERROR", "{\"times\":500,\"probability\":0.5,\"only\":\"WRITES\"}");
        JsonNode kept = fault(script.get(at(woo)).body(), FaultKind.SERVER_ERROR);
        assertThat(kept.path("only").stringValue()).isEqualTo("WRITES");
        assertThat(kept.path("probability").doubleValue()).isEqualTo(0.5);
        script.call("DELETE", at(woo) + "/faults", "");
        assertThat(woo.faults().active()).isEmpty();
    }

    @Test
    void showsTheHubsBooksBesideTheStoresFigure() throws Exception {
        int before = shop.stock("BLANKET-WOOL");
        placed(woo, "BLANKET-WOOL", 1);
        Await.until("the other store follows, on the page of programs too", () -> {
            JsonNode figure = figure(script.get(at(shop)).body(), "BLANKET-WOOL");
            return figure.path("stock").intValue() == before - 1
                    && figure.path("wanted").intValue() == before - 1
                    && figure.path("shown").intValue() == before - 1;
        });
    }

    @ParameterizedTest(autoCloseArguments = false)
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /api/sandbox/stores/nobody/nowhere |                                               | 404",
                "GET    | {woo}/orders/abc                   |                                               | 404",
                "GET    | {shop}/orders/99999999999999999999 |                                               | 404",
                "GET    | {woo}/orders?most=100000           |                                               | 422",
                "POST   | {woo}/orders                       | {}                                            | 422",
                "POST   | {woo}/orders                       | {\"lines\":[null]}                            | 422",
                "POST   | {shop}/orders                      | {\"lines\":[{\"sku\":\"NO\",\"quantity\":1}]} | 422",
                "POST   | {shop}/orders                      | {\"lines\":[{\"sku\":\"TEE-S\",\"quantity\":0}]} | 422",
                "POST   | {woo}/orders                       | {\"lines\":                                   | 400",
                "POST   | {woo}/orders                       | {\"lines\":[{\"sku\":\"TEE-S\",\"quantity\":1e99}]} | 400",
                "PUT    | {woo}/stock                        | {\"sku\":\"TEE-S\",\"quantity\":-1}           | 422",
                "PUT    | {woo}/shopper                      | {\"ordersPerMinute\":1e12}                    | 422",
                "PUT    | {woo}/shopper                      | {}                                            | 422",
                "PUT    | {woo}/clock                        | {\"seconds\":99999999999}                     | 422",
                "PUT    | {woo}/faults/NO_SUCH               | {}                                            | 400",
                "PUT    | {woo}/faults/HANG                  | {\"seconds\":86400}                           | 422",
                "PUT    | {woo}/faults/HANG                  | {\"probability\":0}                           | 422"
            })
    void refusesWithProblemDetails(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = script.send(
                        method, path.replace("{woo}", at(woo)).replace("{shop}", at(shop)), body == null ? "" : body)
                .raw();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status).doesNotContain("Exception");
    }

    private static String at(Twin twin) {
        return "/api/sandbox/stores/" + twin.vendor() + "/" + twin.store();
    }

    private String placed(Twin twin, String sku, int units) throws Exception {
        JsonNode order = script.call(
                "POST", at(twin) + "/orders", "{\"lines\":[{\"sku\":\"" + sku + "\",\"quantity\":" + units + "}]}");
        return at(twin) + "/orders/" + order.path("id").stringValue();
    }

    private static List<String> names(JsonNode node, String field) {
        return node.path(field).valueStream().map(JsonNode::stringValue).toList();
    }

    private static JsonNode figure(JsonNode store, String sku) {
        return store.path("figures")
                .valueStream()
                .filter(figure -> figure.path("sku").stringValue().equals(sku))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode fault(JsonNode store, FaultKind kind) {
        return store.path("faults")
                .valueStream()
                .filter(fault -> fault.path("kind").stringValue().equals(kind.name()))
                .findFirst()
                .orElseThrow();
    }

    /** Somebody without credentials knocks at the store itself. Java's client repeats a GET whose connection breaks. */
    private HttpResponse<String> knock(Twin twin, String method) throws IOException, InterruptedException {
        URI address =
                visitors.hub().resolve("/sandbox/" + twin.vendor() + "/" + twin.store() + "/wp-json/wc/v3/orders");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .timeout(Duration.ofSeconds(20))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }
}

package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.intake.Deliveries;
import caravan.intake.Deliveries.Kept;
import caravan.intake.Delivery;
import caravan.intake.SignatureScheme;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Sample;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.order.OrderDocument;
import caravan.order.OrderTimeline;
import caravan.security.Role;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@HubTest
class PagesTests {
    private static final Pattern OLDER = Pattern.compile("id=\"older\"[^>]*href=\"([^\"]+)\"");
    private static final Pattern ORDER = Pattern.compile("data-order=\"([^\"]+)\"");
    private static final String HOSTILE = "'; DROP TABLE orders; -- <script>alert(1)</script> %_\\ \0 \uD83D\uDE80";

    private final Visitors visitors;
    private final Deliveries deliveries;
    private final OrderTimeline timeline;
    private final Shop shop;

    PagesTests(Visitors visitors, Shops shops, Deliveries deliveries, OrderTimeline timeline) {
        this.visitors = visitors;
        this.deliveries = deliveries;
        this.timeline = timeline;
        this.shop = shops.open();
    }

    @Test
    void pagesThroughOrdersByKeyAlsoWhenNewOnesComeBetween() throws Exception {
        Sku sku = shop.selling(1000);
        // All at the same moment: only the second half of the key tells them apart.
        shop.hear(IntStream.range(0, 60)
                .mapToObj(index -> shop.order("page-" + index, sku, 1).after(1))
                .toArray(OrderDocument[]::new));
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        List<String> seen = new ArrayList<>();
        String page = "/orders?connection=" + shop.connection();
        while (page != null) {
            String html = viewer.open(page).body();
            ORDER.matcher(html).results().forEach(found -> seen.add(found.group(1)));
            if (seen.size() == 25) {
                shop.hear(shop.order("late", sku, 1)
                        .placed(Shop.OPENED.plusSeconds(9000))
                        .after(1));
            }
            Matcher older = OLDER.matcher(html);
            page = older.find() ? older.group(1).replace("&amp;", "&") : null;
        }
        assertThat(seen).hasSize(60).doesNotHaveDuplicates().doesNotContain("late");
    }

    @Test
    void findsOrdersByTheBeginningOfTheirNumber() throws Exception {
        Sku sku = shop.selling(10);
        String stem = Names.unique("num");
        shop.hear(
                shop.order(stem + "-1", sku, 1).after(1),
                shop.order("x" + stem, sku, 1).after(1));
        String html = visitors.signedIn(Role.VIEWER).open("/orders?q=" + stem).body();
        assertThat(html).contains("data-order=\"" + stem + "-1\"").doesNotContain("data-order=\"x" + stem);
        assertThat(visitors.signedIn(Role.VIEWER)
                        .open("/orders?state=CANCELLED&q=" + stem)
                        .body())
                .contains("No such order");
    }

    @Test
    void takesHostileTextAsText() throws Exception {
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        String hostile = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8);
        for (String page : List.of("/orders?q=", "/orders?connection=", "/stock?q=", "/stock?after=")) {
            HttpResponse<String> answer = viewer.open(page + hostile);
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            assertThat(answer.body()).as(page).doesNotContain("<script>alert");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/999999999999999",
                "/orders/0",
                "/orders/first",
                "/orders/99999999999999999999",
                "/orders/999999999999999/deliveries/1",
                "/stock/item?sku=no-such-item",
                "/stock/item?sku=%00",
                "/stock/item?sku="
            })
    void hasNothingToShowOfWhatIsNotThere(String path) throws Exception {
        HttpResponse<String> answer = visitors.signedIn(Role.OPERATOR).open(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is nothing here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders?behind=x", "/orders?behind=1_", "/orders?state=STOLEN"})
    void refusesAddressesNobodyGaveOut(String path) throws Exception {
        assertThat(visitors.signedIn(Role.VIEWER).open(path).statusCode()).isEqualTo(400);
    }

    @Test
    void sendsAnAddressWithASkuToTheItemsPage() throws Exception {
        Sku sku = shop.item();
        HttpResponse<String> answer = visitors.signedIn(Role.VIEWER).open("/stock/" + sku);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/stock/item?sku=" + sku));
    }

    @Test
    void showsPersonalDataToOperatorsOnly() throws Exception {
        Sku sku = shop.selling(10);
        String id = Names.unique("private");
        Sample order = shop.order(id, sku, 1).note("ring at Mrs Smith");
        shop.hear(order.after(1));
        deliveries.keep(List.of(new Kept(
                new Delivery(
                        shop.connection(),
                        "order.created",
                        "d1",
                        Instant.now(),
                        Map.of(),
                        "{\"buyer\":\"Smith\"}".getBytes(StandardCharsets.UTF_8),
                        SignatureScheme.HMAC_SHA256_HEX),
                id,
                "ACCEPTED")));
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        String path = pathOf(id, viewer);

        assertThat(viewer.open(path).body())
                .contains("order.created", "reserved +1", "shown to operators")
                .doesNotContain("Smith", "as it came");
        String html = operator.open(path).body();
        assertThat(html).contains("ring at Mrs Smith");
        Matcher raw = Pattern.compile("href=\"(/orders/\\d+/deliveries/\\d+)\"").matcher(html);
        assertThat(raw.find()).isTrue();
        assertThat(operator.open(raw.group(1)).body()).isEqualTo("{\"buyer\":\"Smith\"}");
        assertThat(viewer.open(raw.group(1)).statusCode()).isEqualTo(403);
    }

    @Test
    void showsBothCurrenciesOfPricesWhereTheyDiffer() throws Exception {
        Sku sku = shop.selling(10);
        String foreign = Names.unique("foreign");
        String domestic = Names.unique("domestic");
        shop.hear(
                shop.order(foreign, sku, 2).shownIn("USD", "11.50").after(1),
                shop.order(domestic, sku, 2).after(1));
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        assertThat(viewer.open(pathOf(foreign, viewer)).body()).contains("10.00 EUR", "11.50 USD", "(23.00 USD)");
        assertThat(viewer.open(pathOf(domestic, viewer)).body())
                .containsOnlyOnce("10.00 EUR")
                .doesNotContain("USD");
    }

    @Test
    void saysThatThereAreOlderEventsAndLeadsToThem() throws Exception {
        Sku sku = shop.selling(10);
        String id = Names.unique("long");
        shop.hear(shop.order(id, sku, 1).after(1));
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        String path = pathOf(id, viewer);
        long order = Long.parseLong(path.replaceAll("\\D", ""));
        timeline.add(IntStream.range(0, 120)
                .mapToObj(number -> new OrderTimeline.Entry(order, "entry", "entry " + number + "."))
                .toList());
        String newest = viewer.open(path).body();
        assertThat(newest).contains("100 events are shown", "entry 119.").doesNotContain("entry 0.", "reserved +1");
        Matcher older = OLDER.matcher(newest);
        assertThat(older.find()).isTrue();
        String rest = viewer.open(older.group(1).replace("&amp;", "&")).body();
        assertThat(rest)
                .contains("entry 0.", "reserved +1", ">Newest<")
                .doesNotContain("entry 119.", "events are shown");
        assertThat(viewer.open(path + "?behind=yesterday").statusCode()).isEqualTo(400);
    }

    @Test
    void saysHowTheSignatureOfADeliveryWasVerifiedOrThatItIsNotKnown() throws Exception {
        Sku sku = shop.selling(10);
        String id = Names.unique("signed");
        shop.hear(shop.order(id, sku, 1).after(1));
        deliveries.keep(List.of(
                came(id, SignatureScheme.HMAC_SHA256_HEX, "SAME"),
                came(id, null, "OLDER"),
                came(id, null, "ACCEPTED_AFTER_EDIT")));
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        assertThat(viewer.open(pathOf(id, viewer)).body())
                .contains("signature right (HMAC-SHA256-HEX): same")
                .contains("how its signature was verified is not recorded: older")
                .contains("edited by a person: accepted after edit");
    }

    private Kept came(String order, @Nullable SignatureScheme verified, String outcome) {
        return new Kept(
                new Delivery(
                        shop.connection(),
                        "order.updated",
                        "d",
                        Instant.now(),
                        Map.of(),
                        new byte[] {'{', '}'},
                        verified),
                order,
                outcome);
    }

    @Test
    void changesStockOncePerFormAndForOperatorsOnly() throws Exception {
        Sku sku = shop.selling(10);
        Map<String, String> form = form(sku, "5");
        assertThat(visitors.signedIn(Role.VIEWER).post("/stock/adjust", form).statusCode())
                .isEqualTo(403);
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        operator.post("/stock/adjust", form);
        assertThat(operator.open("/stock/item?sku=" + sku).body()).contains("Booked.");
        operator.post("/stock/adjust", form);
        assertThat(operator.open("/stock/item?sku=" + sku).body()).contains("Nothing was booked");
        assertThat(shop.stand(sku).onHand()).isEqualTo(15);

        operator.post("/stock/count", form(sku, "7"));
        assertThat(shop.stand(sku).onHand()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9223372036854775808", "9223372036854775807", "1000000001"})
    void refusesImpossibleUnits(String units) throws Exception {
        Sku sku = shop.selling(10);
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        operator.post("/stock/adjust", form(sku, units));
        assertThat(operator.open("/stock/item?sku=" + sku).body()).contains("The number of units must be");
        assertThat(shop.stand(sku).onHand()).isEqualTo(10);
    }

    @Test
    void leadsAdminsFromAnOrderToItsRoutes() throws Exception {
        Sku sku = shop.selling(10);
        String id = Names.unique("routed");
        shop.hear(shop.order(id, sku, 1).after(1));
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        String path = pathOf(id, viewer);
        assertThat(visitors.signedIn(Role.ADMIN).open(path).body())
                .contains(
                        "/actuator/hawtio/jmx/attributes?nid=org.apache.camel-CamelContexts-caravan-routes-take-in-deliveries-folder");
        assertThat(viewer.open(path).body()).doesNotContain("/actuator/hawtio");
    }

    @Test
    void answersWithTheFragmentWhenThePageRefreshesItself() throws Exception {
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        for (String page : List.of("/", "/orders", "/stock")) {
            assertThat(viewer.get(page, "HX-Request", "true").body())
                    .as(page)
                    .doesNotContain("<html", "pf-v5-c-masthead")
                    .contains("<div");
        }
    }

    private Map<String, String> form(Sku sku, String units) {
        return Map.of(
                "sku", sku.value(),
                "location", shop.shelf(),
                "units", units,
                "reason", "found behind the shelf",
                "key", UUID.randomUUID().toString());
    }

    private static String pathOf(String order, Visitor viewer) throws Exception {
        Matcher link = Pattern.compile("href=\"(/orders/\\d+)\"")
                .matcher(viewer.open("/orders?q=" + order).body());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }
}

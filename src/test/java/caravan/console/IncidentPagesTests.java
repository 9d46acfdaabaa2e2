package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Finding;
import caravan.inventory.DriftPolicies;
import caravan.inventory.StockLevels;
import caravan.kernel.DriftPolicy;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitor;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@HubTest
class IncidentPagesTests {
    private static final Pattern OLDER = Pattern.compile("id=\"older\"[^>]*href=\"([^\"]+)\"");
    private static final Pattern INCIDENT = Pattern.compile("data-incident=\"(\\d+)\"");

    private final Visitors visitors;
    private final Incidents incidents;
    private final IncidentList list;
    private final StockLevels levels;
    private final DriftPolicies policies;
    private final Shop shop;

    IncidentPagesTests(
            Visitors visitors,
            Incidents incidents,
            IncidentList list,
            StockLevels levels,
            DriftPolicies policies,
            Shops shops) {
        this.visitors = visitors;
        this.incidents = incidents;
        this.list = list;
        this.levels = levels;
        this.policies = policies;
        this.shop = shops.open();
    }

    @Test
    void pagesThroughIncidentsByKey() throws Exception {
        incidents.raise(IntStream.range(0, 60)
                .mapToObj(index -> finding(IncidentKind.TOTALS_DIFFER, "order-" + index, "Order " + index))
                .toList());
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        List<String> seen = new ArrayList<>();
        String page = "/incidents?kind=TOTALS_DIFFER&connection=" + shop.connection();
        while (page != null) {
            String html = viewer.open(page).body();
            INCIDENT.matcher(html).results().forEach(found -> seen.add(found.group(1)));
            incidents.raise(List.of(finding(IncidentKind.TOTALS_DIFFER, "order-7", "Order 7 again")));
            Matcher older = OLDER.matcher(html);
            page = older.find() ? older.group(1).replace("&amp;", "&") : null;
        }
        assertThat(seen).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void showsMessagesToOperatorsOnlyAndAsTextOnly() throws Exception {
        incidents.raise(
                finding(IncidentKind.UNREADABLE_MESSAGE, Names.unique("hash"), "A <script>alert(1)</script> webhook"),
                "{\"buyer\":\"Mrs Smith\",\"total\":\"1.10\",\"x\":1.10,\"note\":\"</textarea><script>alert(1)</script>\"}"
                        .getBytes(StandardCharsets.UTF_8));
        String path = "/incidents/" + only(IncidentKind.UNREADABLE_MESSAGE);
        Visitor viewer = visitors.signedIn(Role.VIEWER);
        Visitor operator = visitors.signedIn(Role.OPERATOR);

        assertThat(viewer.open(path).body())
                .contains("Operators decide about incidents")
                .doesNotContain("Smith", "<script>alert", "show-message", "/decide");
        assertThat(viewer.open(path + "/message").statusCode()).isEqualTo(403);
        assertThat(operator.open(path + "/message").body())
                .contains("Mrs Smith", "1.10")
                .doesNotContain("<script>alert", "</textarea><script>");
    }

    @Test
    void letsOnlyOperatorsDecideAndOnlyFromThisSite() throws Exception {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("1", sku, 3).total("31.00").after(0));
        String path = "/incidents/" + only(IncidentKind.TOTALS_DIFFER) + "/decide";
        Map<String, String> form = Map.of("choice", "ACCEPT");
        assertThat(visitors.signedIn(Role.VIEWER).post(path, form).statusCode()).isEqualTo(403);
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        operator.open("/incidents");
        assertThat(operator.postWithoutXsrfToken(path, form).statusCode()).isEqualTo(403);
        assertThat(open(IncidentKind.TOTALS_DIFFER)).hasSize(1);

        operator.post(path, form);
        assertThat(open(IncidentKind.TOTALS_DIFFER)).isEmpty();
        assertThat(operator.open(path.replace("/decide", "")).body()).contains("Resolved by");
        operator.post(path, form);
        assertThat(operator.get(path.replace("/decide", ""), "HX-Request", "true")
                        .body())
                .as("the open page that refreshes itself")
                .doesNotContain("was resolved already");
        assertThat(operator.open(path.replace("/decide", "?told=true")).body()).contains("was resolved already, by");
    }

    @Test
    void decidesAboutThoseTickedAndAboutAllThatMatch() throws Exception {
        incidents.raise(IntStream.range(0, 3)
                .mapToObj(index -> finding(IncidentKind.TOTALS_DIFFER, "order-" + index, "Order " + index))
                .toList());
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        String ticked = String.valueOf(open(IncidentKind.TOTALS_DIFFER).get(0).id());
        Map<String, String> form = Map.of(
                "choice",
                "ACCEPT",
                "kind",
                "TOTALS_DIFFER",
                "connection",
                shop.connection().value(),
                "id",
                ticked);
        operator.post("/incidents/decide", form);
        assertThat(open(IncidentKind.TOTALS_DIFFER)).hasSize(2);

        operator.post(
                "/incidents/decide",
                Map.of(
                        "choice", "ACCEPT",
                        "kind", "TOTALS_DIFFER",
                        "connection", shop.connection().value(),
                        "every", "yes"));
        assertThat(open(IncidentKind.TOTALS_DIFFER)).isEmpty();
        assertThat(operator.open("/incidents?state=resolved&connection=" + shop.connection())
                        .body())
                .contains("Order 0", "It was accepted as it is.");
        assertThat(visitors.signedIn(Role.VIEWER)
                        .post("/incidents/decide", form)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void leadsFromAnOrderToItsWithheldUnitsAndBack() throws Exception {
        Sku sku = shop.selling(10);
        String order = Names.unique("held");
        shop.hear(shop.order(order, sku, 5).after(0));
        shop.hear(shop.order(order, sku, 5).cancelled().after(10));
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        String path = "/incidents/" + only(IncidentKind.WITHHELD_UNITS);

        Matcher link = Pattern.compile("href=\"(/orders/\\d+)\"")
                .matcher(operator.open(path).body());
        assertThat(link.find()).isTrue();
        assertThat(operator.open(link.group(1)).body()).contains("withheld", "href=\"" + path + "\"");
    }

    @Test
    void leadsToTheConnectionThatHasToBeMended() throws Exception {
        incidents.raise(List.of(finding(IncidentKind.WRITING_FORBIDDEN, "", "It does not let its stock be changed")));
        assertThat(visitors.signedIn(Role.VIEWER)
                        .open("/incidents/" + only(IncidentKind.WRITING_FORBIDDEN))
                        .body())
                .contains("href=\"/connections/" + shop.connection() + "\"");
    }

    @Test
    void listsTheOrdersOfABundleUnderTheOversellOfItsPart() throws Exception {
        Sku part = shop.selling(3);
        Sku bundle = shop.item();
        levels.bundle(bundle, Map.of(part, 2L));
        String order = Names.unique("set");
        shop.hear(shop.order(order, bundle, 2).after(0));
        long id =
                list.open(IncidentKind.OVERSOLD, "", part + "/" + shop.shelf()).orElseThrow();

        assertThat(visitors.signedIn(Role.VIEWER).open("/incidents/" + id).body())
                .containsPattern("href=\"/orders/\\d+\"[^>]*>" + order);
    }

    @Test
    void letsAListingFollowItsConnectionAgainThatWasDecidedAbout() throws Exception {
        Sku sku = shop.selling(3);
        policies.decide(shop.listing(sku), DriftPolicy.ASK);
        String page = "/stock/item?sku=" + sku;
        Map<String, String> form = Map.of("sku", sku.value(), "listing", String.valueOf(shop.listing(sku)));
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        assertThat(operator.open(page).body()).contains("a person decides", "(decided for this listing)");
        assertThat(visitors.signedIn(Role.VIEWER).post("/stock/follow", form).statusCode())
                .isEqualTo(403);

        operator.post("/stock/follow", form);
        assertThat(operator.open(page).body())
                .contains("the hub is right: the channel is brought back")
                .doesNotContain("(decided for this listing)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/incidents?behind=x", "/incidents?behind=99999999999999999999", "/incidents?kind=STOLEN"})
    void refusesAddressesNobodyGaveOut(String path) throws Exception {
        assertThat(visitors.signedIn(Role.VIEWER).open(path).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/incidents/999999999999999", "/incidents/first", "/incidents/999999999999999/message"})
    void hasNothingToShowOfWhatIsNotThere(String path) throws Exception {
        assertThat(visitors.signedIn(Role.OPERATOR).open(path).statusCode()).isEqualTo(404);
    }

    @Test
    void takesHostileFormsAsRefusals() throws Exception {
        Sku unknown = new Sku(Names.unique("UNKNOWN"));
        shop.hear(shop.order("1", unknown, 3).after(0));
        Visitor operator = visitors.signedIn(Role.OPERATOR);
        String path = "/incidents/" + only(IncidentKind.UNKNOWN_SKU);
        for (Map<String, String> form : List.of(
                Map.of("choice", "MAP_TO_ITEM", "sku", "a\0b"),
                Map.of("choice", "CREATE_ITEM", "sku", "x".repeat(300), "title", "t"),
                Map.of("choice", "CREATE_ITEM", "sku", "x", "title", "t".repeat(9000)),
                Map.of("choice", "CREATE_ITEM", "sku", "'; DROP TABLE item; --"),
                Map.of("choice", "PUT_BACK", "line", "-1"))) {
            assertThat(operator.post(path + "/decide", form).statusCode())
                    .as(form.toString())
                    .isEqualTo(302);
        }
        assertThat(operator.post(path + "/decide", Map.of("choice", "BURN")).statusCode())
                .isEqualTo(400);
        assertThat(open(IncidentKind.UNKNOWN_SKU)).hasSize(1);
        assertThat(visitors.signedIn(Role.VIEWER)
                        .get("/incidents", "HX-Request", "true")
                        .body())
                .doesNotContain("<html", "pf-v5-c-masthead");
    }

    private Finding finding(IncidentKind kind, String subject, String title) {
        return new Finding(kind, shop.connection().value(), subject, title, "seen", Map.of("topic", "order"));
    }

    private List<Incident> open(IncidentKind kind) {
        return list.page(new IncidentList.Search(kind, shop.connection().value(), true), null, 100);
    }

    private long only(IncidentKind kind) {
        assertThat(open(kind)).hasSize(1);
        return open(kind).get(0).id();
    }
}

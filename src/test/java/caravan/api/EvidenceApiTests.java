package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connections;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Finding;
import caravan.intake.Deliveries;
import caravan.intake.Delivery;
import caravan.intake.SignatureScheme;
import caravan.inventory.Listings;
import caravan.kernel.Sku;
import caravan.kit.FuzzedStore;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Program.Answer;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.order.OrderView;
import caravan.security.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@HubTest
class EvidenceApiTests {
    private final Program viewer;
    private final Program operator;
    private final Visitors visitors;
    private final Deliveries deliveries;
    private final Incidents incidents;
    private final IncidentList list;
    private final OrderView orders;
    private final Listings listings;
    private final Connections connections;
    private final Shop shop;

    EvidenceApiTests(
            Visitors visitors,
            Deliveries deliveries,
            Incidents incidents,
            IncidentList list,
            OrderView orders,
            Listings listings,
            Connections connections,
            Shops shops) {
        this.visitors = visitors;
        this.viewer = visitors.program(Role.VIEWER);
        this.operator = visitors.program(Role.OPERATOR);
        this.deliveries = deliveries;
        this.incidents = incidents;
        this.list = list;
        this.orders = orders;
        this.listings = listings;
        this.connections = connections;
        this.shop = shops.open();
    }

    @Test
    void givesTheBytesOfAWebhookToOperatorsOnly() throws Exception {
        String id = Names.unique("o");
        shop.hear(shop.order(id, shop.selling(5), 1).after(1));
        deliveries.keep(IntStream.range(0, 3)
                .mapToObj(number -> new Deliveries.Kept(
                        new Delivery(
                                shop.connection(),
                                "order.updated",
                                "d" + number,
                                Instant.now().plusMillis(number),
                                Map.of(),
                                "{\"buyer\": \"Smith\"}".getBytes(StandardCharsets.UTF_8),
                                SignatureScheme.HMAC_SHA256_HEX),
                        id,
                        "SAME"))
                .toList());
        String path = "/api/orders/" + orders.find(shop.key(id)).orElseThrow().id() + "/deliveries";
        Answer page = viewer.get(path + "?limit=2");
        assertThat(page.text("/rows/0/signature")).isEqualTo("HMAC_SHA256_HEX");
        assertThat(viewer.get(path + "?limit=2&after=" + page.text("/next"))
                        .body()
                        .path("rows"))
                .hasSize(1);
        String one = path + "/" + page.text("/rows/0/id");
        assertThat(raw(one, Role.VIEWER)).startsWith("403");
        assertThat(raw(one, Role.OPERATOR)).isEqualTo("200 application/octet-stream {\"buyer\": \"Smith\"}");
        assertThat(raw(path + "/999999999999", Role.OPERATOR)).startsWith("404 application/problem+json");
    }

    @Test
    void givesTheBytesOfAnIncidentAndDecidesAboutManyAtOnce() throws Exception {
        long first = unreadable();
        long second = unreadable();
        long third = unreadable();
        assertThat(raw("/api/incidents/" + first + "/message", Role.OPERATOR))
                .isEqualTo("200 application/octet-stream {no");
        assertThat(raw("/api/incidents/" + first + "/message", Role.VIEWER)).startsWith("403");

        String body =
                "{\"choice\": \"DISCARD\", \"kind\": \"UNREADABLE_MESSAGE\", \"ids\": [" + first + ", " + second + "]}";
        assertThat(viewer.send("POST", "/api/incidents/decisions", body).status())
                .isEqualTo(403);
        JsonNode decided = operator.call("POST", "/api/incidents/decisions", body);
        assertThat(decided.path("closed").asInt()).isEqualTo(2);
        assertThat(operator.call("POST", "/api/incidents/decisions", body)
                        .path("refused")
                        .size())
                .isPositive();
        JsonNode rest = operator.call(
                "POST",
                "/api/incidents/decisions",
                "{\"choice\": \"DISCARD\", \"kind\": \"UNREADABLE_MESSAGE\", \"connection\": \"" + shop.connection()
                        + "\"}");
        assertThat(rest.path("closed").asInt()).isEqualTo(1);
        assertThat(viewer.get("/api/incidents/" + third).text("/resolvedBy")).startsWith("token:");
        assertThat(operator.send(
                                "POST",
                                "/api/incidents/decisions",
                                "{\"choice\": \"PUT_BACK\", \"kind\": \"WITHHELD_UNITS\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void tellsWhatIsWithheldLineByLine() throws Exception {
        Sku sku = shop.selling(10);
        String id = Names.unique("o");
        shop.hear(shop.order(id, sku, 3).after(1));
        shop.hear(shop.order(id, sku, 3).cancelled().cancelled(3).after(60));
        JsonNode found = viewer.get("/api/incidents?kind=WITHHELD_UNITS&connection=" + shop.connection())
                .body();
        String path = "/api/incidents/" + found.at("/rows/0/id").asLong() + "/withheld";
        Answer withheld = viewer.get(path);
        assertThat(withheld.text("/0/sku")).isEqualTo(sku.value());
        assertThat(withheld.body().at("/0/units").asLong()).isEqualTo(3);
        assertThat(viewer.get("/api/incidents/" + unreadable() + "/withheld").body())
                .isEmpty();
    }

    @Test
    void letsAStoppedListingBeWrittenAgain() throws Exception {
        Sku sku = shop.selling(10);
        long listing = shop.listing(sku);
        String path = "/api/stock/listings/" + listing + "/resume";
        assertThat(operator.send("POST", path, "").status())
                .as("it is not stopped")
                .isEqualTo(409);
        listings.stop(listing);
        Answer stock = viewer.get("/api/stock/item?sku=" + sku);
        assertThat(stock.body().at("/listings/0/id").asLong()).isEqualTo(listing);
        assertThat(stock.body().at("/listings/0/waits/stopped").asBoolean()).isTrue();
        assertThat(viewer.send("POST", path, "").status()).isEqualTo(403);
        assertThat(operator.send("POST", path, "").status()).isEqualTo(202);
        assertThat(viewer.get("/api/stock/item?sku=" + sku)
                        .body()
                        .at("/listings/0/waits/stopped")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void givesTheFiguresOfTheOverview() throws Exception {
        FuzzedStore store = FuzzedStore.woo(connections);
        incidents.raise(List.of(new Finding(
                IncidentKind.ORDERS_MISSED,
                store.id().value(),
                Names.unique("s"),
                "Orders were missed",
                "Two.",
                Map.of())));
        JsonNode figures = viewer.get("/api/overview").body();
        assertThat(figures.path("openIncidents").asLong()).isPositive();
        assertThat(figures.path("exposed").isNumber()).isTrue();
        assertThat(figures.path("ordersPerMinute").isNumber()).isTrue();
        assertThat(figures.has("lag")).isTrue();
        assertThat(figures.path("channels")).anySatisfy(channel -> {
            assertThat(channel.at("/connection/id").asString(""))
                    .isEqualTo(store.id().value());
            assertThat(channel.at("/connection/pause/by").asString("")).isEqualTo("PERSON");
            assertThat(channel.path("incidents").asLong()).isEqualTo(1);
        });
    }

    private long unreadable() {
        String subject = Names.unique("hash");
        incidents.raise(
                new Finding(
                        IncidentKind.UNREADABLE_MESSAGE,
                        shop.connection().value(),
                        subject,
                        "A webhook could not be used",
                        "It is no JSON.",
                        Map.of("topic", "order.updated")),
                "{no".getBytes(StandardCharsets.UTF_8));
        return list.open(IncidentKind.UNREADABLE_MESSAGE, shop.connection().value(), subject)
                .orElseThrow();
    }

    private String raw(String path, Role role) throws Exception {
        var answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(visitors.hub().resolve(path))
                                .header("Authorization", "Bearer " + visitors.token(role))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " "
                + answer.headers().firstValue("Content-Type").orElse("") + " " + answer.body();
    }
}

package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.connector.Manifest;
import caravan.incident.Incidents;
import caravan.inventory.Holds;
import caravan.kernel.ConnectionId;
import caravan.kernel.Period;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.link.Duties;
import caravan.order.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A channel that lists its orders in pages, not all of which can be taken in. */
@HubTest
class OrderPullTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant FROM = Instant.parse("2036-03-04T00:00:00Z");

    private final Shop shop;
    private final DocumentIntake intake;
    private final Incidents incidents;
    private final Holds holds;
    private final Duties duties;
    private final Orders orders;
    private final List<List<String>> pages = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    OrderPullTests(Shops shops, DocumentIntake intake, Incidents incidents, Holds holds, Duties duties, Orders orders) {
        this.holds = holds;
        this.duties = duties;
        this.orders = orders;
        this.shop = shops.open();
        this.intake = intake;
        this.incidents = incidents;
    }

    @Test
    void keepsOrdersItCannotTakeInAndTakesTheOthers() throws Exception {
        pages.add(List.of(
                order("1"),
                order("2")
                        .replace(
                                "\"number\":", "\"refused\": \"'/currency/shop' must have another form\", \"number\":"),
                order("3").replace("\"T\"", "\"\\u0000\""),
                order("4")));
        pull(false);
        assertThat(List.of(shop.revision("1"), shop.revision("4"))).containsExactly(1L, 1L);
        assertThat(kept()).containsExactly("order/2", "order/3");
    }

    @Test
    void saysInTheTimelineThatTheHubReadAnOrderInAList() throws Exception {
        pages.add(List.of(order("1")));
        pull(false);
        assertThat(shop.jdbc()
                        .sql("SELECT t.detail FROM order_timeline t JOIN orders o ON o.id = t.order_id"
                                + " WHERE o.connection = :connection")
                        .param("connection", shop.connection().value())
                        .query(String.class)
                        .list())
                .singleElement()
                .asString()
                .startsWith("Read by the hub in a list");
    }

    @Test
    void goesFromTheLastOrderOfAPageUnlessItsPagesAreSteady() throws Exception {
        pages.add(List.of(order("1")));
        pages.add(List.of(order("2")));
        pull(false);
        assertThat(asked).containsExactly("2036-03-04T00:00:00Z first", "2036-03-04T00:00:01Z first");

        asked.clear();
        pull(true);
        assertThat(asked).containsExactly("2036-03-04T00:00:00Z first", "2036-03-04T00:00:00Z next");
    }

    @Test
    void pollsInPartsSoThatOtherWorkHasItsTurn() throws Exception {
        pages.add(List.of(order("1")));
        pages.add(List.of(order("2")));
        String cursor = FROM.plusSeconds(300).toString();
        duties.keep(shop.connection(), DutyWork.ORDERS, null);
        duties.mark(shop.connection(), DutyWork.ORDERS);
        Duties.Duty first = duties.claim(shop.connection(), 1).orElseThrow();
        duties.done(first, 1, cursor);
        duties.mark(shop.connection(), DutyWork.ORDERS);
        Manifest.Orders rules = rules(true);
        ChannelCalls channel = new ChannelCalls(shop.connection(), new Pages());
        OrderPoll poll = new OrderPoll(
                channel,
                () -> new OrderPull(channel, rules, intake, incidents),
                rules.settle(),
                rules.overlap(),
                Duration.ZERO,
                Duration.ZERO,
                holds,
                duties,
                orders,
                incidents);

        runOnce(poll);
        assertThat(taken()).containsExactly("1");
        assertThat(duties.of(shop.connection()).get(0).cursor()).isEqualTo(cursor);
        runOnce(poll);
        assertThat(taken()).containsExactly("1", "2");
        assertThat(asked).containsExactly("2036-03-04T00:00:00Z first", "2036-03-04T00:00:00Z next");
        assertThat(duties.of(shop.connection()).get(0).cursor())
                .as("when the first page was read, less the time lists may lag")
                .isEqualTo(FROM.minus(rules.settle()).toString());
        assertThat(duties.claim(shop.connection(), 1)).isEmpty();
    }

    private void runOnce(OrderPoll poll) throws Exception {
        Duties.Duty duty = duties.claim(shop.connection(), 1).orElseThrow();
        duties.done(duty, 1, poll.run(duty, 1));
    }

    private List<String> taken() {
        return shop.jdbc()
                .sql("SELECT external_id FROM orders WHERE connection = :connection ORDER BY external_id")
                .param("connection", shop.connection().value())
                .query(String.class)
                .list();
    }

    private static Manifest.Orders rules(boolean steady) {
        return new Manifest.Orders(
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                "uuuu-MM-dd'T'HH:mm:ss'Z'",
                false,
                List.of(Map.of()),
                steady,
                false);
    }

    private void pull(boolean steady) throws Exception {
        ChannelCalls channel = new ChannelCalls(shop.connection(), new Pages());
        OrderPull pull = new OrderPull(channel, rules(steady), intake, incidents);
        for (OrderPull.Place place = new OrderPull.Place(0, FROM, null); place != null; ) {
            place = pull.step(FROM, place).next();
        }
    }

    private String order(String id) {
        return new KitShop(shop.connection().value())
                .order(id, "SKU-" + shop.connection(), 1, FROM.plusSeconds(Long.parseLong(id)));
    }

    private List<String> kept() {
        return shop.jdbc()
                .sql(
                        "SELECT subject FROM incident WHERE connection = :connection AND kind = 'UNREADABLE_MESSAGE' ORDER BY subject")
                .param("connection", shop.connection().value())
                .query(String.class)
                .list();
    }

    /** Lists the pages of the test, one after the other. */
    private final class Pages implements ConnectorCalls {
        @Override
        public boolean can(ConnectionId connection, Capability capability) {
            return true;
        }

        @Override
        public Answer call(ConnectionId connection, Capability capability, Lane lane, @Nullable String request) {
            JsonNode wanted = JSON.readTree(request);
            asked.add(wanted.get("from").asString() + " " + wanted.path("page").asString("first"));
            int page = (asked.size() - 1) % pages.size();
            return new Answer(
                    "{\"orders\": [" + String.join(",", pages.get(page)) + "]}",
                    page + 1 < pages.size() ? "next" : null,
                    new Period(FROM, FROM));
        }
    }
}

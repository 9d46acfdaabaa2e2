package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.connector.Manifest;
import caravan.incident.Incidents;
import caravan.inventory.Holds;
import caravan.kernel.ConnectionId;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.link.Duties;
import caravan.link.Looks;
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
    private final Looks looks;
    private final Orders orders;
    private Instant now = FROM;
    private final List<List<String>> pages = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    OrderPullTests(
            Shops shops,
            DocumentIntake intake,
            Incidents incidents,
            Holds holds,
            Duties duties,
            Looks looks,
            Orders orders) {
        this.looks = looks;
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
    void beginsAnewFromTheLastOrderBeforeAListBringsNoMorePages() throws Exception {
        for (int page = 0; page < 5; page++) {
            pages.add(List.of(order(String.valueOf(2 * page + 1)), order(String.valueOf(2 * page + 2))));
        }
        pull(rules(true, 5));
        assertThat(asked)
                .containsExactly(
                        "2036-03-04T00:00:00Z first",
                        "2036-03-04T00:00:00Z next",
                        "2036-03-04T00:00:04Z first",
                        "2036-03-04T00:00:04Z next",
                        "2036-03-04T00:00:08Z first");
        assertThat(taken()).hasSize(10);
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
        now = FROM.plusSeconds(600);
        OrderPoll poll = poll();
        runOnce(poll);
        assertThat(taken()).containsExactly("1");
        assertThat(duties.of(shop.connection()).get(0).cursor()).isEqualTo(cursor);
        runOnce(poll);
        assertThat(taken()).containsExactly("1", "2");
        assertThat(asked).containsExactly("2036-03-04T00:00:00Z first", "2036-03-04T00:00:00Z next");
        assertThat(duties.of(shop.connection()).get(0).cursor())
                .as("when the first page was read, less the time lists may lag")
                .isEqualTo(now.minus(rules(true).settle()).toString());
        assertThat(duties.claim(shop.connection(), 1)).isEmpty();
    }

    @Test
    void beginsAnewAtAChannelWhoseClockWasSetBack() throws Exception {
        pages.add(List.of(order("1")));
        duties.keep(shop.connection(), DutyWork.ORDERS, null);
        Duties.Duty before = duties.claim(shop.connection(), 1).orElseThrow();
        duties.done(before, 1, FROM.plusSeconds(7200).toString());
        duties.mark(shop.connection(), DutyWork.ORDERS);
        runOnce(poll());

        assertThat(asked).containsExactly("2036-03-04T01:55:00Z first", "2036-03-03T23:55:00Z first");
        assertThat(duties.of(shop.connection()).get(0).cursor())
                .isEqualTo(FROM.minus(rules(true).settle()).toString());
    }

    @Test
    void keepsListingsHeldWhileAnOrderIsToBeReadThatMayExplainTheirFigure() throws Exception {
        Sku sku = shop.selling(10);
        KitShop channel = new KitShop(shop.connection().value());
        duties.keep(shop.connection(), DutyWork.ORDERS, null);
        pullOnce(0, channel.order("1", sku.value(), 1, FROM.plusSeconds(1)));
        shop.read(shop.listing(sku), 8, FROM.plusSeconds(10));
        pullOnce(60, channel.order("1", sku.value(), 2, FROM.plusSeconds(1)));
        assertThat(isHeld(sku)).isTrue();

        pullOnce(3600);
        assertThat(isHeld(sku)).as("the channel lists the order no more").isTrue();

        Await.until("the look is due and made", () -> {
            List<Looks.Look> due = looks.claim(shop.connection(), 1, 10);
            due.forEach(looks::done);
            return !due.isEmpty();
        });
        pullOnce(3660);
        assertThat(isHeld(sku)).isFalse();
    }

    @Test
    void putsNothingBackForADayAtAChannelWhoseOrderSomebodyGaveUpReading() throws Exception {
        Sku sku = shop.selling(10);
        KitShop channel = new KitShop(shop.connection().value());
        duties.keep(shop.connection(), DutyWork.ORDERS, null);
        pullOnce(0, channel.order("1", sku.value(), 1, FROM.plusSeconds(1)));
        shop.read(shop.listing(sku), 8, FROM.plusSeconds(10));
        pullOnce(60, channel.order("1", sku.value(), 2, FROM.plusSeconds(1)));
        assertThat(looks.giveUp(new Looks.Hint(shop.connection(), LookWork.ORDER, "1")))
                .isTrue();
        pullOnce(3600);
        assertThat(isHeld(sku))
                .as("the unit that is missing may be that order's")
                .isTrue();

        shop.jdbc()
                .sql("UPDATE look SET given_up_at = given_up_at - interval '25 hours' WHERE connection = :connection")
                .param("connection", shop.connection().value())
                .update();
        pullOnce(3660);
        assertThat(isHeld(sku)).isFalse();
    }

    private void pullOnce(long secondsLater, String... orders) throws Exception {
        pages.clear();
        asked.clear();
        pages.add(List.of(orders));
        now = FROM.plusSeconds(secondsLater);
        duties.mark(shop.connection(), DutyWork.ORDERS);
        runOnce(poll());
    }

    private boolean isHeld(Sku sku) {
        return shop.jdbc()
                .sql("SELECT held_until IS NOT NULL FROM listing WHERE id = :id")
                .param("id", shop.listing(sku))
                .query(Boolean.class)
                .single();
    }

    private OrderPoll poll() {
        Manifest.Orders rules = rules(true);
        ChannelCalls channel = new ChannelCalls(shop.connection(), new Pages());
        return new OrderPoll(
                channel,
                () -> new OrderPull(channel, rules, intake, incidents),
                rules.settle(),
                rules.overlap(),
                Duration.ZERO,
                Duration.ZERO,
                holds,
                duties,
                looks,
                orders,
                incidents);
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
        return rules(steady, 0);
    }

    private static Manifest.Orders rules(boolean steady, int most) {
        return new Manifest.Orders(
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                "uuuu-MM-dd'T'HH:mm:ss'Z'",
                false,
                List.of(Map.of()),
                steady,
                false,
                most);
    }

    private void pull(boolean steady) throws Exception {
        pull(rules(steady));
    }

    private void pull(Manifest.Orders rules) throws Exception {
        ChannelCalls channel = new ChannelCalls(shop.connection(), new Pages());
        OrderPull pull = new OrderPull(channel, rules, intake, incidents);
        for (OrderPull.Place place = OrderPull.Place.first(0, FROM); place != null; ) {
            place = pull.step(FROM, null, place).next();
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
                    new Period(now, now));
        }
    }
}

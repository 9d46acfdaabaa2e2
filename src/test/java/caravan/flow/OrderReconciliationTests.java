package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.connector.Manifest;
import caravan.incident.Incidents;
import caravan.kernel.ConnectionId;
import caravan.kernel.Period;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A channel that lists its orders, and a hub that has heard of some of them. */
@HubTest
class OrderReconciliationTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant POLLED = Instant.parse("2036-03-04T12:00:00Z");
    private static final Manifest.Orders RULES = new Manifest.Orders(
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            "uuuu-MM-dd'T'HH:mm:ss'Z'",
            false,
            List.of(),
            false,
            false,
            0);

    private final Shop shop;
    private final Duties duties;
    private final DocumentIntake intake;
    private final Incidents incidents;
    private final Reconciliations reconciliations;
    private final Map<String, String> listed = new TreeMap<>();
    private final List<String> windows = new ArrayList<>();

    OrderReconciliationTests(
            Shops shops, Duties duties, DocumentIntake intake, Incidents incidents, Reconciliations reconciliations) {
        this.shop = shops.open();
        this.duties = duties;
        this.intake = intake;
        this.incidents = incidents;
        this.reconciliations = reconciliations;
    }

    @BeforeEach
    void keepDuties() {
        duties.keep(shop.connection(), DutyWork.RECONCILIATION, Duration.ofDays(1));
        duties.keep(shop.connection(), DutyWork.ORDERS, Duration.ofSeconds(30));
    }

    @Test
    void takesInWhatWebhooksAndPollsHadMissedAndSaysSo() throws Exception {
        polledUntil(POLLED);
        hear("1", "2036-03-02T10:00:00Z");
        sell("1", "2036-03-02T10:00:00Z");
        sell("2", "2036-03-02T11:00:00Z");
        sell("4", "2036-03-02T12:00:00Z");
        sell("3", "2036-03-03T09:00:00Z");

        reconcile();

        assertThat(shop.revision("1")).isOne();
        assertThat(shop.revision("2")).isOne();
        assertThat(shop.revision("3")).isOne();
        assertThat(titles())
                .containsExactly(
                        "2 orders of connection '" + shop.connection() + "' had been missed",
                        "An order of connection '" + shop.connection() + "' had been missed");
        assertThat(looks()).isEmpty();
    }

    @Test
    void findsNothingAmissTwice() throws Exception {
        polledUntil(POLLED);
        sell("1", "2036-03-03T09:00:00Z");
        reconcile();
        reconcile();

        assertThat(shop.incidents("ORDERS_MISSED")).containsExactly(1L);
        assertThat(shop.revision("1")).isOne();
    }

    @Test
    void readsAnOrderByIdThatTheChannelDoesNotListAnyMore() throws Exception {
        polledUntil(POLLED);
        hear("1", "2036-03-02T10:00:00Z");
        hear("2", "2036-03-02T10:00:00Z");
        sell("1", "2036-03-02T10:00:00Z");

        reconcile();

        assertThat(looks()).containsExactly("2");
    }

    @Test
    void asksForWholeDaysUpToWherePollsHaveBeen() throws Exception {
        polledUntil(POLLED);
        reconcile();

        assertThat(windows)
                .containsExactly(
                        "2036-03-01T00:00:00Z 2036-03-02T00:00:00Z",
                        "2036-03-02T00:00:00Z 2036-03-03T00:00:00Z",
                        "2036-03-03T00:00:00Z 2036-03-04T00:00:00Z",
                        "2036-03-04T00:00:00Z 2036-03-04T11:55:00Z");
    }

    @Test
    void goesOnWithTheDayUnderWayWhoeverOwnsTheConnection() throws Exception {
        polledUntil(POLLED);
        Duty begun = claim(7);
        duties.done(begun, 7, deed().run(begun, 7));
        Duties.State part = state();
        assertThat(part.dueSince()).isNotNull();
        assertThat(part.progress()).isOne();
        assertThat(part.total()).isEqualTo(4);

        reconcile();

        assertThat(windows).hasSize(4).doesNotHaveDuplicates();
        assertThat(state().dueSince()).isNull();
    }

    @Test
    void letsAPollThatIsDueComeBetweenItsParts() throws Exception {
        polledUntil(POLLED);
        Duty part = claim(7);
        duties.mark(shop.connection(), DutyWork.ORDERS);
        duties.done(part, 7, deed().run(part, 7));

        Duty poll = duties.claim(shop.connection(), 7).orElseThrow();
        assertThat(poll.kind()).isEqualTo(DutyWork.ORDERS);
        duties.done(poll, 7, poll.cursor());
        assertThat(duties.claim(shop.connection(), 7).orElseThrow().kind()).isEqualTo(DutyWork.RECONCILIATION);
    }

    @Test
    void waitsForTheFirstPoll() throws Exception {
        assertThat(deed().run(claim(7), 7)).isNull();
        assertThat(windows).isEmpty();
    }

    private void polledUntil(Instant cursor) {
        shop.jdbc()
                .sql(
                        "UPDATE duty SET cursor = :cursor, due_since = NULL WHERE connection = :connection AND kind = 'orders'")
                .param("cursor", cursor.toString())
                .param("connection", shop.connection().value())
                .update();
    }

    private void sell(String order, String changed) {
        listed.put(changed + order, document(order, changed));
    }

    private void hear(String order, String changed) throws UnreadableDocument {
        intake.accept(List.of(CanonicalOrder.delivered(shop.connection(), document(order, changed), RULES.grain())));
    }

    private String document(String order, String changed) {
        return new KitShop(shop.connection().value())
                .order(order, "SKU-" + shop.connection(), 1, Instant.parse(changed));
    }

    /** Does the duty part by part until it is done, each part by an owner of its own. */
    private void reconcile() throws Exception {
        duties.mark(shop.connection(), DutyWork.RECONCILIATION);
        for (long epoch = 8; state().dueSince() != null; epoch++) {
            Duty part = claim(epoch);
            duties.done(part, epoch, deed().run(part, epoch));
        }
    }

    private Duty claim(long epoch) {
        Duty duty = duties.claim(shop.connection(), epoch).orElseThrow();
        if (duty.kind().equals(DutyWork.ORDERS)) {
            duties.done(duty, epoch, duty.cursor());
            return claim(epoch);
        }
        return duty;
    }

    private Duties.State state() {
        return duties.of(shop.connection()).stream()
                .filter(duty -> duty.kind().equals(DutyWork.RECONCILIATION))
                .findFirst()
                .orElseThrow();
    }

    private OrderReconciliation deed() {
        ChannelCalls channel = new ChannelCalls(shop.connection(), new Listing());
        return new OrderReconciliation(
                shop.connection(), RULES, () -> new OrderPull(channel, RULES, intake, incidents), reconciliations);
    }

    private List<String> titles() {
        return shop.jdbc()
                .sql("SELECT title FROM incident WHERE connection = :connection AND kind = 'ORDERS_MISSED' ORDER BY id")
                .param("connection", shop.connection().value())
                .query(String.class)
                .list();
    }

    private List<String> looks() {
        return shop.jdbc()
                .sql("SELECT subject FROM look WHERE connection = :connection ORDER BY subject")
                .param("connection", shop.connection().value())
                .query(String.class)
                .list();
    }

    /** Lists what changed in a window. */
    private final class Listing implements ConnectorCalls {
        @Override
        public boolean can(ConnectionId connection, Capability capability) {
            return true;
        }

        @Override
        public Answer call(ConnectionId connection, Capability capability, Lane lane, @Nullable String request) {
            JsonNode asked = JSON.readTree(request);
            String from = asked.get("from").asString();
            String to = asked.get("to").asString();
            windows.add(from + " " + to);
            String orders = listed.entrySet().stream()
                    .filter(order -> order.getKey().compareTo(from) >= 0
                            && order.getKey().compareTo(to) < 0)
                    .map(Map.Entry::getValue)
                    .collect(Collectors.joining(",", "{\"orders\": [", "]}"));
            return new Answer(orders, null, new Period(POLLED, POLLED));
        }
    }
}

package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Incidents;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.link.Duties;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import caravan.link.Looks;
import caravan.order.OrderView;
import caravan.order.Orders;
import caravan.security.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An order whose change the hub has to read, at a channel that does not let it. */
@HubTest
class FailingLooksTests {
    private static final Instant CHANGED = Instant.parse("2036-03-01T12:00:00Z");

    private final Shop shop;
    private final LookWork.Parts parts;
    private final Looks looks;
    private final Decisions decisions;
    private final IncidentList list;
    private final Visitors visitors;
    private final LeaseKeeper leases;
    private final Lease lease;
    private final Looks.Hint hint;
    private @Nullable Fault fault;
    private String answer = "";

    FailingLooksTests(
            Shops shops,
            JdbcClient jdbc,
            Looks looks,
            FailingLooks ends,
            DocumentIntake intake,
            Orders orders,
            OrderView view,
            Listings listings,
            Readings readings,
            Duties duties,
            Incidents incidents,
            Decisions decisions,
            IncidentList list,
            Visitors visitors,
            LeaseKeeper leases) {
        this.shop = shops.open();
        this.looks = looks;
        this.parts = new LookWork.Parts(jdbc, looks, ends, intake, orders, view, listings, readings, duties, incidents);
        this.decisions = decisions;
        this.list = list;
        this.visitors = visitors;
        this.leases = leases;
        this.lease = leases.take(shop.connection()).orElseThrow();
        this.hint = new Looks.Hint(shop.connection(), LookWork.ORDER, "4711");
    }

    @AfterEach
    void giveUp() {
        leases.giveUp(lease);
    }

    @Test
    void tellOfAnOrderThatCanNeverBeReadUntilItIs() throws Exception {
        Sku sku = shop.selling(10);
        fault = Fault.DEFECT;
        want();
        fail(FailingLooks.MANY - 1);
        assertThat(open()).isEmpty();
        fail(1);
        Incident incident = open().get(0);
        assertThat(incident.title()).contains("'4711'", shop.connection().value());
        assertThat(incident.evidence())
                .contains("Defect: as told", FailingLooks.MANY + " times", "1 March 12:00 UTC", "are not raised");
        assertThat(visitors.signedIn(Role.OPERATOR)
                        .open("/incidents/" + incident.id())
                        .body())
                .contains("Read it now", "Stop trying", "4711");
        fail(1);
        assertThat(open()).hasSize(1);

        fault = null;
        answer = new KitShop(shop.connection().value()).order("4711", sku.value(), 3, CHANGED);
        assertThat(decisions
                        .decide(incident.id(), Choice.READ_NOW, Map.of(), "ann")
                        .closed())
                .isFalse();
        assertThat(look()).as("it is due at once").isTrue();
        assertThat(open()).isEmpty();
        assertThat(list.find(incident.id()).orElseThrow().end()).isNotNull().returns("hub", Incident.End::by);
        assertThat(shop.stand(sku).reserved()).isEqualTo(3);
    }

    @Test
    void leaveAChannelTimeThatIsAway() throws Exception {
        fault = Fault.UNANSWERED;
        want();
        fail(3 * FailingLooks.MANY);
        assertThat(open()).isEmpty();
        age(FailingLooks.PATIENCE.plusSeconds(5));
        fail(1);
        assertThat(open()).hasSize(1);
    }

    @Test
    void areGivenUpByAPersonUntilTheChannelNamesTheOrderAgain() throws Exception {
        Sku sku = shop.selling(10);
        fault = Fault.REFUSED;
        want();
        fail(FailingLooks.MANY);
        assertThat(looks.firstUnknownChange(shop.connection(), LookWork.ORDER)).hasValue(CHANGED);
        assertThat(decisions
                        .decide(open().get(0).id(), Choice.STOP_TRYING, Map.of(), "ann")
                        .closed())
                .isTrue();
        assertThat(look()).as("nobody tries any more").isFalse();
        assertThat(looks.firstUnknownChange(shop.connection(), LookWork.ORDER)).isEmpty();
        assertThat(looks.lastGivenUpChange(shop.connection(), LookWork.ORDER)).hasValue(CHANGED);

        fault = null;
        answer = new KitShop(shop.connection().value()).order("4711", sku.value(), 3, CHANGED);
        want();
        assertThat(look()).isTrue();
        assertThat(shop.stand(sku).reserved()).isEqualTo(3);
        assertThat(looks.lastGivenUpChange(shop.connection(), LookWork.ORDER)).isEmpty();
    }

    @Test
    void areNotToldOfByAnOwnerWhoseLookWasGivenUpMeanwhile() throws Exception {
        want();
        Looks.Look claimed = looks.claim(shop.connection(), lease.epoch(), 1).get(0);
        assertThat(looks.giveUp(hint)).isTrue();
        assertThat(looks.failed(claimed, Duration.ZERO, Fault.DEFECT, "late")).isEmpty();
        assertThat(looks.claim(shop.connection(), lease.epoch(), 1)).isEmpty();
    }

    private void want() {
        looks.want(Map.of(hint, Duration.ZERO), Map.of(hint, CHANGED));
    }

    private void fail(int times) throws Exception {
        for (int time = 0; time < times; time++) {
            looks.retry(hint);
            assertThat(look()).isTrue();
        }
    }

    private boolean look() throws Exception {
        ChannelCalls channel = new ChannelCalls(shop.connection(), new Answering());
        return new LookWork(channel, Duration.ofSeconds(1), false, parts).doNext(lease);
    }

    private void age(Duration by) {
        shop.jdbc()
                .sql("UPDATE look SET failing_since = failing_since - :by::interval WHERE connection = :connection")
                .param("by", by.toSeconds() + " seconds")
                .param("connection", shop.connection().value())
                .update();
    }

    private List<Incident> open() {
        return list.page(
                new IncidentList.Search(
                        IncidentKind.LOOK_FAILING, shop.connection().value(), true),
                null,
                10);
    }

    /** Fails as told, or answers each read with the order there is. */
    private final class Answering implements ConnectorCalls {
        @Override
        public boolean can(ConnectionId connection, Capability capability) {
            return true;
        }

        @Override
        public Answer call(ConnectionId connection, Capability capability, Lane lane, String request)
                throws CallFailed {
            if (fault != null) {
                throw new CallFailed(fault, "as told");
            }
            return new Answer(answer, null, new Period(CHANGED, CHANGED));
        }
    }
}

package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.connector.Connectors;
import caravan.connector.Manifest;
import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Incidents;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.kernel.ConnectionId;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Shop;
import caravan.kit.Shop.Stand;
import caravan.kit.Shops;
import caravan.link.Duties;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import caravan.link.Looks;
import caravan.order.OrderView;
import caravan.order.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An order the hub holds and its channel does not find. */
@HubTest
class AbsentOrderTests {
    private static final Instant NOW = Instant.parse("2036-03-01T12:00:00Z");

    private final Shop shop;
    private final Connectors connectors;
    private final LookWork.Parts parts;
    private final Decisions decisions;
    private final IncidentList list;
    private final LeaseKeeper leases;
    private final Lease lease;
    private @Nullable String answer;

    AbsentOrderTests(
            Shops shops,
            Connectors connectors,
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
            LeaseKeeper leases) {
        this.shop = shops.open();
        this.connectors = connectors;
        this.parts = new LookWork.Parts(jdbc, looks, ends, intake, orders, view, listings, readings, duties, incidents);
        this.decisions = decisions;
        this.list = list;
        this.leases = leases;
        this.lease = leases.take(shop.connection()).orElseThrow();
    }

    @AfterEach
    void giveUp() {
        leases.giveUp(lease);
    }

    @Test
    void provesNothingWhereOldOrdersAreKeptFromTheApp() throws Exception {
        Sku sku = owed();
        look(absentProvesGone("shopify"));

        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 3, 0, 3, 7, 7));
        assertThat(parts.view().find(shop.key("1")).orElseThrow().deleted()).isFalse();
        assertThat(shop.incidents("ORDER_DELETED")).isEmpty();
        assertThat(open()).hasSize(1);
    }

    @Test
    void provesADeletionWhereTheConnectorSaysSo() throws Exception {
        Sku sku = owed();
        look(absentProvesGone("woocommerce"));

        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 0, 3, 3, 7, 7));
        assertThat(open()).isEmpty();
    }

    @Test
    void isTreatedAsDeletedByAPerson() throws Exception {
        Sku sku = owed();
        look(false);
        long id = open().get(0);

        assertThat(decisions
                        .decide(id, Choice.TREAT_AS_DELETED, Map.of(), "ann")
                        .closed())
                .isTrue();
        assertThat(shop.stand(sku).withheld()).isEqualTo(3);
        assertThat(shop.incidents("ORDER_DELETED")).hasSize(1);

        look(false);
        assertThat(open()).as("nobody is asked twice").isEmpty();
    }

    @Test
    void isNoQuestionAnyMoreOnceItIsRead() throws Exception {
        Sku sku = owed();
        look(false);
        assertThat(decisions
                        .decide(open().get(0), Choice.READ_ORDER_AGAIN, Map.of(), "ann")
                        .closed())
                .isFalse();
        answer = new KitShop(shop.connection().value()).order("1", sku.value(), 3, NOW);
        look(false);

        assertThat(open()).isEmpty();
        assertThat(shop.stand(sku).reserved()).isEqualTo(3);
    }

    private Sku owed() {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("1", sku, 3).after(0));
        return sku;
    }

    private boolean absentProvesGone(String connector) {
        Manifest.Orders rules = connectors.find(connector).orElseThrow().orders();
        return rules != null && rules.absentProvesGone();
    }

    private void look(boolean absentProvesGone) throws Exception {
        parts.looks().want(List.of(new Looks.Hint(shop.connection(), LookWork.ORDER, "1")), Duration.ZERO);
        ChannelCalls channel = new ChannelCalls(shop.connection(), new Answering());
        assertThat(new LookWork(channel, Duration.ofSeconds(1), absentProvesGone, parts).doNext(lease))
                .isTrue();
    }

    private List<Long> open() {
        return list.open(IncidentKind.ORDER_NOT_FOUND, shop.connection().value(), "1").stream()
                .toList();
    }

    /** Answers each read with the order there is. */
    private final class Answering implements ConnectorCalls {
        @Override
        public boolean can(ConnectionId connection, Capability capability) {
            return true;
        }

        @Override
        public Answer call(ConnectionId connection, Capability capability, Lane lane, @Nullable String request) {
            return new Answer(answer, null, new Period(NOW, NOW));
        }
    }
}

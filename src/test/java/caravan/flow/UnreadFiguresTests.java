package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.catalog.Catalog;
import caravan.connection.Connections;
import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Incidents;
import caravan.inventory.ListingKey;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Registered;
import caravan.kit.Stores;
import caravan.link.Duties;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import caravan.sandbox.Twin;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A channel that does not tell what it shows. */
@HubTest
class UnreadFiguresTests {
    private final Stores stores;
    private final Catalog catalog;
    private final Listings listings;
    private final Readings readings;
    private final Connections connections;
    private final Incidents incidents;
    private final Decisions decisions;
    private final IncidentList list;
    private final Duties duties;
    private final LeaseKeeper leases;
    private final JdbcClient jdbc;
    private final Twin store = WooStore.seeded(StoreSettings.demo(Names.unique("mute")), Clock.systemUTC());
    private final ConnectionId connection = Stores.id(store);
    private Instant now = Instant.parse("2036-03-01T12:00:00Z");
    private @Nullable Fault fault = Fault.UNREACHED;

    UnreadFiguresTests(
            Stores stores,
            Catalog catalog,
            Listings listings,
            Readings readings,
            Connections connections,
            Incidents incidents,
            Decisions decisions,
            IncidentList list,
            Duties duties,
            LeaseKeeper leases,
            JdbcClient jdbc) {
        this.stores = stores;
        this.catalog = catalog;
        this.listings = listings;
        this.readings = readings;
        this.connections = connections;
        this.incidents = incidents;
        this.decisions = decisions;
        this.list = list;
        this.duties = duties;
        this.leases = leases;
        this.jdbc = jdbc;
    }

    @Test
    void areToldOfAfterAWhileUntilTheyAreRead() throws Exception {
        stores.connect(store);
        // Its owner does nothing any more and keeps its lease; the test goes on in its place under another.
        stores.close(List.of(store));
        Lease lease = leases.take(new ConnectionId(Names.unique("other"))).orElseThrow();
        ReadingWork work = new ReadingWork(
                new ChannelCalls(connection, new Answering()),
                Duration.ofMinutes(2),
                connections,
                readings,
                listings,
                incidents,
                () -> now);
        Sku sku = new Sku(Names.unique("MUTE"));
        catalog.put(sku, "Mute");
        long listing =
                Registered.listing(listings, jdbc, new ListingKey(connection, "default", sku), "product/1", "mute");

        read(work, lease, listing);
        now = now.plus(FailingLooks.PATIENCE).minusSeconds(1);
        read(work, lease, listing);
        assertThat(open()).isEmpty();
        now = now.plusSeconds(1);
        read(work, lease, listing);
        assertThat(open()).hasSize(1);
        assertThat(open().get(0).evidence()).contains("'product/1'", "UNREACHED: as told");

        decisions.decide(open().get(0).id(), Choice.READ_NOW, Map.of(), "ann");
        assertThat(duties.of(connection))
                .filteredOn(duty -> duty.kind().equals(DutyWork.FIGURES))
                .allMatch(duty -> duty.dueSince() != null)
                .hasSize(1);
        fault = null;
        read(work, lease, listing);
        assertThat(open()).isEmpty();
        leases.giveUp(lease);
    }

    private void read(ReadingWork work, Lease lease, long listing) throws Exception {
        readings.due(List.of(listing), Duration.ZERO);
        jdbc.sql("UPDATE listing SET reading_due_since = '-infinity' WHERE id = :id")
                .param("id", listing)
                .update();
        assertThat(work.doNext(lease)).isTrue();
    }

    private List<Incident> open() {
        return list.page(new IncidentList.Search(IncidentKind.FIGURES_FAILING, store.store(), true), null, 10);
    }

    /** Fails as told, or answers with no figure at all. */
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
            return new Answer("{\"rows\": []}", null, new Period(now, now));
        }
    }
}

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
import caravan.inventory.ReadingFailures;
import caravan.inventory.Readings;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.kit.FuzzedStore;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Registered;
import caravan.kit.Visitors;
import caravan.link.Duties;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import caravan.security.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** A channel that does not tell what it shows. */
@HubTest
class UnreadFiguresTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant AT = Instant.parse("2036-03-01T12:00:00Z");

    private final Catalog catalog;
    private final Listings listings;
    private final Decisions decisions;
    private final IncidentList list;
    private final Duties duties;
    private final LeaseKeeper leases;
    private final JdbcClient jdbc;
    private final Visitors visitors;
    private final ConnectionId connection;
    private final ReadingWork work;
    private final Lease lease;
    private final List<String> asked = new ArrayList<>();
    private @Nullable Fault fault;
    private @Nullable String refused;

    UnreadFiguresTests(
            Catalog catalog,
            Listings listings,
            Readings readings,
            ReadingFailures failures,
            Connections connections,
            Incidents incidents,
            Decisions decisions,
            IncidentList list,
            Duties duties,
            LeaseKeeper leases,
            Visitors visitors,
            JdbcClient jdbc) {
        this.catalog = catalog;
        this.listings = listings;
        this.decisions = decisions;
        this.list = list;
        this.duties = duties;
        this.leases = leases;
        this.visitors = visitors;
        this.jdbc = jdbc;
        // Its owner does nothing, for it is paused; the test works in its place under another lease.
        connection = FuzzedStore.woo(connections).id();
        lease = leases.take(new ConnectionId(Names.unique("other"))).orElseThrow();
        work = new ReadingWork(
                new ChannelCalls(connection, new Answering()),
                Duration.ofMinutes(2),
                connections,
                readings,
                failures,
                listings,
                incidents);
    }

    @AfterEach
    void giveUp() {
        leases.giveUp(lease);
    }

    @Test
    void areToldOfAfterAWhileUntilTheyAreRead() throws Exception {
        long listing = list("product/1");
        fault = Fault.UNREACHED;
        for (int time = 0; time < 3 * UnreadFigures.MANY; time++) {
            read();
        }
        assertThat(open()).as("a channel may be away for a while").isEmpty();
        jdbc.sql("UPDATE reading_failure SET since = since - :patience::interval WHERE listing = :id")
                .param("patience", FailingLooks.PATIENCE.toSeconds() + " seconds")
                .param("id", listing)
                .update();
        read();
        assertThat(open()).hasSize(1);
        assertThat(open().get(0).evidence()).contains("'product/1'", "Unreached: as told", "Look whether");

        decisions.decide(open().get(0).id(), Choice.READ_NOW, Map.of(), "ann");
        assertThat(duties.of(connection))
                .filteredOn(duty -> duty.kind().equals(DutyWork.FIGURES))
                .allMatch(duty -> duty.dueSince() != null)
                .hasSize(1);
        fault = null;
        read();
        assertThat(open()).isEmpty();
    }

    @Test
    void keepNoOtherListingUnread() throws Exception {
        long one = list("product/1");
        long bad = list("product/2");
        long three = list("product/3");
        refused = "product/2";
        fault = Fault.REFUSED;
        read();
        while (work.doNext(lease)) {}
        assertThat(asked).containsExactly("product/1,product/2,product/3", "product/1", "product/2", "product/3");
        assertThat(shown(one)).isEqualTo(7);
        assertThat(shown(three)).isEqualTo(7);
        assertThat(shown(bad)).isNull();

        asked.clear();
        due();
        while (work.doNext(lease)) {}
        assertThat(asked)
                .as("it spoils no reading any more")
                .containsExactlyInAnyOrder("product/2", "product/1,product/3");
        assertThat(open()).isEmpty();

        for (int time = 2; time < UnreadFigures.MANY; time++) {
            due();
            while (work.doNext(lease)) {}
        }
        assertThat(open()).hasSize(1);
        assertThat(open().get(0).title()).contains(sku(bad), connection.value());
        assertThat(open().get(0).evidence())
                .contains("'product/2' of item '" + sku(bad) + "'", "Refused: as told", "still there")
                .doesNotContain("product/1", "product/3");
        assertThat(putOff(bad)).as("it is tried ever more seldom").isGreaterThan(Duration.ofSeconds(100));
        assertThat(visitors.signedIn(Role.VIEWER)
                        .open("/stock/item?sku=" + sku(bad))
                        .body())
                .contains("5 times in a row. refused: as told");

        refused = null;
        fault = null;
        due();
        while (work.doNext(lease)) {}
        assertThat(open()).isEmpty();
        assertThat(shown(bad)).isEqualTo(7);
        asked.clear();
        due();
        while (work.doNext(lease)) {}
        assertThat(asked).as("it is read with the others again").hasSize(1);
    }

    @Test
    void areNotAskedForOneByOneWhereTheChannelTellsNone() throws Exception {
        for (int number = 0; number < 9; number++) {
            list("product/" + number);
        }
        fault = Fault.DEFECT;
        read();
        while (work.doNext(lease)) {}
        assertThat(asked).hasSize(4);
        asked.clear();
        fault = null;
        due();
        while (work.doNext(lease)) {}
        assertThat(asked)
                .as("the three asked for alone, and the others together")
                .hasSize(4);
    }

    private long list(String external) {
        Sku sku = new Sku(Names.unique("MUTE"));
        catalog.put(sku, "Mute");
        return Registered.listing(listings, jdbc, new ListingKey(connection, "default", sku), external, "mute");
    }

    private void due() {
        jdbc.sql("UPDATE listing SET reading_due_since = '-infinity' WHERE connection = :id AND batch = 'mute'")
                .param("id", connection.value())
                .update();
    }

    private void read() throws Exception {
        due();
        assertThat(work.doNext(lease)).isTrue();
    }

    private @Nullable Long shown(long listing) {
        return jdbc.sql("SELECT shown FROM listing WHERE id = :id")
                .param("id", listing)
                .query((row, index) -> Optional.ofNullable(row.getObject(1, Long.class)))
                .single()
                .orElse(null);
    }

    private String sku(long listing) {
        return jdbc.sql("SELECT sku FROM listing WHERE id = :id")
                .param("id", listing)
                .query(String.class)
                .single();
    }

    private Duration putOff(long listing) {
        return jdbc.sql(
                        "SELECT extract(epoch FROM reading_due_since - clock_timestamp())::bigint FROM listing WHERE id = :id")
                .param("id", listing)
                .query((row, index) -> Duration.ofSeconds(row.getLong(1)))
                .single();
    }

    private List<Incident> open() {
        return list.page(new IncidentList.Search(IncidentKind.FIGURES_FAILING, connection.value(), true), null, 10);
    }

    /** Fails as told, where a listing that it refuses is asked for or always; else tells seven of each. */
    private final class Answering implements ConnectorCalls {
        @Override
        public boolean can(ConnectionId connection, Capability capability) {
            return true;
        }

        @Override
        public Answer call(ConnectionId connection, Capability capability, Lane lane, String request)
                throws CallFailed {
            List<String> ids =
                    List.of(JSON.readTree(request).path("ids").asString().split(","));
            asked.add(String.join(",", ids));
            if (fault != null && (refused == null || ids.contains(refused))) {
                throw new CallFailed(fault, "as told");
            }
            String rows = ids.stream()
                    .map(id -> "{\"externalId\": \"" + id
                            + "\", \"location\": \"default\", \"managed\": true, \"figure\": 7}")
                    .collect(Collectors.joining(","));
            return new Answer("{\"rows\": [" + rows + "]}", null, new Period(AT, AT));
        }
    }
}

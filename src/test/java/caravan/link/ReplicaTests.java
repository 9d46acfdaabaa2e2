package caravan.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import caravan.kernel.ConnectionId;
import caravan.kit.HubTest;
import caravan.kit.LogEar;
import caravan.kit.Names;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** Replicas that differ, in tables of their own: the hub of the other tests neither hears of them nor counts among them. */
@HubTest
class ReplicaTests {
    private static final LeaseSettings SETTINGS =
            new LeaseSettings(Duration.ofHours(10), Duration.ofHours(3), Duration.ofHours(2));

    private static final ConnectionId ACME = new ConnectionId("acme-shop");
    private static final ConnectionId ZOO = new ConnectionId("zoo-shop");

    private final String schema = Names.unique("replicas").replace('-', '_');
    private final HikariDataSource database = new HikariDataSource();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final List<LeaseKeeper> keepers = new ArrayList<>();

    ReplicaTests(JdbcConnectionDetails details) {
        database.setJdbcUrl(details.getJdbcUrl() + (details.getJdbcUrl().contains("?") ? "&" : "?") + "currentSchema="
                + schema + ",public");
        database.setUsername(details.getUsername());
        database.setPassword(details.getPassword());
        database.setMaximumPoolSize(1);
    }

    @BeforeEach
    void makeTables() throws SQLException {
        jdbc.sql("CREATE SCHEMA " + schema).update();
        try (Connection connection = database.getConnection()) {
            for (String migration : List.of("V020__create_lease", "V150__create_replica")) {
                ScriptUtils.executeSqlScript(connection, new ClassPathResource("db/migration/" + migration + ".sql"));
            }
        }
    }

    @AfterEach
    void dropTables() {
        keepers.forEach(LeaseKeeper::stop);
        jdbc.sql("DROP SCHEMA " + schema + " CASCADE").update();
        database.close();
    }

    @Test
    void ownsEverythingWhileItIsAlone() throws Exception {
        Hub alone = hub(1, "a");
        alone.lacking.addAll(Set.of(ACME, ZOO));
        alone.connectors.remove("zoo");
        Lease acme = alone.take(ACME);
        Lease zoo = alone.take(ZOO);
        alone.round();
        alone.round();
        assertThat(acme.allowsCall()).isTrue();
        assertThat(zoo.allowsCall()).isTrue();
    }

    @Test
    void sharesConnectionsWithOneThatIsTheSame() throws Exception {
        Hub one = hub(1, "a");
        Lease acme = one.take(ACME);
        Hub other = hub(1, "a");
        Lease zoo = other.take(ZOO);
        rounds(one, other);
        assertThat(acme.allowsCall()).isTrue();
        assertThat(zoo.allowsCall()).isTrue();
        one.keeper.giveUp(acme);
        assertThat(one.mayTake(ACME)).as("the one that started first, too").isTrue();
    }

    @Test
    void leavesEverythingToANewerOne() throws Exception {
        Hub older = hub(1, "a");
        Lease acme = older.take(ACME);
        Hub newer = hub(2, "a");
        older.round();
        assertThat(acme.allowsCall()).as("no further call begins").isFalse();
        assertThat(newer.mayTake(ACME)).as("a call may still be out").isFalse();
        rounds(older, newer);
        assertThat(newer.mayTake(ACME)).as("and may take its time").isFalse();

        older.keeper.giveUp(acme);
        assertThat(older.mayTake(ACME)).isFalse();
        assertThat(newer.take(ACME).epoch()).isGreaterThan(acme.epoch());
        assertThat(older.mayTake(ZOO)).as("though nobody else has it").isFalse();
        assertThat(newer.mayTake(ZOO)).isTrue();
    }

    @Test
    void stopsNoOtherWhileItIsStarting() throws Exception {
        Hub older = hub(1, "a");
        Lease acme = older.take(ACME);
        Hub starting = new Hub(2, "b");
        rounds(starting, older);
        assertThat(acme.allowsCall()).isTrue();
    }

    @Test
    void takesOverAgainWhenTheNewerOneIsNotSeenAnyMore() throws Exception {
        Hub older = hub(1, "a");
        Hub newer = hub(2, "b");
        older.round();
        assertThat(older.mayTake(ACME)).isFalse();
        away(newer, "29 hours");
        assertThat(older.mayTake(ACME)).as("it may only be slow").isFalse();
        away(newer, "31 hours");
        Lease acme = older.take(ACME);
        older.round();
        assertThat(acme.allowsCall()).isTrue();
    }

    @Test
    void takesOverAtOnceWhenTheNewerOneEnds() throws Exception {
        Hub older = hub(1, "a");
        Hub newer = hub(2, "b");
        older.round();
        newer.keeper.stop();
        assertThat(older.mayTake(ACME)).isTrue();
    }

    @Test
    void leavesWhatHasAnotherConnectorToTheLatestStartedOfTheSameAge() throws Exception {
        Hub first = hub(1, "a");
        Lease acme = first.take(ACME);
        Lease zoo = first.take(ZOO);
        Hub latest = new Hub(1, "a");
        latest.connectors.put("acme", "b");
        latest.keeper.announce();
        rounds(latest, first);
        assertThat(acme.allowsCall()).isFalse();
        assertThat(zoo.allowsCall()).as("its connector is the same").isTrue();
        first.keeper.giveUp(acme);
        assertThat(first.mayTake(ACME)).isFalse();
        assertThat(latest.mayTake(ACME)).isTrue();
    }

    @Test
    void followsFoldersThatAreSwappedWhileItRuns() throws Exception {
        Hub first = hub(1, "a");
        Hub latest = hub(1, "a");
        Lease acme = first.take(ACME);
        latest.connectors.put("acme", "b");
        rounds(latest, first);
        assertThat(acme.allowsCall()).isFalse();
        first.keeper.giveUp(acme);
        first.connectors.put("acme", "b");
        assertThat(first.mayTake(ACME)).as("not before others can know").isFalse();
        first.round();
        assertThat(first.mayTake(ACME)).isTrue();

        latest.connectors.remove("acme");
        rounds(latest, first);
        assertThat(latest.mayTake(ACME)).as("its folder is gone").isFalse();
        assertThat(hashes(latest)).containsOnlyKeys("zoo");
    }

    @Test
    void goesOnWithItsConnectorWhileTheNewestHasNone() throws Exception {
        Hub older = hub(1, "a");
        Lease acme = older.take(ACME);
        Hub newest = new Hub(2, "b");
        newest.connectors.remove("acme");
        newest.keeper.announce();
        rounds(newest, older);
        assertThat(acme.allowsCall()).isTrue();
        assertThat(older.mayTake(ZOO)).isFalse();
    }

    @Test
    void leavesAConnectionToTheOneThatHasItsSecretHoweverOld() throws Exception {
        Hub older = hub(1, "a");
        Hub newest = hub(2, "b");
        newest.lacking.add(ACME);
        rounds(newest, older);
        assertThat(newest.mayTake(ACME)).isFalse();
        assertThat(older.mayTake(ACME)).isTrue();
        older.lacking.add(ACME);
        rounds(older, newest);
        assertThat(newest.mayTake(ACME)).as("nobody has it").isTrue();
    }

    @Test
    void keepsWhatItOwnsWhileReplicasCannotBeRead() throws Exception {
        Hub older = hub(1, "a");
        Lease acme = older.take(ACME);
        hub(2, "b");
        jdbc.sql("ALTER TABLE replica RENAME COLUMN lacks TO hidden").update();
        try (LogEar log = new LogEar()) {
            rounds(older, older);
            assertThat(log.heard())
                    .filteredOn(line -> line.contains("could not be compared"))
                    .as("told once")
                    .hasSize(1);
        }
        assertThat(acme.allowsCall()).isTrue();
        jdbc.sql("ALTER TABLE replica RENAME COLUMN hidden TO lacks").update();
        older.round();
        assertThat(acme.allowsCall()).isFalse();
    }

    @Test
    void tellsOnceWhatItLeavesToWhomAndWhenThatEnds() throws Exception {
        Hub older = hub(1, "a");
        Hub newer = hub(2, "a");
        try (LogEar log = new LogEar()) {
            rounds(older, older, older);
            assertThat(log.heard())
                    .filteredOn(line -> line.contains("leaves its connections to that one"))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "WARN Replica '" + name(older) + "' (v1, revision 1) is older than '" + name(newer) + "'");
            newer.keeper.stop();
            rounds(older, older);
            assertThat(log.heard())
                    .filteredOn(line -> line.contains("leaves no connection to another any more"))
                    .hasSize(1);
        }
    }

    @Test
    void tellsPeopleTheSameWhicheverReplicaTheyAsk() throws Exception {
        Hub first = hub(1, "a");
        Hub latest = hub(1, "b");
        latest.connectors.put("zoo", "a");
        first.lacking.add(ZOO);
        rounds(first, latest);
        first.lacking.clear();
        assertThat(new ReplicaRows(jdbc, SETTINGS.length())
                        .behind(latest.connections().entrySet()))
                .extracting(
                        Behind::connection,
                        Behind::why,
                        behind -> behind.replica().holder(),
                        behind -> behind.newest().holder())
                .containsExactly(
                        tuple(ACME, Behind.Why.CONNECTOR_DIFFERS, holder(first), holder(latest)),
                        tuple(ZOO, Behind.Why.LACKING, holder(first), holder(latest)));
        for (Hub asked : List.of(first, latest)) {
            Replicas replicas = new Replicas(jdbc, SETTINGS, asked);
            assertThat(replicas.differences(ACME))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "Replica '" + name(first) + "' has another connector 'acme' than '" + name(latest) + "'");
            assertThat(replicas.differences())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("Replica '" + name(first) + "' lacks something, such as a secret, for connection '"
                            + ZOO + "'");
            assertThat(replicas.owner(ACME)).isEmpty();
        }
        latest.take(ACME);
        assertThat(new Replicas(jdbc, SETTINGS, first).owner(ACME)).contains(name(latest));
    }

    @Test
    void writesOnlyThatItIsThereWhileNothingChanges() throws Exception {
        Hub hub = hub(1, "a");
        String before = marks();
        hub.round();
        assertThat(marks()).isEqualTo(before);
        hub.connectors.put("acme", "b");
        hub.round();
        assertThat(marks()).isNotEqualTo(before);
    }

    @Test
    void forgetsReplicasThatHaveBeenAwayForLong() throws Exception {
        Hub gone = hub(1, "a");
        Hub here = hub(1, "a");
        away(gone, "2 hours");
        here.round();
        assertThat(jdbc.sql("SELECT holder FROM replica").query(String.class).list())
                .containsExactly(holder(here));
        assertThat(hashes(gone)).isEmpty();
        gone.round();
        assertThat(hashes(gone)).as("it was only asleep").hasSize(2);
    }

    private Hub hub(int revision, String hash) throws Exception {
        Hub hub = new Hub(revision, hash);
        hub.keeper.announce();
        return hub;
    }

    private static void rounds(Hub... hubs) {
        for (Hub hub : hubs) {
            hub.round();
        }
    }

    private void away(Hub hub, String ago) {
        jdbc.sql("UPDATE replica SET seen_at = clock_timestamp() - :ago::interval WHERE holder = :holder")
                .param("ago", ago)
                .param("holder", holder(hub))
                .update();
    }

    private Map<String, String> hashes(Hub hub) {
        Map<String, String> hashes = new HashMap<>();
        jdbc.sql("SELECT connector, hash FROM replica_connector WHERE replica = :holder")
                .param("holder", holder(hub))
                .query(row -> {
                    hashes.put(row.getString(1), row.getString(2));
                });
        return hashes;
    }

    /** Which transactions wrote the rows of folders. */
    private String marks() {
        return jdbc.sql(
                        "SELECT string_agg(connector || xmin || '/' || xmax, ' ' ORDER BY connector) FROM replica_connector")
                .query(String.class)
                .single();
    }

    private String holder(Hub hub) {
        return hub.keeper.holder();
    }

    private String name(Hub hub) {
        return Behind.Peer.name(holder(hub));
    }

    /** A hub process as far as leases go. */
    private final class Hub implements Replica {
        private final int revision;
        private final Map<String, String> connectors;
        private final Set<ConnectionId> lacking = new HashSet<>();
        private final LeaseKeeper keeper;

        Hub(int revision, String hash) throws SQLException {
            this.revision = revision;
            this.connectors = new HashMap<>(Map.of("acme", hash, "zoo", hash));
            this.keeper = new LeaseKeeper(database, SETTINGS, event -> {}, this);
            keepers.add(keeper);
        }

        void round() {
            keeper.round();
        }

        Lease take(ConnectionId connection) {
            return keeper.take(connection).orElseThrow();
        }

        /** Takes a connection and gives it back. */
        boolean mayTake(ConnectionId connection) {
            Optional<Lease> taken = keeper.take(connection);
            taken.ifPresent(keeper::giveUp);
            return taken.isPresent();
        }

        @Override
        public String version() {
            return "v" + revision;
        }

        @Override
        public int revision() {
            return revision;
        }

        @Override
        public Map<String, String> connectors() {
            return connectors;
        }

        @Override
        public Map<ConnectionId, String> connections() {
            return Map.of(ACME, "acme", ZOO, "zoo");
        }

        @Override
        public Set<ConnectionId> lacking() {
            return lacking;
        }
    }
}

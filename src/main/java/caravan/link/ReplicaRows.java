package caravan.link;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of replicas. Only the database's clock decides who is there. */
final class ReplicaRows {
    /** A replica that was not heard for so many lengths of a lease is not there. */
    private static final int LENGTHS = 3;

    /**
     * What follows WITH: for the connections asked for, the table {@code behind} of replicas that leave one to another. The
     * newest is looked for among those that can work on it, so that a new replica without a secret stops no older one.
     */
    static final String BEHIND = """
            present AS (
                SELECT a.connection, a.connector, r.holder, r.version, r.revision, r.started_at, c.hash,
                    a.connection = ANY (r.lacks) AS lacks
                FROM unnest(:asked::text[], :askedConnector::text[]) AS a(connection, connector)
                CROSS JOIN replica r
                LEFT JOIN replica_connector c ON c.replica = r.holder AND c.connector = a.connector
                WHERE r.seen_at > clock_timestamp() - :present::interval),
            newest AS (
                SELECT DISTINCT ON (connection) * FROM present
                ORDER BY connection, hash IS NULL, lacks, revision DESC, started_at DESC, holder),
            behind AS (
                SELECT p.*, n.holder AS newest, n.version AS newest_version, n.revision AS newest_revision,
                    CASE WHEN p.revision < n.revision THEN 'OLDER'
                        WHEN p.hash IS NULL AND n.hash IS NOT NULL THEN 'CONNECTOR_MISSING'
                        WHEN p.lacks AND NOT n.lacks THEN 'LACKING'
                        ELSE 'CONNECTOR_DIFFERS' END AS why
                FROM present p JOIN newest n USING (connection)
                WHERE p.revision < n.revision OR p.hash IS DISTINCT FROM n.hash OR p.lacks AND NOT n.lacks)
            """;

    private final JdbcClient jdbc;
    private final String present;

    ReplicaRows(JdbcClient jdbc, Duration length) {
        this.jdbc = jdbc;
        this.present = present(length);
    }

    /** How long a replica counts as there after it was seen, for leases of a length. */
    static String present(Duration length) {
        return length.multipliedBy(LENGTHS).toMillis() + " milliseconds";
    }

    /**
     * Says that a replica is there and what it has, and forgets those that have been away for long. Rows that say so already
     * stay as they are.
     *
     * @return what it leaves to others, by what each had reported before
     */
    List<Behind> report(String holder, Replica self) {
        return jdbc.sql("""
                WITH reported AS (
                    INSERT INTO replica (holder, version, revision, lacks)
                    VALUES (:holder, :version, :revision, :lacks::text[])
                    ON CONFLICT (holder) DO UPDATE SET seen_at = clock_timestamp(), lacks = excluded.lacks),
                loaded AS (
                    INSERT INTO replica_connector (replica, connector, hash)
                    SELECT :holder, now.connector, now.hash
                    FROM unnest(:connector::text[], :hash::text[]) AS now(connector, hash)
                    WHERE NOT EXISTS (SELECT FROM replica_connector c
                        WHERE c.replica = :holder AND c.connector = now.connector AND c.hash = now.hash)
                    ON CONFLICT (replica, connector) DO UPDATE SET hash = excluded.hash),
                unloaded AS (
                    DELETE FROM replica_connector WHERE replica = :holder AND connector <> ALL (:connector::text[])),
                gone AS (
                    DELETE FROM replica WHERE holder = ANY (ARRAY(
                        SELECT holder FROM replica
                        WHERE seen_at < clock_timestamp() - interval '1 hour' AND holder <> :holder
                        FOR UPDATE SKIP LOCKED))),
                """ + BEHIND + "SELECT * FROM behind WHERE holder = :holder ORDER BY connection")
                .param("holder", holder)
                .param("version", self.version())
                .param("revision", self.revision())
                .param(
                        "lacks",
                        self.lacking().stream()
                                .map(ConnectionId::value)
                                .sorted()
                                .toArray(String[]::new))
                .params(Columns.of(self.connectors().entrySet())
                        .text("connector", Map.Entry::getKey)
                        .text("hash", Map.Entry::getValue)
                        .arrays())
                .params(asked(self.connections().entrySet()))
                .param("present", present)
                .query(ReplicaRows::behind)
                .list();
    }

    /** Says that a replica is there no more. */
    void leave(String holder) {
        jdbc.sql("DELETE FROM replica WHERE holder = :holder")
                .param("holder", holder)
                .update();
    }

    /** Which replicas leave which of some connections to another. */
    List<Behind> behind(Collection<Map.Entry<ConnectionId, String>> connections) {
        return jdbc.sql("WITH " + BEHIND + "SELECT * FROM behind ORDER BY connection, holder")
                .params(asked(connections))
                .param("present", present)
                .query(ReplicaRows::behind)
                .list();
    }

    private static Map<String, Object> asked(Collection<Map.Entry<ConnectionId, String>> connections) {
        return Columns.of(connections)
                .text("asked", Map.Entry::getKey)
                .text("askedConnector", Map.Entry::getValue)
                .arrays();
    }

    private static Behind behind(ResultSet row, int index) throws SQLException {
        @Nullable String connector = row.getString("connector");
        return new Behind(
                new ConnectionId(row.getString("connection")),
                connector,
                new Behind.Peer(row.getString("holder"), row.getString("version"), row.getInt("revision")),
                new Behind.Peer(
                        row.getString("newest"), row.getString("newest_version"), row.getInt("newest_revision")),
                Behind.Why.valueOf(row.getString("why")));
    }
}

package caravan.link;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of leases. Only the database's clock decides who holds one. */
final class Leases {
    private final JdbcClient jdbc;
    private final String holder;
    private final String length;
    private final String present;

    Leases(JdbcClient jdbc, String holder, Duration length) {
        this.jdbc = jdbc;
        this.holder = holder;
        this.length = length.toMillis() + " milliseconds";
        this.present = ReplicaRows.present(length);
    }

    /**
     * Takes a connection that nobody holds, unless this replica leaves it to another; answers the new epoch. Asked twice a second
     * for all that others hold, so one that is held is only read, neither locked nor compared.
     *
     * @param connector null for a connection of no connector
     */
    Optional<Long> take(ConnectionId connection, @Nullable String connector) {
        return jdbc.sql("WITH " + ReplicaRows.BEHIND + """
                INSERT INTO lease AS l (connection, holder, epoch, until)
                SELECT :connection, :holder, 1, clock_timestamp() + :length::interval
                WHERE NOT EXISTS (SELECT FROM lease WHERE connection = :connection AND until >= clock_timestamp())
                  AND NOT EXISTS (SELECT FROM behind WHERE holder = :holder)
                ON CONFLICT (connection) DO UPDATE
                    SET holder = excluded.holder, epoch = l.epoch + 1, until = excluded.until
                    WHERE l.until < clock_timestamp()
                RETURNING epoch""")
                .param("asked", new String[] {connection.value()})
                .param("askedConnector", new @Nullable String[] {connector})
                .param("present", present)
                .param("connection", connection.value())
                .param("holder", holder)
                .param("length", length)
                .query(Long.class)
                .optional();
    }

    /** Renews what is still held; what is missing in the answer is lost. */
    Set<ConnectionId> renew(Collection<Lease> leases) {
        return new HashSet<>(jdbc.sql("""
                UPDATE lease l SET until = clock_timestamp() + :length::interval
                FROM unnest(:connection::text[], :epoch::bigint[]) AS mine(connection, epoch)
                WHERE l.connection = mine.connection AND l.epoch = mine.epoch AND l.holder = :holder
                  AND l.until >= clock_timestamp()
                RETURNING l.connection""")
                .params(Columns.of(leases)
                        .text("connection", Lease::connection)
                        .whole("epoch", Lease::epoch)
                        .arrays())
                .param("holder", holder)
                .param("length", length)
                .query((row, index) -> new ConnectionId(row.getString(1)))
                .list());
    }

    /**
     * Gives a connection up at once, so that another replica need not wait.
     *
     * @return false if the lease had run out before
     */
    boolean giveUp(Lease lease) {
        return jdbc.sql("""
                UPDATE lease SET until = clock_timestamp()
                WHERE connection = :connection AND epoch = :epoch AND holder = :holder AND until > clock_timestamp()""")
                        .param("connection", lease.connection().value())
                        .param("epoch", lease.epoch())
                        .param("holder", holder)
                        .update()
                > 0;
    }

    /** Whether leases were taken in this very database before. */
    boolean isSameDatabase() {
        return DatabaseIdentity.isSame(jdbc);
    }

    /** Whether a connection has had another owner since. */
    boolean hasPassedOn(Lease lease) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM lease WHERE connection = :connection AND epoch > :epoch)")
                .param("connection", lease.connection().value())
                .param("epoch", lease.epoch())
                .query(Boolean.class)
                .single();
    }
}

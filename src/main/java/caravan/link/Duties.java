package caravan.link;

import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/**
 * Work towards a connection that comes again and again, or once: polls, pulls, backfills. Jobs and buttons only mark it
 * due; the owner of the connection claims it and does it.
 */
@Component
public class Duties {

    /**
     * A duty that is being done.
     *
     * @param cursor where to go on; null from the beginning
     * @param attempts claims since the last success, this one included
     */
    public record Duty(
            ConnectionId connection, String kind, @Nullable String cursor, int attempts) {}

    /**
     * How a duty stands.
     *
     * @param every null for one that is done once, and when it is marked
     * @param dueSince null while it is not due
     * @param fault how the last attempt failed; null if it did not
     */
    public record State(
            String kind,
            @Nullable Duration every,
            @Nullable Instant dueSince,
            @Nullable Instant doneAt,
            @Nullable String fault,
            @Nullable String detail,
            long progress,
            @Nullable Long total,
            @Nullable String cursor) {}

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Duties(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** Makes a duty, due at once, or changes the period of one that is there. */
    @Transactional
    public void keep(ConnectionId connection, String kind, @Nullable Duration every) {
        boolean made = jdbc.sql("""
                        INSERT INTO duty (connection, kind, every) VALUES (:connection, :kind, :every::interval)
                        ON CONFLICT DO NOTHING""")
                        .param("connection", connection.value())
                        .param("kind", kind)
                        .param("every", interval(every))
                        .update()
                == 1;
        if (made) {
            events.publishEvent(new DutiesDue(Set.of(connection)));
            return;
        }
        jdbc.sql("""
                UPDATE duty SET every = :every::interval WHERE connection = :connection AND kind = :kind
                  AND every IS DISTINCT FROM :every::interval""")
                .param("connection", connection.value())
                .param("kind", kind)
                .param("every", interval(every))
                .update();
    }

    /**
     * Makes a duty due now; one that does not exist stays so. Only a vendor that asked to be left alone is left alone until
     * then.
     */
    @Transactional
    public void mark(ConnectionId connection, String kind) {
        int marked = jdbc.sql("""
                UPDATE duty SET due_since = coalesce(due_since, clock_timestamp()),
                    marked_again = claimed_epoch IS NOT NULL,
                    next_at = CASE WHEN fault = 'THROTTLED' THEN next_at ELSE '-infinity' END
                WHERE connection = :connection AND kind = :kind""")
                .param("connection", connection.value())
                .param("kind", kind)
                .update();
        if (marked > 0) {
            events.publishEvent(new DutiesDue(Set.of(connection)));
        }
    }

    /**
     * Claims the oldest duty whose time has come, also one that was left claimed: by an older epoch, or by this one, of which only
     * one thread claims, and only after it has ended what it claimed before. Committed on return, so that an attempt that ends
     * this process is counted too.
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public Optional<Duty> claim(ConnectionId connection, long epoch) {
        return claim(connection, epoch, null);
    }

    /**
     * Claims a duty of one kind, if its time has come.
     *
     * @param only its kind; null for any
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public Optional<Duty> claim(ConnectionId connection, long epoch, @Nullable String only) {
        return jdbc.sql("""
                WITH due AS MATERIALIZED (
                    SELECT kind FROM duty
                    WHERE connection = :connection AND due_since IS NOT NULL AND next_at <= clock_timestamp()
                      AND (claimed_epoch IS NULL OR claimed_epoch <= :epoch) AND kind = coalesce(:only, kind)
                    ORDER BY due_since, kind LIMIT 1 FOR UPDATE SKIP LOCKED)
                UPDATE duty d SET claimed_epoch = :epoch, claimed_at = clock_timestamp(), marked_again = false,
                    attempts = attempts + 1,
                    progress = CASE WHEN cursor IS NULL THEN 0 ELSE progress END,
                    total = CASE WHEN cursor IS NULL THEN NULL ELSE total END
                FROM due WHERE d.connection = :connection AND d.kind = due.kind
                RETURNING d.kind, d.cursor, d.attempts""")
                .param("connection", connection.value())
                .param("epoch", epoch)
                .param("only", only)
                .query((row, index) ->
                        new Duty(connection, row.getString("kind"), row.getString("cursor"), row.getInt("attempts")))
                .optional();
    }

    /**
     * Notes how far a duty has come, in the caller's transaction if there is one.
     *
     * @param cursor where to go on after an interruption; null leaves it
     * @return false if the connection has changed hands since
     */
    @Transactional
    public boolean progress(Duty duty, long epoch, long done, @Nullable Long total, @Nullable String cursor) {
        return jdbc.sql("""
                UPDATE duty SET progress = :done, total = :total, cursor = coalesce(:cursor, cursor)
                WHERE connection = :connection AND kind = :kind AND claimed_epoch = :epoch""")
                        .param("done", done)
                        .param("total", total)
                        .param("cursor", cursor)
                        .param("connection", duty.connection().value())
                        .param("kind", duty.kind())
                        .param("epoch", epoch)
                        .update()
                > 0;
    }

    /**
     * Does something for a duty in one transaction that only holds if the duty is still this owner's at its end. Locks the duty
     * last, as whoever marks one does.
     *
     * @return false if the connection has changed hands since; nothing of the work is kept then
     */
    @Transactional
    public boolean fenced(Duty duty, long epoch, Runnable work) {
        work.run();
        boolean mine = jdbc.sql("""
                        SELECT 1 FROM duty WHERE connection = :connection AND kind = :kind AND claimed_epoch = :epoch
                        FOR UPDATE""")
                .param("connection", duty.connection().value())
                .param("kind", duty.kind())
                .param("epoch", epoch)
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!mine) {
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        }
        return mine;
    }

    /**
     * Records that a duty is done, unless the connection has changed hands since. A mark that came meanwhile keeps it due.
     *
     * @param cursor where the next one goes on; null from the beginning
     */
    @Transactional
    public void done(Duty duty, long epoch, @Nullable String cursor) {
        jdbc.sql("""
                UPDATE duty SET done_at = clock_timestamp(), cursor = :cursor,
                    due_since = CASE WHEN marked_again THEN clock_timestamp() END, marked_again = false,
                    claimed_epoch = NULL, claimed_at = NULL, attempts = 0, fault = NULL, detail = NULL,
                    next_at = '-infinity'
                WHERE connection = :connection AND kind = :kind AND claimed_epoch = :epoch""")
                .param("cursor", cursor)
                .param("connection", duty.connection().value())
                .param("kind", duty.kind())
                .param("epoch", epoch)
                .update();
    }

    /** Records that a duty failed, unless the connection has changed hands since; it stays due. */
    @Transactional
    public void failed(Duty duty, long epoch, Fault fault, String detail, Duration retryIn) {
        jdbc.sql("""
                UPDATE duty SET claimed_epoch = NULL, claimed_at = NULL, marked_again = false,
                    fault = :fault, detail = :detail, next_at = clock_timestamp() + :wait::interval
                WHERE connection = :connection AND kind = :kind AND claimed_epoch = :epoch""")
                .param("fault", fault.name())
                .param("detail", detail)
                .param("wait", interval(retryIn))
                .param("connection", duty.connection().value())
                .param("kind", duty.kind())
                .param("epoch", epoch)
                .update();
    }

    /** The duties of a connection, by kind. */
    public List<State> of(ConnectionId connection) {
        return jdbc.sql("""
                SELECT kind, (extract(epoch FROM every) * 1000)::bigint AS every_millis, due_since, done_at, fault, detail,
                    progress, total, cursor
                FROM duty WHERE connection = :connection ORDER BY kind""")
                .param("connection", connection.value())
                .query(Duties::state)
                .list();
    }

    /** One kind of duty of every connection that has it, in one query. */
    public Map<ConnectionId, State> ofKind(String kind) {
        Map<ConnectionId, State> states = new HashMap<>();
        jdbc.sql("""
                SELECT connection, kind, (extract(epoch FROM every) * 1000)::bigint AS every_millis, due_since, done_at, fault,
                    detail, progress, total, cursor
                FROM duty WHERE kind = :kind""").param("kind", kind).query(row -> {
            states.put(new ConnectionId(row.getString("connection")), state(row, 0));
        });
        return states;
    }

    /** Ends a duty; what is being done of it is not recorded any more. */
    @Transactional
    public void drop(ConnectionId connection, String kind) {
        jdbc.sql("DELETE FROM duty WHERE connection = :connection AND kind = :kind")
                .param("connection", connection.value())
                .param("kind", kind)
                .update();
    }

    /** Makes duties due whose period has passed since they were done. */
    @Transactional
    void markPassed() {
        Set<ConnectionId> due = new HashSet<>(jdbc.sql("""
                UPDATE duty SET due_since = clock_timestamp()
                WHERE due_since IS NULL AND done_at + every <= clock_timestamp()
                RETURNING connection""")
                .query((row, index) -> new ConnectionId(row.getString(1)))
                .list());
        if (!due.isEmpty()) {
            events.publishEvent(new DutiesDue(due));
        }
    }

    private static State state(ResultSet row, int index) throws SQLException {
        Long every = row.getObject("every_millis", Long.class);
        return new State(
                row.getString("kind"),
                every == null ? null : Duration.ofMillis(every),
                instant(row, "due_since"),
                instant(row, "done_at"),
                row.getString("fault"),
                row.getString("detail"),
                row.getLong("progress"),
                row.getObject("total", Long.class),
                row.getString("cursor"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable String interval(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() + " milliseconds";
    }
}

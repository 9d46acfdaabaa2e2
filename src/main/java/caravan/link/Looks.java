package caravan.link;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Things to read at the vendor by id, because something hinted at them. Many hints become one look. */
@Component
public class Looks {

    /**
     * A hint.
     *
     * @param kind what to read, for example {@code order}
     * @param subject its id at the vendor
     */
    public record Hint(ConnectionId connection, String kind, String subject) implements Comparable<Hint> {
        @Override
        public int compareTo(Hint other) {
            return (connection + "/" + kind + "/" + subject)
                    .compareTo(other.connection + "/" + other.kind + "/" + other.subject);
        }
    }

    /**
     * A look that is being made.
     *
     * @param hints how many hints it answers
     * @param attempts claims since the last success, this one included
     */
    public record Look(
            ConnectionId connection, String kind, String subject, long hints, int attempts, Instant claimedAt) {}

    private static final String NAMED = "connection = :connection AND kind = :kind AND subject = :subject";
    private static final String CLAIMED = NAMED + " AND claimed_at = :claimed";

    private final JdbcClient jdbc;

    Looks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes looks due after a while, in which further hints of the same thing add nothing. What one transaction wants it wants
     * at once: their rows are locked sorted.
     *
     * @param after how long to wait for more hints, of each
     * @param changed when things changed by the vendor's clock, of which it is not known how; none for mere hints
     */
    @Transactional
    public void want(Map<Hint, Duration> after, Map<Hint, Instant> changed) {
        if (!after.isEmpty()) {
            jdbc.sql("""
                    INSERT INTO look AS l (connection, kind, subject, due_at, changed_at)
                    SELECT c, k, s, clock_timestamp() + a::interval, t::timestamptz
                    FROM unnest(:connection::text[], :kind::text[], :subject::text[], :after::text[], :changed::text[])
                        AS d(c, k, s, a, t)
                    ON CONFLICT (connection, kind, subject)
                        DO UPDATE SET hints = l.hints + 1, due_at = least(l.due_at, excluded.due_at),
                            changed_at = least(l.changed_at, excluded.changed_at), given_up_at = NULL""")
                    .params(Columns.of(new TreeMap<>(after).entrySet())
                            .text("connection", each -> each.getKey().connection())
                            .text("kind", each -> each.getKey().kind())
                            .text("subject", each -> each.getKey().subject())
                            .text("after", each -> each.getValue().toMillis() + " milliseconds")
                            .text("changed", each -> changed.get(each.getKey()))
                            .arrays())
                    .update();
        }
    }

    /** Makes looks due, each after the same while. */
    @Transactional
    public void want(Collection<Hint> hints, Duration after) {
        want(hints.stream().distinct().collect(Collectors.toMap(Function.identity(), hint -> after)), Map.of());
    }

    /**
     * When the first thing of a kind changed of which it is not known how, by the vendor's clock. Its look is still open, however
     * long ago that was and however often it failed.
     */
    public Optional<Instant> firstUnknownChange(ConnectionId connection, String kind) {
        return change(connection, kind, "min(changed_at) FILTER (WHERE given_up_at IS NULL)");
    }

    /** When the last thing of a kind changed, by the vendor's clock, whose look was given up within a day: it is not known how. */
    public Optional<Instant> lastGivenUpChange(ConnectionId connection, String kind) {
        return change(
                connection, kind, "max(changed_at) FILTER (WHERE given_up_at > clock_timestamp() - interval '1 day')");
    }

    private Optional<Instant> change(ConnectionId connection, String kind, String which) {
        return jdbc.sql("SELECT " + which + " FROM look WHERE connection = :connection AND kind = :kind")
                .param("connection", connection.value())
                .param("kind", kind)
                .query((row, index) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /**
     * Claims looks whose time has come, oldest first, also those that were left claimed: by an older epoch, or by this one, of
     * which only one thread claims, and only after it has ended what it claimed before. Committed on return, so that an attempt
     * that ends this process is counted too.
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public List<Look> claim(ConnectionId connection, long epoch, int most) {
        return jdbc.sql("""
                WITH due AS MATERIALIZED (
                    SELECT kind, subject FROM look
                    WHERE connection = :connection AND due_at <= clock_timestamp() AND next_at <= clock_timestamp()
                      AND (claimed_epoch IS NULL OR claimed_epoch <= :epoch)
                    ORDER BY due_at, kind, subject LIMIT :most FOR UPDATE SKIP LOCKED),
                claimed AS (
                    UPDATE look l SET claimed_epoch = :epoch, claimed_at = clock_timestamp(), attempts = attempts + 1
                    FROM due WHERE l.connection = :connection AND l.kind = due.kind AND l.subject = due.subject
                    RETURNING l.kind, l.subject, l.hints, l.attempts, l.claimed_at, l.due_at)
                SELECT * FROM claimed ORDER BY due_at, kind, subject""")
                .param("connection", connection.value())
                .param("epoch", epoch)
                .param("most", most)
                .query((row, index) -> new Look(
                        connection,
                        row.getString("kind"),
                        row.getString("subject"),
                        row.getLong("hints"),
                        row.getInt("attempts"),
                        row.getObject("claimed_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /**
     * Ends a look. One that was hinted at again meanwhile, or that another owner is making by now, stays.
     *
     * @return whether it was still this owner's
     */
    @Transactional
    public boolean done(Look look) {
        int ended = of(look, "DELETE FROM look WHERE " + CLAIMED + " AND hints = :hints")
                .param("hints", look.hints())
                .update();
        // Still there only if hints came meanwhile: the next look is a new one.
        int left = of(look, """
                UPDATE look SET claimed_epoch = NULL, claimed_at = NULL, attempts = 0, next_at = '-infinity',
                    fault = NULL, detail = NULL, failing_since = NULL WHERE\s""" + CLAIMED).update();
        return ended + left > 0;
    }

    /**
     * How a look stands that failed.
     *
     * @param since when it failed for the first time since it last succeeded
     * @param age how long ago that is
     * @param changed when the thing changed by the vendor's clock, of which it is not known how; null for a mere hint
     */
    public record Failing(
            Instant since, Duration age, @Nullable Instant changed) {}

    /**
     * Puts a look off. Hints that come meanwhile wait as well.
     *
     * @return empty if another owner is making it by now, or somebody gave it up
     */
    @Transactional
    public Optional<Failing> failed(Look look, Duration retryIn, Fault fault, String detail) {
        return of(look, """
                UPDATE look SET claimed_epoch = NULL, claimed_at = NULL, fault = :fault, detail = :detail,
                    next_at = clock_timestamp() + :wait::interval,
                    failing_since = coalesce(failing_since, clock_timestamp())
                WHERE given_up_at IS NULL AND\s""" + CLAIMED + " " + """
                RETURNING failing_since, (extract(epoch FROM clock_timestamp() - failing_since) * 1000)::bigint AS millis,
                    changed_at""")
                .param("wait", retryIn.toMillis() + " milliseconds")
                .param("fault", fault.name())
                .param("detail", detail)
                .query((row, index) -> new Failing(
                        row.getTimestamp("failing_since").toInstant(),
                        Duration.ofMillis(row.getLong("millis")),
                        Optional.ofNullable(row.getTimestamp("changed_at"))
                                .map(Timestamp::toInstant)
                                .orElse(null)))
                .optional();
    }

    /**
     * Makes a look that fails due now, or one that was given up. Only a vendor that asked to be left alone is left alone until then.
     *
     * @return false if there is no such look
     */
    @Transactional
    public boolean retry(Hint look) {
        return of(look, """
                UPDATE look SET due_at = least(due_at, clock_timestamp()), given_up_at = NULL,
                    next_at = CASE WHEN fault = 'THROTTLED' THEN next_at ELSE '-infinity' END WHERE\s""" + NAMED).update() > 0;
    }

    /** Makes a look no more until it is hinted at again. One that is being made ends as it does, and is done if it succeeds. */
    @Transactional
    public boolean giveUp(Hint look) {
        return of(look, """
                UPDATE look SET due_at = 'infinity', given_up_at = clock_timestamp(), attempts = 0,
                    next_at = '-infinity', failing_since = NULL WHERE\s""" + NAMED).update() > 0;
    }

    private JdbcClient.StatementSpec of(Hint look, String statement) {
        return jdbc.sql(statement)
                .param("connection", look.connection().value())
                .param("kind", look.kind())
                .param("subject", look.subject());
    }

    private JdbcClient.StatementSpec of(Look look, String statement) {
        return of(new Hint(look.connection(), look.kind(), look.subject()), statement)
                .param("claimed", look.claimedAt().atOffset(ZoneOffset.UTC));
    }
}

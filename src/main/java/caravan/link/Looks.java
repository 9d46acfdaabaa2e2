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

    private static final String CLAIMED =
            "connection = :connection AND kind = :kind AND subject = :subject AND claimed_at = :claimed";

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
                            changed_at = least(l.changed_at, excluded.changed_at)""")
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
        return jdbc.sql("SELECT min(changed_at) FROM look WHERE connection = :connection AND kind = :kind")
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

    /** Ends a look. One that was hinted at again meanwhile, or that another owner is making by now, stays. */
    @Transactional
    public void done(Look look) {
        of(look, "DELETE FROM look WHERE " + CLAIMED + " AND hints = :hints")
                .param("hints", look.hints())
                .update();
        // Still there only if hints came meanwhile: the next look is a new one.
        of(look, """
                UPDATE look SET claimed_epoch = NULL, claimed_at = NULL, attempts = 0, next_at = '-infinity',
                    fault = NULL, detail = NULL WHERE\s""" + CLAIMED).update();
    }

    /** Puts a look off, unless another owner is making it by now. Hints that come meanwhile wait as well. */
    @Transactional
    public void failed(Look look, Duration retryIn, Fault fault, String detail) {
        of(look, """
                UPDATE look SET claimed_epoch = NULL, claimed_at = NULL, fault = :fault, detail = :detail,
                    next_at = clock_timestamp() + :wait::interval WHERE\s""" + CLAIMED)
                .param("wait", retryIn.toMillis() + " milliseconds")
                .param("fault", fault.name())
                .param("detail", detail)
                .update();
    }

    private JdbcClient.StatementSpec of(Look look, String statement) {
        return jdbc.sql(statement)
                .param("connection", look.connection().value())
                .param("kind", look.kind())
                .param("subject", look.subject())
                .param("claimed", look.claimedAt().atOffset(ZoneOffset.UTC));
    }
}

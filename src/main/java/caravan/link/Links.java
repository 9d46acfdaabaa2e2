package caravan.link;

import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What has to be done towards a connection, besides stock: each link closes the gap between the revision wanted and the
 * revision done. A claim is committed before the call, so that a call without a result is known.
 */
@Component
public class Links {
    /** Claims without a result after which it is our own mistake. */
    private static final int MOST_CLAIMS = 3;

    /**
     * A link whose call may be made now.
     *
     * @param wanted the revision this attempt brings about
     * @param externalId the vendor's id, if it has the counterpart already
     */
    public record Claim(
            ConnectionId connection,
            LinkKind kind,
            String subject,
            long wanted,
            @Nullable String externalId,
            long epoch) {}

    private final JdbcClient jdbc;

    Links(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Wants one more revision done. A refusal was of the old one and is forgotten; the time of the next try is not moved. */
    @Transactional
    public void want(ConnectionId connection, LinkKind kind, String subject) {
        jdbc.sql("""
                INSERT INTO link AS l (connection, kind, subject, rank) VALUES (:connection, :kind, :subject, :rank)
                ON CONFLICT (connection, kind, subject) DO UPDATE SET wanted = l.wanted + 1,
                    due_since = coalesce(l.due_since, clock_timestamp()),
                    fault = CASE WHEN l.fault = 'REFUSED' THEN NULL ELSE l.fault END,
                    detail = CASE WHEN l.fault = 'REFUSED' THEN NULL ELSE l.detail END""")
                .param("connection", connection.value())
                .param("kind", kind.name())
                .param("subject", subject)
                .param("rank", kind.rank())
                .update();
    }

    /**
     * Claims what is due, oldest first: never a link whose subject has an earlier kind undone or another call out. A claim
     * left behind by an older epoch blocks its subject until its time-out has passed; after three claims without a result
     * it is a defect. Committed on return, whatever becomes of the caller's transaction.
     *
     * @param timeout how long a call can take at most
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public List<Claim> claim(ConnectionId connection, long epoch, int most, Duration timeout) {
        takeTurn(connection, epoch);
        giveUpUnheard(connection, epoch, timeout);
        // Materialized, for a subquery with a limit may run more than once in a join and then claims too much. The
        // link's own
        // claim is asked for apart from the others': only what stands in the row itself is checked again once it is
        // locked.
        return jdbc.sql("""
                WITH due AS MATERIALIZED (
                    SELECT kind, subject FROM link d
                    WHERE d.connection = :connection AND d.due_since IS NOT NULL AND d.next_at <= clock_timestamp()
                      AND d.fault IS DISTINCT FROM 'REFUSED'
                      AND (d.claimed_by IS NULL
                           OR d.claimed_by < :epoch AND d.claimed_at < clock_timestamp() - :timeout::interval)
                      AND NOT EXISTS (SELECT FROM link o WHERE o.connection = d.connection AND o.subject = d.subject
                                        AND o.claimed_by IS NOT NULL
                                        AND NOT (o.claimed_by < :epoch
                                                 AND o.claimed_at < clock_timestamp() - :timeout::interval))
                      AND NOT EXISTS (SELECT FROM link e WHERE e.connection = d.connection AND e.subject = d.subject
                                        AND e.rank < d.rank AND e.done < e.wanted)
                    ORDER BY d.due_since, d.rank, d.subject LIMIT :most FOR UPDATE SKIP LOCKED),
                claimed AS (
                    UPDATE link l SET claimed_by = :epoch, claimed_at = clock_timestamp(), unheard = l.unheard + 1
                    FROM due WHERE l.connection = :connection AND l.kind = due.kind AND l.subject = due.subject
                    RETURNING l.kind, l.subject, l.wanted, l.external_id, l.due_since, l.rank)
                SELECT * FROM claimed ORDER BY due_since, rank, subject""")
                .param("connection", connection.value())
                .param("epoch", epoch)
                .param("most", most)
                .param("timeout", timeout.toMillis() + " milliseconds")
                .query((row, index) -> new Claim(
                        connection,
                        LinkKind.valueOf(row.getString("kind")),
                        row.getString("subject"),
                        row.getLong("wanted"),
                        row.getString("external_id"),
                        epoch))
                .list();
    }

    /**
     * One claimer of an epoch at a time, so that none overlooks the claim another is just making for the same subject. The
     * epoch is part of the lock: an owner that froze while it claimed must not stop its successor.
     */
    private void takeTurn(ConnectionId connection, long epoch) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('link ' || :connection, :epoch))")
                .param("connection", connection.value())
                .param("epoch", epoch)
                .query((row, index) -> true)
                .single();
    }

    private void giveUpUnheard(ConnectionId connection, long epoch, Duration timeout) {
        jdbc.sql("""
                UPDATE link SET fault = 'DEFECT', detail = 'Three calls ended without a result. Look at the call log.',
                    due_since = NULL, claimed_by = NULL
                WHERE connection = :connection AND due_since IS NOT NULL AND unheard >= :claims
                  AND claimed_by < :epoch AND claimed_at < clock_timestamp() - :timeout::interval""")
                .param("connection", connection.value())
                .param("claims", MOST_CLAIMS)
                .param("epoch", epoch)
                .param("timeout", timeout.toMillis() + " milliseconds")
                .update();
    }

    /**
     * Records that the vendor has the revision that was claimed.
     *
     * @return false if the connection has changed hands since; then nothing is recorded
     */
    @Transactional
    public boolean done(Claim claim, @Nullable String externalId) {
        return jdbc.sql("""
                UPDATE link SET done = greatest(done, :wanted), external_id = coalesce(:external, external_id),
                    due_since = CASE WHEN wanted > :wanted THEN clock_timestamp() END,
                    claimed_by = NULL, unheard = 0, attempts = 0, fault = NULL, detail = NULL, next_at = '-infinity'
                WHERE connection = :connection AND kind = :kind AND subject = :subject AND claimed_by = :epoch""")
                        .param("wanted", claim.wanted())
                        .param("external", externalId)
                        .param("connection", claim.connection().value())
                        .param("kind", claim.kind().name())
                        .param("subject", claim.subject())
                        .param("epoch", claim.epoch())
                        .update()
                == 1;
    }

    /**
     * Records a failed call. What passes is tried again, later each time; a no or a defect waits for a person or a rise, also
     * one that came during the call.
     *
     * @return false if the connection has changed hands since; then nothing is recorded
     */
    @Transactional
    public boolean failed(Claim claim, Fault fault, String detail, Duration wait) {
        return jdbc.sql("""
                UPDATE link SET claimed_by = NULL, unheard = 0, attempts = attempts + 1,
                    fault = CASE WHEN :fault <> 'REFUSED' OR wanted = :wanted THEN :fault END,
                    detail = CASE WHEN :fault <> 'REFUSED' OR wanted = :wanted THEN :detail END,
                    due_since = CASE WHEN :fault <> 'DEFECT' OR wanted > :wanted THEN due_since END,
                    next_at = clock_timestamp() + :wait::interval
                WHERE connection = :connection AND kind = :kind AND subject = :subject AND claimed_by = :epoch""")
                        .param("fault", fault.name())
                        .param("detail", detail)
                        .param("wanted", claim.wanted())
                        .param("wait", wait.toMillis() + " milliseconds")
                        .param("connection", claim.connection().value())
                        .param("kind", claim.kind().name())
                        .param("subject", claim.subject())
                        .param("epoch", claim.epoch())
                        .update()
                == 1;
    }

    /** Skips a link that was refused or is a defect, so that the later kinds of its subject go on. */
    @Transactional
    public void skip(ConnectionId connection, LinkKind kind, String subject) {
        jdbc.sql("""
                UPDATE link SET done = wanted, due_since = NULL, fault = NULL, detail = 'Skipped by a person.'
                WHERE connection = :connection AND kind = :kind AND subject = :subject
                  AND fault IN ('REFUSED', 'DEFECT')""")
                .param("connection", connection.value())
                .param("kind", kind.name())
                .param("subject", subject)
                .update();
    }
}

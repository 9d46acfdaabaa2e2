package caravan.inventory;

import caravan.kernel.ConnectionId;
import caravan.kernel.Mark;
import caravan.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What order lines did to the figures of channels: what their own channel took, and which writes told the others. */
@Component
public class EffectView {
    /** How many writes of one listing are looked at for one that was confirmed. */
    private static final int TRIES = 20;

    /**
     * What a channel took out of its own figure for a line, or put back.
     *
     * @param before units taken before
     * @param taken units taken since
     */
    public record Taken(
            long line, Instant at, ConnectionId connection, String channelLocation, Sku sku, long before, long taken) {}

    /**
     * One change a channel was told that carried what a line had moved.
     *
     * @param number grows with each row of any write
     * @param closedAt null while it is under way
     * @param expected what the books said the channel showed before it
     * @param outcome null while it is under way
     */
    public record Told(
            long number,
            UUID write,
            ConnectionId connection,
            String channelLocation,
            Sku sku,
            Instant sentAt,
            @Nullable Instant closedAt,
            long delta,
            long expected,
            @Nullable String outcome) {}

    private final JdbcClient jdbc;

    EffectView(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What channels took for lines, before a mark of time and line, newest first. */
    public List<Taken> taken(Collection<Long> lines, Mark before, int most) {
        return jdbc.sql("""
                SELECT e.line, e.at, e.taken_before, e.taken, s.connection, s.channel_location, s.sku
                FROM line_effect e JOIN line_stock s USING (line)
                WHERE e.line = ANY(:line) AND e.taken <> e.taken_before AND (e.at, e.line) < (:at, :id)
                ORDER BY e.at DESC, e.line DESC LIMIT :most""")
                .param("line", lines.toArray(Long[]::new))
                .param("at", Timestamp.from(before.at()))
                .param("id", before.id())
                .param("most", most)
                .query((row, index) -> new Taken(
                        row.getLong("line"),
                        row.getTimestamp("at").toInstant(),
                        new ConnectionId(row.getString("connection")),
                        row.getString("channel_location"),
                        new Sku(row.getString("sku")),
                        row.getLong("taken_before"),
                        row.getLong("taken")))
                .list();
    }

    /**
     * The writes that carried what lines moved: of each listing of what was moved the first one opened after it, if the listing
     * showed something else than it should since then, and its repeats until one was confirmed. Lines of before this was noted
     * have none.
     */
    public List<Told> told(Collection<Long> lines) {
        return jdbc.sql("""
                WITH part AS (
                    SELECT line, sku FROM line_part WHERE line = ANY(:line)
                    UNION SELECT line, sku FROM line_stock WHERE line = ANY(:line)),
                concerned AS (
                    SELECT p.line, l.id FROM part p JOIN listing l ON l.sku = p.sku
                    UNION SELECT p.line, l.id FROM part p JOIN bundle_component b ON b.component = p.sku
                          JOIN listing l ON l.sku = b.bundle),
                carrying AS (
                    SELECT DISTINCT c.id, f.number, sign(f.delta) AS way
                    FROM line_effect e JOIN concerned c USING (line)
                    CROSS JOIN LATERAL (
                        SELECT r.number, r.delta, r.due_since FROM stock_write_row r
                        WHERE r.listing = c.id AND r.number > e.writes ORDER BY r.number LIMIT 1) AS f
                    WHERE e.line = ANY(:line) AND f.due_since <= e.at),
                sent AS (
                    SELECT DISTINCT r.* FROM carrying f CROSS JOIN LATERAL (
                        SELECT * FROM (
                            SELECT t.*, count(*) FILTER (WHERE outcome = 'confirmed') OVER (ORDER BY number) AS confirmed
                            FROM (SELECT * FROM stock_write_row r WHERE r.listing = f.id AND r.number >= f.number
                                  ORDER BY r.number LIMIT :tries) AS t
                            WHERE sign(t.delta) = f.way) AS t
                        WHERE t.confirmed = 0 OR t.confirmed = 1 AND t.outcome = 'confirmed') AS r)
                SELECT s.number, s.write, l.connection, l.channel_location, l.sku, w.sent_at,
                       CASE WHEN s.outcome IS NULL THEN NULL ELSE w.closed_at END AS closed_at, s.delta, s.expected, s.outcome
                FROM sent s JOIN stock_write w ON w.id = s.write JOIN listing l ON l.id = s.listing
                ORDER BY w.sent_at DESC, s.number DESC""")
                .param("line", lines.toArray(Long[]::new))
                .param("tries", TRIES)
                .query(EffectView::told)
                .list();
    }

    private static Told told(ResultSet row, int index) throws SQLException {
        Timestamp closed = row.getTimestamp("closed_at");
        return new Told(
                row.getLong("number"),
                row.getObject("write", UUID.class),
                new ConnectionId(row.getString("connection")),
                row.getString("channel_location"),
                new Sku(row.getString("sku")),
                row.getTimestamp("sent_at").toInstant(),
                closed == null ? null : closed.toInstant(),
                row.getLong("delta"),
                row.getLong("expected"),
                row.getString("outcome"));
    }
}

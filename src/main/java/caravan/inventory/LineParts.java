package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.Sku;
import caravan.order.LinesStated;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** At which levels the units of order lines lie, and whether they count there beside an opening balance. */
@Component
class LineParts {
    private final JdbcClient jdbc;
    private final Ledger ledger;

    LineParts(JdbcClient jdbc, Ledger ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /** Makes the rows of lines never seen, then locks every level the lines lie at, sorted. */
    void lock(List<LinesStated.Line> lines, Map<String, Object> ids) {
        List<Long> added = jdbc.sql("""
                INSERT INTO line_stock (line, connection, channel_location, sku, placed_at)
                SELECT l, c, w, s, p::timestamptz
                FROM unnest(:line::bigint[], :connection::text[], :where::text[], :sku::text[], :placed::text[])
                    AS d(l, c, w, s, p)
                ON CONFLICT (line) DO NOTHING RETURNING line""")
                .params(Columns.of(lines)
                        .whole("line", LinesStated.Line::line)
                        .text("connection", LinesStated.Line::connection)
                        .text("where", LinesStated.Line::channelLocation)
                        .text("sku", LinesStated.Line::sku)
                        .text("placed", LinesStated.Line::placedAt)
                        .arrays())
                .query(Long.class)
                .list();
        Long[] fresh = added.toArray(Long[]::new);
        if (fresh.length > 0) {
            addParts(fresh, lines);
        }
        // Those that do not count, too: an opening balance that is booked just now decides that, and is waited for
        // here.
        jdbc.sql("""
                SELECT l.sku FROM level l JOIN line_part p USING (sku, location)
                WHERE p.line = ANY(:line)
                ORDER BY l.sku, l.location FOR UPDATE OF l""").params(ids).query(String.class).list();
        if (fresh.length < lines.size()) {
            countGrown(lines, fresh);
        }
        if (fresh.length > 0) {
            jdbc.sql("""
                    UPDATE line_part p SET counts = false
                    FROM level l, line_stock s
                    WHERE p.line = ANY(:line) AND s.line = p.line AND l.sku = p.sku AND l.location = p.location
                      AND s.placed_at < l.opened_at""").param("line", fresh).update();
        }
    }

    /**
     * A line that was placed before the opening balance counts once it has more units than it had then: they were free to sell at
     * that moment. What it owed before lies beside what was free, and is booked with them. Where the document leaves open
     * when it grew, it counts, too.
     */
    private void countGrown(List<LinesStated.Line> lines, Long[] fresh) {
        Map<String, Object> stated = Columns.of(lines)
                .whole("line", LinesStated.Line::line)
                .whole("units", line -> line.owed() + line.gone() + line.kept())
                .whole("owed", LinesStated.Line::owed)
                .text("placed", LinesStated.Line::placedAt)
                .text("until", line -> line.changed().to())
                .arrays();
        // A balance that is booked later, for a moment in between, has to know when these units were still free.
        jdbc.sql("""
                UPDATE line_stock s SET placed_at = d.placed::timestamptz
                FROM unnest(:line::bigint[], :owed::bigint[], :placed::text[]) AS d(line, owed, placed)
                WHERE s.line = d.line AND d.owed > 0 AND s.placed_at < d.placed::timestamptz
                  AND s.line <> ALL(:fresh) AND s.owed = 0 AND s.gone = 0 AND s.kept = 0""").params(stated).param("fresh", fresh).update();
        List<Movement> beside = jdbc.sql("""
                UPDATE line_part p SET counts = true
                FROM unnest(:line::bigint[], :units::bigint[], :until::text[]) AS d(line, units, until), line_stock s, level l
                WHERE p.line = d.line AND NOT p.counts AND s.line = p.line AND p.line <> ALL(:fresh)
                  AND d.units > s.owed + s.gone + s.kept
                  AND l.sku = p.sku AND l.location = p.location AND d.until::timestamptz >= l.opened_at
                RETURNING p.line, p.sku, p.location, s.owed * p.quantity AS owed,
                    greatest(0, s.kept - s.settled) * p.quantity AS withheld""")
                .params(stated)
                .param("fresh", fresh)
                .query(LineParts::beside)
                .list();
        List<Movement> moving =
                beside.stream().filter(each -> each.onHand() > 0).toList();
        if (!moving.isEmpty()) {
            ledger.book(moving);
        }
    }

    private static Movement beside(ResultSet row, int index) throws SQLException {
        long owed = row.getLong("owed");
        long withheld = row.getLong("withheld");
        String line = row.getString("line");
        return new Movement(
                "older/" + line + "/" + row.getString("sku"),
                new Sku(row.getString("sku")),
                row.getString("location"),
                owed + withheld,
                owed,
                withheld,
                "owed since before the opening balance",
                "line " + line,
                "hub");
    }

    /**
     * A line lies at one location that feeds its channel location: the first by priority that has all its units, else the
     * one that has most of them. A bundle's line lies at its components as they are now.
     */
    private void addParts(Long[] fresh, List<LinesStated.Line> lines) {
        jdbc.sql("""
                INSERT INTO line_part (line, sku, location, quantity, counts)
                SELECT s.line, part.sku,
                       coalesce((SELECT f.location FROM location_feed f
                                 LEFT JOIN level v ON v.sku = part.sku AND v.location = f.location
                                 CROSS JOIN LATERAL (
                                     SELECT coalesce(v.on_hand - v.reserved - v.withheld, 0) AS available) AS a
                                 WHERE f.connection = s.connection AND f.channel_location = s.channel_location
                                 ORDER BY a.available >= d.owed * part.quantity DESC,
                                          CASE WHEN a.available < d.owed * part.quantity THEN -a.available END,
                                          f.priority, f.location LIMIT 1), 'main'),
                       part.quantity, true
                FROM unnest(:stated::bigint[], :owed::bigint[]) AS d(line, owed)
                JOIN line_stock s ON s.line = d.line
                LEFT JOIN bundle_component b ON b.bundle = s.sku
                CROSS JOIN LATERAL (SELECT coalesce(b.component, s.sku) AS sku, coalesce(b.quantity, 1) AS quantity) AS part
                WHERE s.line = ANY(:line)""")
                .param("line", fresh)
                .params(Columns.of(lines)
                        .whole("stated", LinesStated.Line::line)
                        .whole("owed", LinesStated.Line::owed)
                        .arrays())
                .update();
        // Only those that are not there: even without a conflict to solve, an insert waits for whoever changes the row.
        jdbc.sql("""
                INSERT INTO level (sku, location)
                SELECT DISTINCT sku, location FROM line_part p WHERE line = ANY(:line)
                  AND NOT EXISTS (SELECT FROM level v WHERE v.sku = p.sku AND v.location = p.location)
                ORDER BY sku, location
                ON CONFLICT DO NOTHING""").param("line", fresh).update();
    }
}

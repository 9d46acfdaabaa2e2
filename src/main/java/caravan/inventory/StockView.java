package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.Mark;
import caravan.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The ledger as people look at it. */
@Component
public class StockView {

    /** A place where stock is. */
    public record Location(String code, String name) {}

    /**
     * One movement of the ledger, by differences.
     *
     * @param id grows with each movement booked
     * @param cause what caused it, for example {@code line 17}
     */
    public record Entry(
            long id,
            Instant at,
            Sku sku,
            String location,
            long onHand,
            long reserved,
            long withheld,
            String reason,
            @Nullable String cause,
            String actor) {}

    /**
     * What one order line holds of one item at one location.
     *
     * @param reserved owed to the customer
     * @param withheld neither owed nor for sale until a person decides
     */
    public record Hold(long line, Sku sku, String location, long reserved, long withheld) {}

    private final JdbcClient jdbc;

    StockView(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The levels of items; of bundles those of their components. */
    public List<Level> levels(Collection<Sku> skus) {
        return jdbc.sql("""
                SELECT * FROM level WHERE sku = ANY(:sku::text[])
                   OR sku = ANY(ARRAY(SELECT component FROM bundle_component WHERE bundle = ANY(:sku::text[])))
                ORDER BY sku, location""")
                .params(Columns.of(skus).text("sku", sku -> sku).arrays())
                .query((row, index) -> new Level(
                        new Sku(row.getString("sku")),
                        row.getString("location"),
                        row.getLong("on_hand"),
                        row.getLong("reserved"),
                        row.getLong("withheld")))
                .list();
    }

    /** Items worth a look: those whose channels show another figure than they should, those that moved last, then any. */
    public List<Sku> watched(int most) {
        return jdbc.sql("""
                SELECT sku FROM (
                    (SELECT l.sku, 0 AS rank FROM listing_due d JOIN listing l ON l.id = d.listing
                     ORDER BY d.since LIMIT :most)
                    UNION ALL
                    (SELECT sku, 1 FROM (SELECT sku, id FROM movement ORDER BY id DESC LIMIT 200) AS latest
                     GROUP BY sku ORDER BY max(id) DESC LIMIT :most)
                    UNION ALL
                    (SELECT sku, 2 FROM level ORDER BY sku LIMIT :most)) AS candidate
                GROUP BY sku ORDER BY min(rank), sku LIMIT :most""").param("most", most).query((row, index) -> new Sku(row.getString(1))).list().stream()
                .sorted()
                .toList();
    }

    public List<Location> locations() {
        return jdbc.sql("SELECT code, name FROM location ORDER BY code")
                .query(Location.class)
                .list();
    }

    /** The last movements of an item, newest first. */
    public List<Entry> movements(Sku sku, int most) {
        return movements(sku, Long.MAX_VALUE, most);
    }

    /** The last movements of an item before the one with this id, newest first. */
    public List<Entry> movements(Sku sku, long before, int most) {
        return jdbc.sql("""
                SELECT m.* FROM level v CROSS JOIN LATERAL (
                    SELECT * FROM movement m WHERE m.sku = v.sku AND m.location = v.location AND m.id < :before
                    ORDER BY m.id DESC LIMIT :most) AS m
                WHERE v.sku = :sku ORDER BY m.id DESC LIMIT :most""")
                .param("sku", sku.value())
                .param("before", before)
                .param("most", most)
                .query(StockView::entry)
                .list();
    }

    /** What order lines moved before a mark, newest first. */
    public List<Entry> movements(Collection<Long> lines, Mark before, int most) {
        return jdbc.sql("""
                SELECT * FROM movement WHERE cause = ANY(:cause) AND (at, id) < (:at, :id) ORDER BY at DESC, id DESC LIMIT :most""")
                .param("at", Timestamp.from(before.at()))
                .param("id", before.id())
                .param("cause", lines.stream().map(line -> "line " + line).toArray(String[]::new))
                .param("most", most)
                .query(StockView::entry)
                .list();
    }

    /** What order lines hold; lines that hold nothing are left out. */
    public List<Hold> held(Collection<Long> lines) {
        return jdbc.sql("""
                SELECT p.line, p.sku, p.location, s.owed * p.quantity AS reserved,
                       greatest(0, s.kept - s.settled) * p.quantity AS withheld
                FROM line_part p JOIN line_stock s USING (line)
                WHERE p.line = ANY(:line) AND p.counts AND (s.owed > 0 OR s.kept > s.settled)
                ORDER BY p.line, p.sku""")
                .param("line", lines.toArray(Long[]::new))
                .query((row, index) -> new Hold(
                        row.getLong("line"),
                        new Sku(row.getString("sku")),
                        row.getString("location"),
                        row.getLong("reserved"),
                        row.getLong("withheld")))
                .list();
    }

    /** An order line that units of a level are owed to. */
    public record Owing(Sku sku, String location, long line) {}

    /** The order lines that units of one level are owed to, the newest first; those of bundles made of it are among them. */
    public List<Long> owing(Sku sku, String location, int most) {
        return owing(List.of(new Level(sku, location, 0, 0, 0)), most).stream()
                .map(Owing::line)
                .toList();
    }

    /**
     * The order lines that units of levels are owed to, level by level.
     *
     * @param most of each level
     */
    public List<Owing> owing(List<Level> levels, int most) {
        return jdbc.sql("""
                SELECT d.sku, d.location, o.line
                FROM unnest(:sku::text[], :location::text[]) WITH ORDINALITY AS d(sku, location, place)
                CROSS JOIN LATERAL (
                    SELECT s.line, s.placed_at FROM line_part p JOIN line_stock s USING (line)
                    WHERE p.sku = d.sku AND p.location = d.location AND p.counts AND s.owed > 0
                    ORDER BY s.placed_at DESC, s.line DESC LIMIT :most) AS o
                ORDER BY d.place, o.placed_at DESC, o.line DESC""")
                .params(Columns.of(levels)
                        .text("sku", Level::sku)
                        .text("location", Level::location)
                        .arrays())
                .param("most", most)
                .query((row, index) ->
                        new Owing(new Sku(row.getString("sku")), row.getString("location"), row.getLong("line")))
                .list();
    }

    private static Entry entry(ResultSet row, int index) throws SQLException {
        return new Entry(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                new Sku(row.getString("sku")),
                row.getString("location"),
                row.getLong("on_hand"),
                row.getLong("reserved"),
                row.getLong("withheld"),
                row.getString("reason"),
                row.getString("cause"),
                row.getString("actor"));
    }
}

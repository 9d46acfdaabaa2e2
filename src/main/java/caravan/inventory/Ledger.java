package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The append-only stock ledger and the levels folded from it. Levels are locked first, sorted; then booking is one statement. */
@Component
class Ledger {
    /** Folds what was really booked into the levels, which are there and locked, and shows each before and after. */
    private static final String FOLD = """
            UPDATE level l SET on_hand = l.on_hand + b.on_hand, reserved = l.reserved + b.reserved,
                withheld = l.withheld + b.withheld
            FROM (SELECT sku, location, sum(on_hand) AS on_hand, sum(reserved) AS reserved, sum(withheld) AS withheld
                  FROM booked GROUP BY sku, location) AS b
            WHERE l.sku = b.sku AND l.location = b.location
            RETURNING l.sku, l.location, l.on_hand, l.reserved, l.withheld, old.reserved - old.on_hand AS short_before""";

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Ledger(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    private record Folded(Level level, long shortBefore) {
        long missing() {
            return level.reserved() - level.onHand();
        }
    }

    /** Books movements whose keys are new and returns the levels they changed. */
    List<Level> book(List<Movement> movements) {
        Map<String, Object> where = Columns.of(movements)
                .text("sku", Movement::sku)
                .text("location", Movement::location)
                .arrays();
        jdbc.sql("""
                INSERT INTO level (sku, location)
                SELECT DISTINCT s, l FROM unnest(:sku::text[], :location::text[]) AS d(s, l) ORDER BY s, l
                ON CONFLICT DO NOTHING""").params(where).update();
        jdbc.sql("""
                SELECT v.sku FROM level v JOIN unnest(:sku::text[], :location::text[]) AS d(s, l)
                    ON v.sku = d.s AND v.location = d.l
                ORDER BY v.sku, v.location FOR UPDATE OF v""").params(where).query(String.class).list();
        List<Folded> folded = jdbc.sql("""
                WITH booked AS (
                    INSERT INTO movement (key, sku, location, on_hand, reserved, withheld, reason, cause, actor)
                    SELECT * FROM unnest(:key::text[], :sku::text[], :location::text[], :onHand::bigint[],
                        :reserved::bigint[], :withheld::bigint[], :reason::text[], :cause::text[], :actor::text[])
                    ON CONFLICT (key) DO NOTHING
                    RETURNING sku, location, on_hand, reserved, withheld)
                """ + FOLD)
                .params(Columns.of(movements)
                        .text("key", Movement::key)
                        .text("sku", Movement::sku)
                        .text("location", Movement::location)
                        .whole("onHand", Movement::onHand)
                        .whole("reserved", Movement::reserved)
                        .whole("withheld", Movement::withheld)
                        .text("reason", Movement::reason)
                        .text("cause", Movement::cause)
                        .text("actor", Movement::actor)
                        .arrays())
                .query(Ledger::folded)
                .list();
        return announce(folded);
    }

    /** Books what lines changed, on every level their parts lie at; the caller has locked these. */
    List<Level> book(List<LineChange> changes, String actor) {
        List<Folded> folded = jdbc.sql("""
                WITH booked AS (
                    INSERT INTO movement (key, sku, location, on_hand, reserved, withheld, reason, cause, actor)
                    SELECT 'line/' || c.line || '/' || c.revision || '/' || p.sku, p.sku, p.location,
                           -c.gone * p.quantity, c.owed * p.quantity, c.withheld * p.quantity, c.reason, 'line ' || c.line,
                           :actor
                    FROM unnest(:line::bigint[], :revision::bigint[], :owed::bigint[], :gone::bigint[],
                                :withheld::bigint[], :reason::text[]) AS c(line, revision, owed, gone, withheld, reason)
                    JOIN line_part p ON p.line = c.line AND p.counts
                    ON CONFLICT (key) DO NOTHING
                    RETURNING sku, location, on_hand, reserved, withheld)
                """ + FOLD)
                .params(Columns.of(changes)
                        .whole("line", LineChange::line)
                        .whole("revision", LineChange::revision)
                        .whole("owed", LineChange::owed)
                        .whole("gone", LineChange::gone)
                        .whole("withheld", LineChange::withheld)
                        .text("reason", LineChange::reason)
                        .arrays())
                .param("actor", actor)
                .query(Ledger::folded)
                .list();
        return announce(folded);
    }

    /** Sets a level, which is locked, to what its movements add up to. */
    void set(LedgerProof.Compared compared) {
        announce(jdbc.sql("""
                UPDATE level l SET on_hand = :onHand, reserved = :reserved, withheld = :withheld, incoming = :incoming
                WHERE l.sku = :sku AND l.location = :location
                RETURNING l.sku, l.location, l.on_hand, l.reserved, l.withheld, old.reserved - old.on_hand AS short_before""")
                .param("onHand", compared.ledger().onHand())
                .param("reserved", compared.ledger().reserved())
                .param("withheld", compared.ledger().withheld())
                .param("incoming", compared.ledger().incoming())
                .param("sku", compared.sku().value())
                .param("location", compared.location())
                .query(Ledger::folded)
                .list());
    }

    private List<Level> announce(List<Folded> folded) {
        List<Oversold.Found> oversold = folded.stream()
                .filter(each -> each.missing() > 0)
                .map(each -> new Oversold.Found(each.level(), each.missing() > each.shortBefore()))
                .toList();
        if (!oversold.isEmpty()) {
            events.publishEvent(new Oversold(oversold));
        }
        List<Level> covered = folded.stream()
                .filter(each -> each.missing() <= 0 && each.shortBefore() > 0)
                .map(Folded::level)
                .toList();
        if (!covered.isEmpty()) {
            events.publishEvent(new OversellCovered(covered));
        }
        return folded.stream().map(Folded::level).toList();
    }

    private static Folded folded(ResultSet row, int index) throws SQLException {
        return new Folded(
                new Level(
                        new Sku(row.getString("sku")),
                        row.getString("location"),
                        row.getLong("on_hand"),
                        row.getLong("reserved"),
                        row.getLong("withheld")),
                row.getLong("short_before"));
    }
}

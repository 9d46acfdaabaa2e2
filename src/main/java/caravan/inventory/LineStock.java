package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.order.LinesStated;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What order lines hold of the stock. A statement is compared with what is held, and the difference is booked; so a repeated
 * statement does nothing. The order's lock guards a line; its listing's lock guards what the baseline shows of it.
 */
@Component
class LineStock {
    /** A line's holdings as stored, and its listing if it has one. */
    private record Held(
            long line,
            long revision,
            long owed,
            long gone,
            long kept,
            long settled,
            long taken,
            long inside,
            @Nullable Long listing,
            @Nullable Period baseline) {

        long withheld() {
            return Math.max(0, kept - settled);
        }
    }

    private record Placed(LinesStated.Line line, Held held, Taking taking) {

        /**
         * A figure read a moment ago may miss units the channel put back since: those a document tells of, and those of changes
         * there and back that none does.
         */
        boolean mayHaveRestocked() {
            boolean same = line.story() == LinesStated.Story.SAME_UNITS;
            return line.story() == LinesStated.Story.CHANGED
                    || line.taken() < Math.max(held.taken(), same ? 0 : line.most());
        }
    }

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final LineParts parts;
    private final Books books;
    private final LineEffects effects;
    private final ApplicationEventPublisher events;

    LineStock(
            JdbcClient jdbc,
            Ledger ledger,
            LineParts parts,
            Books books,
            LineEffects effects,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.parts = parts;
        this.books = books;
        this.effects = effects;
        this.events = events;
    }

    @EventListener
    void on(LinesStated event) {
        if (event.lines().isEmpty()) {
            return;
        }
        Map<String, Object> ids =
                Columns.of(event.lines()).whole("line", LinesStated.Line::line).arrays();
        parts.lock(event.lines(), ids);
        Map<Long, Held> before = held(ids);
        List<LineChange> changes = changes(event.lines(), before);
        Set<Sku> moved = new HashSet<>();
        if (!changes.isEmpty()) {
            ledger.book(changes, "hub").forEach(level -> moved.add(level.sku()));
        }
        Set<Sku> taken = event.lines().stream().map(LinesStated.Line::sku).collect(Collectors.toSet());
        List<Long> listings = books.lock(moved, taken);
        books.move(listings, place(event.lines(), listings.isEmpty() ? before : held(ids)));
        effects.note(
                event.lines(), line -> Objects.requireNonNull(before.get(line)).taken(), changes);
        announce(changes);
    }

    private void announce(List<LineChange> changes) {
        List<Long> risen = changes.stream()
                .filter(change -> change.withheld() > 0)
                .map(LineChange::line)
                .toList();
        List<Long> fallen = changes.stream()
                .filter(change -> change.withheld() < 0)
                .map(LineChange::line)
                .toList();
        if (!risen.isEmpty() || !fallen.isEmpty()) {
            events.publishEvent(new WithheldChanged(risen, fallen));
        }
    }

    private static List<LineChange> changes(List<LinesStated.Line> lines, Map<Long, Held> before) {
        List<LineChange> changes = new ArrayList<>();
        for (LinesStated.Line line : lines) {
            Held held = Objects.requireNonNull(before.get(line.line()));
            LineChange change = new LineChange(
                    line.line(),
                    held.revision() + 1,
                    line.owed() - held.owed(),
                    line.gone() - held.gone(),
                    Math.max(0, line.kept() - held.settled()) - held.withheld());
            if (!change.isNothing()) {
                changes.add(change);
            }
        }
        return changes;
    }

    private Map<Long, Held> held(Map<String, Object> ids) {
        return jdbc.sql("""
                SELECT s.*, l.id AS listing, l.baseline_from, l.baseline_to
                FROM line_stock s LEFT JOIN listing l USING (connection, channel_location, sku)
                WHERE s.line = ANY(:line)""").params(ids).query(LineStock::held).list().stream()
                .collect(Collectors.toMap(Held::line, Function.identity()));
    }

    /** Writes what lines hold now, and says by how much that moves their listings' books. The listings are locked. */
    private List<Books.Count> place(List<LinesStated.Line> lines, Map<Long, Held> held) {
        List<Placed> placed = new ArrayList<>();
        for (LinesStated.Line line : lines) {
            Held before = Objects.requireNonNull(held.get(line.line()));
            placed.add(new Placed(line, before, Taking.of(line, before.taken(), before.inside(), before.baseline())));
        }
        Columns<Placed> columns = Columns.of(placed)
                .whole("line", each -> each.line().line())
                .whole("owed", each -> each.line().owed())
                .whole("gone", each -> each.line().gone())
                .whole("kept", each -> each.line().kept())
                .whole("taken", each -> each.line().taken())
                .whole("inside", each -> each.taking().inside())
                .text("since", each -> each.line().changed().from());
        jdbc.sql("""
                UPDATE line_stock s SET revision = s.revision + 1, owed = d.owed, gone = d.gone, kept = d.kept,
                    taken = d.taken, inside = d.inside,
                    taken_before = CASE WHEN d.taken = s.taken THEN s.taken_before ELSE s.taken END,
                    changed_from = CASE WHEN d.taken = s.taken THEN s.changed_from ELSE d.since::timestamptz END
                FROM unnest(:line::bigint[], :owed::bigint[], :gone::bigint[], :kept::bigint[], :taken::bigint[],
                            :inside::bigint[], :since::text[]) AS d(line, owed, gone, kept, taken, inside, since)
                WHERE s.line = d.line AND (s.owed, s.gone, s.kept, s.taken, s.inside)
                    IS DISTINCT FROM (d.owed, d.gone, d.kept, d.taken, d.inside)""").params(columns.arrays()).update();
        return placed.stream()
                .filter(each -> each.held().listing() != null)
                .map(each -> new Books.Count(
                        Objects.requireNonNull(each.held().listing()),
                        (each.line().taken() - each.taking().inside())
                                - (each.held().taken() - each.held().inside()),
                        each.taking().inside() - each.held().inside(),
                        each.mayHaveRestocked(),
                        !each.taking().bounded(),
                        each.taking().guessed()))
                .filter(Books.Count::matters)
                .toList();
    }

    private static Held held(ResultSet row, int index) throws SQLException {
        Timestamp from = row.getTimestamp("baseline_from");
        Timestamp to = row.getTimestamp("baseline_to");
        return new Held(
                row.getLong("line"),
                row.getLong("revision"),
                row.getLong("owed"),
                row.getLong("gone"),
                row.getLong("kept"),
                row.getLong("settled"),
                row.getLong("taken"),
                row.getLong("inside"),
                row.getObject("listing", Long.class),
                from == null || to == null ? null : new Period(from.toInstant(), to.toInstant()));
    }
}

package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.Sku;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Books opening balances, many at a time, in the caller's transaction: levels are locked first, sorted, then listings. */
@Component
class OpeningBook {

    /** A level of an item. */
    record Place(Sku sku, String location) {}

    /**
     * A balance to open.
     *
     * @param free units that were free to sell, beside what older orders still owe
     * @param at when they were counted
     */
    record Balance(Place place, long free, Instant at) {}

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Books books;

    OpeningBook(JdbcClient jdbc, Ledger ledger, Books books) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.books = books;
    }

    /**
     * Opens balances, and answers which: those that were open before stay as they are.
     *
     * @param balances one per level
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<Place> open(List<Balance> balances, String reason, String actor) {
        List<Balance> sorted = balances.stream()
                .sorted(Comparator.comparing(
                                (Balance balance) -> balance.place().sku())
                        .thenComparing(balance -> balance.place().location()))
                .toList();
        Map<Place, Level> before = lock(sorted);
        Set<Place> opened = mark(sorted);
        List<Balance> fresh = sorted.stream()
                .filter(balance -> opened.contains(balance.place()))
                .toList();
        if (fresh.isEmpty()) {
            return opened;
        }
        leaveOlderOrders(fresh);
        book(fresh, before, later(fresh), reason, actor);
        return opened;
    }

    /** The key of a level's opening movement. */
    static String key(Place place) {
        return "open/" + place.sku() + "/" + place.location();
    }

    private Map<Place, Level> lock(List<Balance> balances) {
        Map<String, Object> where = columns(balances).arrays();
        jdbc.sql("""
                INSERT INTO level (sku, location) SELECT s, l FROM unnest(:sku::text[], :location::text[]) AS d(s, l)
                ORDER BY s, l ON CONFLICT DO NOTHING""").params(where).update();
        Map<Place, Level> locked = new HashMap<>();
        jdbc.sql("""
                SELECT v.* FROM level v JOIN unnest(:sku::text[], :location::text[]) AS d(s, l)
                    ON v.sku = d.s AND v.location = d.l
                ORDER BY v.sku, v.location FOR UPDATE OF v""").params(where).query(row -> {
            Place place = new Place(new Sku(row.getString("sku")), row.getString("location"));
            locked.put(
                    place,
                    new Level(
                            place.sku(),
                            place.location(),
                            row.getLong("on_hand"),
                            row.getLong("reserved"),
                            row.getLong("withheld")));
        });
        return locked;
    }

    private Set<Place> mark(List<Balance> balances) {
        return new HashSet<>(jdbc.sql("""
                UPDATE level v SET opened_at = d.at::timestamptz
                FROM unnest(:sku::text[], :location::text[], :at::text[]) AS d(s, l, at)
                WHERE v.sku = d.s AND v.location = d.l AND v.opened_at IS NULL
                RETURNING v.sku, v.location""")
                .params(columns(balances).arrays())
                .query((row, index) -> new Place(new Sku(row.getString(1)), row.getString(2)))
                .list());
    }

    /** Orders sold before the count have no effect on these levels from now on. */
    private void leaveOlderOrders(List<Balance> balances) {
        jdbc.sql("""
                UPDATE line_part p SET counts = false
                FROM unnest(:sku::text[], :location::text[], :at::text[]) AS d(s, l, at), line_stock k
                WHERE p.sku = d.s AND p.location = d.l AND p.counts AND k.line = p.line
                  AND k.placed_at < d.at::timestamptz""").params(columns(balances).arrays()).update();
    }

    /** What lines that count here hold, as levels: nothing on hand but what left. */
    private Map<Place, Level> later(List<Balance> balances) {
        Map<Place, Level> later = new HashMap<>();
        jdbc.sql("""
                SELECT p.sku, p.location, sum(-k.gone * p.quantity) AS on_hand, sum(k.owed * p.quantity) AS reserved,
                       sum(greatest(0, k.kept - k.settled) * p.quantity) AS withheld
                FROM unnest(:sku::text[], :location::text[]) AS d(s, l)
                JOIN line_part p ON p.sku = d.s AND p.location = d.l AND p.counts
                JOIN line_stock k ON k.line = p.line
                GROUP BY p.sku, p.location""").params(columns(balances).arrays()).query(row -> {
            Place place = new Place(new Sku(row.getString("sku")), row.getString("location"));
            later.put(
                    place,
                    new Level(
                            place.sku(),
                            place.location(),
                            row.getLong("on_hand"),
                            row.getLong("reserved"),
                            row.getLong("withheld")));
        });
        return later;
    }

    private void book(
            List<Balance> balances, Map<Place, Level> before, Map<Place, Level> later, String reason, String actor) {
        List<Movement> movements = new ArrayList<>();
        Set<Sku> moved = new HashSet<>();
        for (Balance balance : balances) {
            Place place = balance.place();
            Level none = new Level(place.sku(), place.location(), 0, 0, 0);
            Level was = before.getOrDefault(place, none);
            Level since = later.getOrDefault(place, none);
            Movement opening = new Movement(
                    key(place),
                    place.sku(),
                    place.location(),
                    balance.free() + since.onHand() - was.onHand(),
                    since.reserved() - was.reserved(),
                    since.withheld() - was.withheld(),
                    reason,
                    null,
                    actor);
            if (opening.onHand() != 0 || opening.reserved() != 0 || opening.withheld() != 0) {
                movements.add(opening);
                moved.add(place.sku());
            }
        }
        if (!movements.isEmpty()) {
            ledger.book(movements);
            books.refresh(books.lock(moved, Set.of()));
        }
    }

    private static Columns<Balance> columns(List<Balance> balances) {
        return Columns.of(balances)
                .text("sku", balance -> balance.place().sku())
                .text("location", balance -> balance.place().location())
                .text("at", Balance::at);
    }
}

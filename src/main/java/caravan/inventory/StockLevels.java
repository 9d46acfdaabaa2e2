package caravan.inventory;

import caravan.inventory.OpeningBook.Balance;
import caravan.inventory.OpeningBook.Place;
import caravan.kernel.Columns;
import caravan.kernel.Sku;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people do to stock: open it, count it, correct it, decide on what is withheld. Each has a key and is done once. */
@Component
public class StockLevels {

    /**
     * Who does it, why, and the key that makes a repeat harmless.
     *
     * @param key unique for the deed, for example the idempotency key of a request
     */
    public record Deed(String key, String reason, String actor) {
        /** Refuses a deed without key or reason. */
        public Deed {
            if (key.isBlank() || reason.isBlank()) {
                throw new IllegalArgumentException("A change of stock needs a key and a reason.");
            }
        }
    }

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Books books;
    private final OpeningBook openings;
    private final LineEffects effects;
    private final ApplicationEventPublisher events;

    StockLevels(
            JdbcClient jdbc,
            Ledger ledger,
            Books books,
            OpeningBook openings,
            LineEffects effects,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.books = books;
        this.openings = openings;
        this.effects = effects;
        this.events = events;
    }

    /**
     * Adds units to, or with a negative change takes them from, what is on hand.
     *
     * @return false if nothing was booked: no change, or the deed was done before
     * @throws IllegalArgumentException if the item is a bundle, which has no units of its own
     */
    @Transactional
    public boolean adjust(Sku sku, String location, long change, Deed deed) {
        requireUnits(sku);
        lock(sku, location);
        return change != 0
                && book(Movement.onHand("adjust/" + deed.key(), sku, location, change, deed.reason(), deed.actor()));
    }

    /**
     * Sets what is on hand to what was counted; reservations stay.
     *
     * @return false if nothing was booked: no change, or the deed was done before
     * @throws IllegalArgumentException if the item is a bundle, which has no units of its own
     */
    @Transactional
    public boolean count(Sku sku, String location, long counted, Deed deed) {
        requireUnits(sku);
        long change = counted - lock(sku, location).onHand();
        return change != 0
                && book(Movement.onHand("count/" + deed.key(), sku, location, change, deed.reason(), deed.actor()));
    }

    /**
     * Books the opening balance: the units that were free to sell at a moment, beside what older orders still owe. Orders
     * sold before that moment have no effect on this level from now on.
     *
     * @param at when they were counted: for a figure read from a channel, that channel's time
     * @throws IllegalStateException if the level has an opening balance already
     */
    @Transactional
    public void open(Sku sku, String location, long free, Instant at, Deed deed) {
        Place place = new Place(sku, location);
        if (openings.open(List.of(new Balance(place, free, at)), deed.reason(), deed.actor())
                .isEmpty()) {
            throw new IllegalStateException("Item '" + sku + "' has an opening balance at location '" + location
                    + "'. Book a stock count instead.");
        }
    }

    /** Books the opening balance as counted now. */
    @Transactional
    public void open(Sku sku, String location, long free, Deed deed) {
        Instant now = jdbc.sql("SELECT clock_timestamp()")
                .query((row, index) -> row.getTimestamp(1).toInstant())
                .single();
        open(sku, location, free, now, deed);
    }

    /** Defines what a bundle is made of, for orders that come from now on. */
    @Transactional
    public void bundle(Sku bundle, Map<Sku, Long> components) {
        books.lockLevels(components.keySet().stream().map(Sku::value).toList());
        jdbc.sql("DELETE FROM bundle_component WHERE bundle = :bundle")
                .param("bundle", bundle.value())
                .update();
        jdbc.sql("""
                INSERT INTO bundle_component (bundle, component, quantity)
                SELECT :bundle, c, q FROM unnest(:component::text[], :quantity::bigint[]) AS d(c, q)""")
                .params(Columns.of(new TreeMap<>(components).entrySet())
                        .text("component", Map.Entry::getKey)
                        .whole("quantity", Map.Entry::getValue)
                        .arrays())
                .param("bundle", bundle.value())
                .update();
        refresh(Set.of(bundle));
    }

    /**
     * Decides on units of a line that are withheld: puts them back for sale, or writes them off.
     *
     * @param units at most as many as are withheld
     */
    @Transactional
    public void settle(long line, long units, boolean putBack, Deed deed) {
        settle(Map.of(line, units), putBack, deed);
    }

    /**
     * Decides on withheld units of some lines at once. As one set, for levels are locked before listings everywhere: line after
     * line, the second one's level would be waited for by whoever holds the first one's listing.
     *
     * @param units by line, at most as many as are withheld of each
     */
    @Transactional
    public void settle(Map<Long, Long> units, boolean putBack, Deed deed) {
        Set<Map.Entry<Long, Long>> wanted = new TreeMap<>(units).entrySet();
        Map<String, Object> lines = Columns.of(wanted)
                .whole("line", Map.Entry::getKey)
                .whole("units", Map.Entry::getValue)
                .arrays();
        List<Sku> parts = jdbc.sql("""
                SELECT l.sku FROM level l JOIN line_part p USING (sku, location) WHERE p.line = ANY(:line)
                ORDER BY l.sku, l.location FOR UPDATE OF l""").params(lines).query(String.class).list().stream()
                .map(Sku::new)
                .toList();
        List<LineChange> changes = jdbc.sql("""
                UPDATE line_stock s SET settled = s.settled + d.units, revision = s.revision + 1
                FROM unnest(:line::bigint[], :units::bigint[]) AS d(line, units)
                WHERE s.line = d.line AND s.kept - s.settled >= d.units AND d.units > 0
                RETURNING s.line, s.revision, d.units""")
                .params(lines)
                .query((row, index) -> new LineChange(
                        row.getLong("line"),
                        row.getLong("revision"),
                        0,
                        putBack ? 0 : row.getLong("units"),
                        -row.getLong("units"),
                        deed.reason()))
                .list();
        List<Long> settled = changes.stream().map(LineChange::line).toList();
        wanted.stream()
                .filter(each -> !settled.contains(each.getKey()))
                .findFirst()
                .ifPresent(each -> {
                    throw new IllegalArgumentException("Order line " + each.getKey() + " has fewer than "
                            + each.getValue() + " units withheld; look at it again.");
                });
        ledger.book(changes, deed.actor());
        refresh(parts);
        effects.note(
                settled.stream().map(line -> new LineEffects.Effect(line, 0, 0)).toList());
        events.publishEvent(new WithheldChanged(List.of(), settled));
    }

    private boolean book(Movement movement) {
        boolean booked = !ledger.book(List.of(movement)).isEmpty();
        refresh(Set.of(movement.sku()));
        return booked;
    }

    private void refresh(Collection<Sku> moved) {
        books.refresh(books.lock(moved, Set.of()));
    }

    /** Units booked on a bundle would change nothing that any channel shows. */
    private void requireUnits(Sku sku) {
        List<String> parts = jdbc.sql("SELECT component FROM bundle_component WHERE bundle = :sku ORDER BY component")
                .param("sku", sku.value())
                .query(String.class)
                .list();
        if (!parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "Item '" + sku + "' is a bundle and has no units of its own. Change those of" + " its components: '"
                            + String.join("', '", parts) + "'.");
        }
    }

    private Level lock(Sku sku, String location) {
        jdbc.sql("INSERT INTO level (sku, location) VALUES (:sku, :location) ON CONFLICT DO NOTHING")
                .param("sku", sku.value())
                .param("location", location)
                .update();
        return jdbc.sql("SELECT * FROM level WHERE sku = :sku AND location = :location FOR UPDATE")
                .param("sku", sku.value())
                .param("location", location)
                .query((row, index) -> new Level(
                        sku, location, row.getLong("on_hand"), row.getLong("reserved"), row.getLong("withheld")))
                .single();
    }
}

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
     */
    @Transactional
    public boolean adjust(Sku sku, String location, long change, Deed deed) {
        lock(sku, location);
        return change != 0
                && book(Movement.onHand("adjust/" + deed.key(), sku, location, change, deed.reason(), deed.actor()));
    }

    /**
     * Sets what is on hand to what was counted; reservations stay.
     *
     * @return false if nothing was booked: no change, or the deed was done before
     */
    @Transactional
    public boolean count(Sku sku, String location, long counted, Deed deed) {
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
        List<Sku> parts = jdbc.sql("""
                SELECT l.sku FROM level l JOIN line_part p USING (sku, location) WHERE p.line = :line
                ORDER BY l.sku, l.location FOR UPDATE OF l""").param("line", line).query(String.class).list().stream()
                .map(Sku::new)
                .toList();
        int settled = jdbc.sql("""
                UPDATE line_stock SET settled = settled + :units, revision = revision + 1
                WHERE line = :line AND kept - settled >= :units AND :units > 0""").param("line", line).param("units", units).update();
        if (settled == 0) {
            throw new IllegalArgumentException(
                    "Order line " + line + " has fewer than " + units + " units withheld; look at it again.");
        }
        long revision = jdbc.sql("SELECT revision FROM line_stock WHERE line = :line")
                .param("line", line)
                .query(Long.class)
                .single();
        ledger.book(
                List.of(new LineChange(line, revision, 0, putBack ? 0 : units, -units, deed.reason())), deed.actor());
        refresh(parts);
        effects.note(List.of(new LineEffects.Effect(line, 0, 0)));
        events.publishEvent(new WithheldChanged(List.of(), List.of(line)));
    }

    private boolean book(Movement movement) {
        boolean booked = !ledger.book(List.of(movement)).isEmpty();
        refresh(Set.of(movement.sku()));
        return booked;
    }

    private void refresh(Collection<Sku> moved) {
        books.refresh(books.lock(moved, Set.of()));
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

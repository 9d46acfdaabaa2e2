package caravan.kit;

import caravan.catalog.Catalog;
import caravan.inventory.Holds;
import caravan.inventory.ListingKey;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.inventory.StockLevels;
import caravan.inventory.StockLevels.Deed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Items with stock, and live listings of them, for tests. */
@Component
public class StockKit {
    /** What tests read of a listing. */
    public record Books(long wanted, long shown, boolean open, boolean readingDue, String fault) {}

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private final JdbcClient jdbc;
    private final Catalog catalog;
    private final Listings listings;
    private final StockLevels levels;
    private final Readings readings;
    private final Holds holds;

    StockKit(JdbcClient jdbc, Catalog catalog, Listings listings, StockLevels levels, Readings readings, Holds holds) {
        this.jdbc = jdbc;
        this.catalog = catalog;
        this.listings = listings;
        this.levels = levels;
        this.readings = readings;
        this.holds = holds;
    }

    /** Makes an item with an opening balance at a location of its own, and answers its SKU. */
    @Transactional
    public Sku item(long units) {
        Sku sku = new Sku(Names.unique("item"));
        catalog.put(sku, "Item");
        jdbc.sql("INSERT INTO location (code, name) VALUES (:code, :code)")
                .param("code", sku.value())
                .update();
        levels.open(sku, sku.value(), units, deed());
        return sku;
    }

    /** Lists an item on a connection that shows a figure, and lets it go live. */
    @Transactional
    public long list(Sku sku, ConnectionId connection, long figure) {
        listings.feed(connection, sku.value(), "default", 1);
        long id = Registered.listing(listings, jdbc, new ListingKey(connection, "default", sku), sku.value(), "");
        readings.begin(List.of(id))
                .forEach(begun -> readings.finish(
                        new Readings.Reading(begun, figure, new Period(LONG_AGO, LONG_AGO.plusSeconds(1))),
                        Duration.ZERO));
        holds.pulled(connection, new Holds.Pull(LONG_AGO.plusSeconds(1), null, null));
        listings.goLive(id);
        return id;
    }

    /** Adds units to what is on hand. */
    public void adjust(Sku sku, long change) {
        levels.adjust(sku, sku.value(), change, deed());
    }

    /** The books of a listing. */
    public Books books(long listing) {
        return jdbc.sql("SELECT * FROM listing WHERE id = :id")
                .param("id", listing)
                .query((row, index) -> new Books(
                        row.getLong("wanted"),
                        row.getLong("shown"),
                        row.getObject("open_write") != null,
                        row.getObject("reading_due_since") != null,
                        String.valueOf(row.getString("fault"))))
                .single();
    }

    private static Deed deed() {
        return new Deed(Names.unique("deed"), "test", "test");
    }
}

package caravan.inventory;

import caravan.inventory.OpeningBook.Balance;
import caravan.inventory.OpeningBook.Place;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Opening balances taken from what one channel shows. */
@Component
public class Openings {

    /**
     * A balance that can be opened.
     *
     * @param units what the channel showed
     * @param at when it did, by its own clock
     */
    public record Opening(Sku sku, String location, long units, Instant at) {}

    /** Levels locked by one transaction; small enough that orders of these items wait for a moment only. */
    static final int PART = 500;

    private final JdbcClient jdbc;
    private final OpeningBook book;
    private final TransactionTemplate transaction;

    Openings(JdbcClient jdbc, OpeningBook book, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.book = book;
        this.transaction = transaction;
    }

    /** What opening from a channel would book: every item it shows that has no balance yet, at the location that feeds it first. */
    public List<Opening> preview(ConnectionId connection) {
        return jdbc.sql("""
                SELECT l.sku, f.location, l.baseline, l.baseline_from
                FROM listing l CROSS JOIN LATERAL (
                    SELECT location FROM location_feed f
                    WHERE f.connection = l.connection AND f.channel_location = l.channel_location
                    ORDER BY priority, location LIMIT 1) AS f
                WHERE l.connection = :connection AND l.baseline IS NOT NULL
                  AND NOT EXISTS (SELECT FROM level v
                                  WHERE v.sku = l.sku AND v.location = f.location AND v.opened_at IS NOT NULL)
                  AND NOT EXISTS (SELECT FROM bundle_component b WHERE b.bundle = l.sku)
                ORDER BY l.sku, f.location""")
                .param("connection", connection.value())
                .query((row, index) -> new Opening(
                        new Sku(row.getString("sku")),
                        row.getString("location"),
                        row.getLong("baseline"),
                        row.getTimestamp("baseline_from").toInstant()))
                .list();
    }

    /** How many items have a balance at a location. */
    public int opened(String location) {
        return jdbc.sql("SELECT count(*) FROM level WHERE location = :location AND opened_at IS NOT NULL")
                .param("location", location)
                .query(Integer.class)
                .single();
    }

    /** Those of some items whose balance at a location was opened by somebody, with at least one unit. */
    public Set<Sku> openedBy(String actor, String location, Collection<Sku> skus) {
        return new HashSet<>(jdbc.sql("SELECT sku FROM movement WHERE key = ANY(:key) AND actor = :actor")
                .param(
                        "key",
                        skus.stream()
                                .map(sku -> OpeningBook.key(new Place(sku, location)))
                                .toArray(String[]::new))
                .param("actor", actor)
                .query((row, index) -> new Sku(row.getString(1)))
                .list());
    }

    /**
     * Opens balances, in parts; one that was opened meanwhile is passed over: their figure stands.
     *
     * @return how many were opened
     */
    public int open(List<Opening> openings, String actor) {
        int opened = 0;
        for (int from = 0; from < openings.size(); from += PART) {
            List<Balance> part = openings.subList(from, Math.min(openings.size(), from + PART)).stream()
                    .map(each -> new Balance(new Place(each.sku(), each.location()), each.units(), each.at()))
                    .toList();
            Integer now = transaction.execute(
                    status -> book.open(part, "opening balance", actor).size());
            opened += now == null ? 0 : now;
        }
        return opened;
    }
}

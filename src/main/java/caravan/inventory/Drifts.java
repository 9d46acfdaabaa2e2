package caravan.inventory;

import caravan.inventory.StockLevels.Deed;
import caravan.kernel.Columns;
import caravan.kernel.DriftPolicy;
import caravan.kernel.Sku;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Differences between a channel and the books that no order explains, once it is decided who is right. */
@Component
public class Drifts {

    /**
     * A difference that was found.
     *
     * @param units by how much the channel showed more (positive) or fewer (negative)
     * @param policy what was done about it when it was found
     */
    public record Found(long listing, long units, DriftPolicy policy) {}

    /**
     * A difference to book.
     *
     * @param key names it, so that it is booked once
     */
    record Count(long listing, long units, String key, String reason) {}

    private record Held(boolean waits, long unexplained) {}

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Books books;

    Drifts(JdbcClient jdbc, Ledger ledger, Books books) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.books = books;
    }

    /**
     * Decides a difference: what waits for the decision is let go, what the policy did otherwise is turned round.
     *
     * @param winner the hub or the channel
     * @return units booked on what is on hand
     * @throws IllegalStateException if the listing changed meanwhile
     */
    @Transactional
    public long decide(Found found, DriftPolicy winner, Deed deed) {
        Held before = held(found.listing(), "");
        long units = booked(found, before, winner);
        List<Sku> moved = units == 0
                ? List.of()
                : book(
                        List.of(new Count(found.listing(), units, "decided/" + deed.key(), deed.reason())),
                        deed.actor());
        List<Long> moving = books.lock(moved, Set.of());
        if (before.waits()) {
            if (!held(found.listing(), " FOR UPDATE").equals(before)) {
                throw new IllegalStateException("Listing " + found.listing()
                        + " was read anew at this moment. Look at the difference again, then decide.");
            }
            jdbc.sql("UPDATE listing SET held_until = NULL, unexplained = 0 WHERE id = :id")
                    .param("id", found.listing())
                    .update();
        }
        books.refresh(moving);
        return units;
    }

    private static long booked(Found found, Held held, DriftPolicy winner) {
        if (held.waits()) {
            return winner == DriftPolicy.CHANNEL ? held.unexplained() : 0;
        }
        return switch (found.policy()) {
            case HUB -> winner == DriftPolicy.CHANNEL ? found.units() : 0;
            case CHANNEL -> winner == DriftPolicy.HUB ? -found.units() : 0;
            // It does not wait any more: orders have explained it since, or somebody has decided.
            case ASK -> 0;
        };
    }

    private Held held(long listing, String lock) {
        return jdbc.sql("SELECT held_until = 'infinity' AS waits, unexplained FROM listing WHERE id = :id" + lock)
                .param("id", listing)
                .query((row, index) -> new Held(row.getBoolean("waits"), row.getLong("unexplained")))
                .optional()
                .orElseThrow(() -> new IllegalStateException("There is no listing " + listing + " any more."));
    }

    /** Books differences of listings' parts where their channel is fed first; answers what moved. */
    List<Sku> book(List<Count> differences, String actor) {
        if (differences.isEmpty()) {
            return List.of();
        }
        List<Movement> counts = jdbc.sql("""
                SELECT l.id, d.units * coalesce(b.quantity, 1) AS units, d.key, d.reason, coalesce(b.component, l.sku) AS sku, f.location
                FROM unnest(:listing::bigint[], :units::bigint[], :key::text[], :reason::text[])
                    AS d(listing, units, key, reason)
                JOIN listing l ON l.id = d.listing LEFT JOIN bundle_component b ON b.bundle = l.sku
                CROSS JOIN LATERAL (SELECT location FROM location_feed f
                    WHERE f.connection = l.connection AND f.channel_location = l.channel_location
                    ORDER BY priority, location LIMIT 1) AS f""")
                .params(Columns.of(differences)
                        .whole("listing", Count::listing)
                        .whole("units", Count::units)
                        .text("key", Count::key)
                        .text("reason", Count::reason)
                        .arrays())
                .query((row, index) -> Movement.onHand(
                        "drift/" + row.getLong("id") + "/" + row.getString("key") + "/" + row.getString("sku"),
                        new Sku(row.getString("sku")),
                        row.getString("location"),
                        row.getLong("units"),
                        row.getString("reason"),
                        actor))
                .list();
        ledger.book(counts);
        return counts.stream().map(Movement::sku).toList();
    }
}

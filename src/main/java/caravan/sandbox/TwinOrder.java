package caravan.sandbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An order as its store's own pages show it.
 *
 * @param number what shoppers are told
 * @param status in the vendor's own words
 * @param total what it came to, tax included, in the store's currency
 * @param possible what can be done with it now
 */
public record TwinOrder(
        String id,
        String number,
        Instant placedAt,
        String status,
        List<Line> lines,
        BigDecimal total,
        String currency,
        Set<OrderDeed> possible) {

    /**
     * Some units of one SKU.
     *
     * @param quantity units it has now
     * @param shipped units that have left the store
     * @param taken units the store took out of its own figure for it
     */
    public record Line(String sku, String title, int quantity, int shipped, int taken) {}

    public TwinOrder {
        lines = List.copyOf(lines);
        possible = Set.copyOf(possible);
    }

    public boolean may(OrderDeed deed) {
        return possible.contains(deed);
    }

    /**
     * Refuses what cannot be done now.
     *
     * @throws IllegalArgumentException with the reason
     */
    public void require(OrderDeed deed) {
        if (!may(deed)) {
            throw new IllegalArgumentException("Order '" + id + "' is '" + status + "': the store does not "
                    + deed.name().toLowerCase(java.util.Locale.ROOT) + " it now.");
        }
    }
}

package caravan.inventory;

import caravan.kernel.Sku;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the stock ledger: what changed, by how much, why, caused by what.
 *
 * @param key names the cause; the same key is never booked twice
 * @param actor a user's name, or {@code hub}
 */
record Movement(
        String key,
        Sku sku,
        String location,
        long onHand,
        long reserved,
        long withheld,
        String reason,
        @Nullable String cause,
        String actor) {

    static Movement onHand(String key, Sku sku, String location, long change, String reason, String actor) {
        return new Movement(key, sku, location, change, 0, 0, reason, null, actor);
    }
}

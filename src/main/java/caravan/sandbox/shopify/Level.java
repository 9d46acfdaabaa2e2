package caravan.sandbox.shopify;

import java.time.Instant;

/** What is of one inventory item at one location. */
final class Level {
    final long id;
    final Variant variant;
    final Location location;
    final Instant created;
    int available;
    /** Sold and not shipped. */
    int committed;

    Instant updated;

    Level(long id, Variant variant, Location location, Instant now, int available) {
        this.id = id;
        this.variant = variant;
        this.location = location;
        this.created = now;
        this.updated = now;
        this.available = available;
    }

    String gid() {
        return Shop.gid("InventoryLevel", id) + "?inventory_item_id=" + variant.itemId;
    }
}

package caravan.inventory;

import java.util.Locale;

/** What happens to a difference that no order explains. */
public enum DriftPolicy {
    /** The channel is brought back to what the hub wants. */
    HUB,
    /** The difference is booked as a stock count. */
    CHANNEL,
    /** A person decides; until then the listing is not raised. */
    ASK;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DriftPolicy of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}

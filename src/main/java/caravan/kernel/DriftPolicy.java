package caravan.kernel;

import java.util.Locale;

/** What happens to a difference between a channel's figure and the books that no order explains. */
public enum DriftPolicy {
    /** The channel is brought back to what the hub wants. */
    HUB,
    /** The difference is booked as a stock count. */
    CHANNEL,
    /** A person decides; until then the listing is not raised. */
    ASK;

    /** As it is stored, and written in files and forms. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a code.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DriftPolicy of(String code) {
        for (DriftPolicy policy : values()) {
            if (policy.code().equals(code)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("There is no drift policy '" + code + "'. Choose hub, channel or ask.");
    }
}

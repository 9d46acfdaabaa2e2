package caravan.inventory;

import java.util.List;

/** Levels moved, and more units are owed than are on hand. Heard at the end of the transaction that found it. */
public record Oversold(List<Found> levels) {

    /**
     * One of the levels.
     *
     * @param worse whether more are missing than before
     */
    public record Found(Level level, boolean worse) {}
}

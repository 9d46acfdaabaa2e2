package caravan.inventory;

/**
 * A level moved, and more units are owed than are on hand. Heard at the end of the transaction that found it.
 *
 * @param worse whether more are missing than before
 */
public record Oversold(Level level, boolean worse) {}

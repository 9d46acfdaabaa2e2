package caravan.inventory;

/**
 * More units are owed than are on hand, by another number than before. Heard at the end of the transaction that found it.
 *
 * @param worse whether it is more than before
 */
public record Oversold(Level level, boolean worse) {}

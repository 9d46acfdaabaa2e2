package caravan.inventory;

/** More units are owed than are on hand, which was not so before. Heard inside the transaction that found it. */
public record Oversold(Level level) {}

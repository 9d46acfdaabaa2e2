package caravan.inventory;

/** A level that owed more than was on hand owes no more than that now. Heard inside the transaction that changed it. */
public record OversellCovered(Level level) {}

package caravan.inventory;

import java.util.List;

/** Levels that owed more than was on hand owe no more than that now. Heard at the end of the transaction that changed them. */
public record OversellCovered(List<Level> levels) {}

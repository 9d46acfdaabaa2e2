package caravan.intake;

/** A source of hooks knows others than before. */
public record HooksChanged() {}

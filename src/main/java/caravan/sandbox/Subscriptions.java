package caravan.sandbox;

/**
 * How many webhook subscriptions a pretend store keeps.
 *
 * @param active those it sends to
 * @param off those it keeps and sends nothing to
 */
public record Subscriptions(int active, int off) {}

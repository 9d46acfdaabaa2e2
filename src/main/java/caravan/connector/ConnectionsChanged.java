package caravan.connector;

/** Connections were added, changed or removed. */
public record ConnectionsChanged() {}

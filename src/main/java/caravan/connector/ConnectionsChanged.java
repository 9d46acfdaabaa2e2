package caravan.connector;

/** Connections were added, changed or removed; published after the change is committed. Routes follow. */
public record ConnectionsChanged() {}

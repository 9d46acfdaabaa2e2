package caravan.inventory;

import java.util.UUID;

/** Rows of a write have ended. Heard after the commit by a listener of the transaction's end; only a hint. */
public record WriteClosed(UUID write) {}

package caravan.connection;

import caravan.kernel.ConnectionId;

/** A connection left shadow mode, or went back to it. Heard inside the transaction that changed it. */
public record ModeChanged(ConnectionId connection, Connection.Mode mode) {}

package caravan.connection;

import caravan.kernel.ConnectionId;

/**
 * A connection leads to another shop, or to another place of its shop, so that nothing known of its figures holds. Heard inside
 * the transaction that changed it.
 */
public record ConnectionMoved(ConnectionId connection) {}

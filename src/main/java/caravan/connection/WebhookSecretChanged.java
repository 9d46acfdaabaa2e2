package caravan.connection;

import caravan.kernel.ConnectionId;

/**
 * The secret that a connection's webhooks are signed with is another one; the vendor may not know it yet.
 *
 * @param revision of the connection, from which on the new one is meant
 */
public record WebhookSecretChanged(ConnectionId connection, long revision) {}

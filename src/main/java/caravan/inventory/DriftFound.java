package caravan.inventory;

import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.kernel.Sku;

/**
 * A channel's figure differs from the books by units that no order explains. Heard inside the transaction that found it.
 *
 * @param units by how much the channel shows more (positive) or fewer (negative) than the books said
 */
public record DriftFound(
        long listing, ConnectionId connection, String channelLocation, Sku sku, long units, DriftPolicy policy) {}

package caravan.inventory;

import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;

/**
 * An item on one location of one channel.
 *
 * @param channelLocation the channel's id of the location; {@code default} where the channel knows no locations
 */
public record ListingKey(ConnectionId connection, String channelLocation, Sku sku) {}

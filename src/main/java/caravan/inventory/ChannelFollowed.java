package caravan.inventory;

import caravan.kernel.ConnectionId;
import java.time.Duration;

/**
 * A channel has accepted a write that lowered figures.
 *
 * @param lag from when the hub first heard of the oldest sale or correction in it
 */
public record ChannelFollowed(ConnectionId connection, Duration lag) {}

package caravan.platform;

import java.time.Instant;

/**
 * Messages that could not be used are to be erased by now. Published once a day, perhaps twice or late.
 *
 * @param before those that were decided about before this moment
 */
public record MessagesExpired(Instant before) {}

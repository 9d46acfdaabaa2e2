package caravan.order;

import caravan.kernel.Period;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One whole order as a channel stated it.
 *
 * @param vendorTime the document's own time of last change, by the channel's clock
 * @param grain how coarse that time is: a channel that writes whole seconds leaves one second open
 * @param asked whether the hub asked for it over a connection of its own, so that nobody had to sign it
 * @param readSince when the request that read it by id began, by the hub's database clock; null if it was delivered
 */
public record OrderDocument(
        OrderKey key,
        Instant vendorTime,
        Duration grain,
        boolean asked,
        @Nullable Instant readSince,
        OrderContent content) {

    /** A document that came by webhook: ordered by the vendor's time. */
    public static OrderDocument delivered(OrderKey key, Instant vendorTime, Duration grain, OrderContent content) {
        return new OrderDocument(key, vendorTime, grain, false, null, content);
    }

    /** A document of a list that the hub read: ordered by the vendor's time. */
    public static OrderDocument listed(OrderKey key, Instant vendorTime, Duration grain, OrderContent content) {
        return new OrderDocument(key, vendorTime, grain, true, null, content);
    }

    /** The same document with other content. */
    public OrderDocument with(OrderContent other) {
        return new OrderDocument(key, vendorTime, grain, asked, readSince, other);
    }

    /** A document read by id: the channel's present state. */
    public static OrderDocument read(
            OrderKey key, Instant vendorTime, Duration grain, Instant since, OrderContent content) {
        return new OrderDocument(key, vendorTime, grain, true, since, content);
    }

    /** When what this document adds to an earlier one of {@code earlier} can have happened. */
    Period changedSince(@Nullable Instant earlier) {
        Instant until = vendorTime.plus(grain);
        Instant from = earlier == null ? content.placedAt() : earlier;
        return new Period(from.isAfter(until) ? until : from, until);
    }
}

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
 * @param readSince when the request that read it by id began, by the hub's database clock; null if it was delivered
 */
public record OrderDocument(
        OrderKey key,
        Instant vendorTime,
        Duration grain,
        @Nullable Instant readSince,
        OrderContent content) {

    /** A document that came by webhook or on a list page: ordered by the vendor's time. */
    public static OrderDocument delivered(OrderKey key, Instant vendorTime, Duration grain, OrderContent content) {
        return new OrderDocument(key, vendorTime, grain, null, content);
    }

    /** A document read by id: the channel's present state. */
    public static OrderDocument read(
            OrderKey key, Instant vendorTime, Duration grain, Instant since, OrderContent content) {
        return new OrderDocument(key, vendorTime, grain, since, content);
    }

    /** Returns the same document with another content. */
    public OrderDocument withContent(OrderContent other) {
        return new OrderDocument(key, vendorTime, grain, readSince, other);
    }

    /** When what this document adds to an earlier one of {@code earlier} can have happened. */
    Period changedSince(@Nullable Instant earlier) {
        Instant until = vendorTime.plus(grain);
        Instant from = earlier == null ? content.placedAt() : earlier;
        return new Period(from.isAfter(until) ? until : from, until);
    }
}

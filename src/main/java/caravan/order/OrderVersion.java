package caravan.order;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of an order that was accepted.
 *
 * @param vendorTime its time by the channel's clock; null if nothing was accepted yet
 * @param acceptedAt when it was accepted, by the hub's database clock
 * @param deleted whether the channel said by id alone that the order is gone
 */
record OrderVersion(
        @Nullable Instant vendorTime,
        @Nullable String hash,
        @Nullable Instant acceptedAt,
        boolean deleted) {

    /**
     * Decides on a document. What was read by id is the present state, unless something was accepted after the request
     * began; then it is judged by the vendor's time like a delivered one. A delivered document cannot lift a tombstone:
     * it may be older than the deletion.
     */
    Verdict judge(OrderDocument document) {
        if (isPresentState(document)) {
            return !deleted && document.content().hash().equals(hash) ? Verdict.SAME : Verdict.ACCEPTED;
        }
        if (deleted) {
            return Verdict.LOOK;
        }
        if (vendorTime == null || document.vendorTime().isAfter(vendorTime)) {
            return Verdict.ACCEPTED;
        }
        if (document.vendorTime().isBefore(vendorTime)) {
            return Verdict.OLDER;
        }
        return document.content().hash().equals(hash) ? Verdict.SAME : Verdict.LOOK;
    }

    private boolean isPresentState(OrderDocument document) {
        return document.readSince() != null && (acceptedAt == null || !acceptedAt.isAfter(document.readSince()));
    }
}

package caravan.connector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a vendor takes.
 *
 * @param parallel calls at the same time
 * @param requests bucket of requests; null if the vendor counts none
 * @param cost bucket of query cost, kept by the vendor's own figures; null for none
 */
public record Limits(
        int parallel,
        @Nullable Bucket requests,
        @Nullable Bucket cost) {

    /**
     * A bucket that refills steadily.
     *
     * @param size what it holds when full
     * @param restore what flows back in each period
     */
    public record Bucket(long size, long restore, Duration per) {}
}

package caravan.connector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a vendor takes.
 *
 * @param parallel calls at the same time
 * @param requests bucket of requests; null if the vendor counts none
 * @param cost bucket of query cost; null for none
 */
public record Limits(
        int parallel, @Nullable Bucket requests, @Nullable Bucket cost) {

    /**
     * A bucket that refills steadily.
     *
     * @param size what it holds when full
     * @param restore what flows back in each period
     * @param path regular expression for the paths of the calls it counts; null for all
     * @param header answer header that says how much of it is used, as {@code 32/40}; what flows back grows with the size. Null if
     *     the vendor does not say
     * @param figures where answers say what a call costs and what is left; null for a bucket of requests
     */
    public record Bucket(
            long size,
            long restore,
            Duration per,
            @Nullable String path,
            @Nullable String header,
            @Nullable Figures figures) {

        /** A bucket for all calls, of which the vendor says nothing. */
        public Bucket(long size, long restore, Duration per) {
            this(size, restore, per, null, null, null);
        }
    }

    /**
     * Where an answer tells of query cost: JSON pointers.
     *
     * @param requested what a call has to find in the bucket to be let in
     * @param actual what it cost in the end
     * @param size what the bucket holds when full
     * @param left what it holds now
     * @param restore what flows back in a second
     */
    public record Figures(String requested, String actual, String size, String left, String restore) {}
}

package caravan.kernel;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: doubling from the first wait up to the longest, less a random quarter so that
 * those who failed together do not come back together.
 */
public record Backoff(Duration first, Duration longest) {

    /**
     * Returns the wait before a try.
     *
     * @param failures failed tries so far, at least 1
     * @param atLeast what the vendor asked for, zero if nothing
     */
    public Duration after(int failures, Duration atLeast) {
        long doubled = first.toMillis() << Math.min(20, Math.max(0, failures - 1));
        long full = Math.min(longest.toMillis(), doubled);
        long wait = full - ThreadLocalRandom.current().nextLong(full / 4 + 1);
        return Duration.ofMillis(Math.max(wait, atLeast.toMillis()));
    }
}

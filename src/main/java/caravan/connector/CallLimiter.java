package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps a connection's calls within what its vendor takes: waits a little, or says how long it would have to. */
final class CallLimiter {
    private final Duration longest;
    private final Semaphore parallel;
    private final @Nullable TokenBucket requests;
    private final @Nullable TokenBucket costs;
    private volatile long quietUntil = System.nanoTime();

    CallLimiter(Limits limits, Duration longest) {
        this.longest = longest;
        this.parallel = new Semaphore(limits.parallel(), true);
        this.requests = limits.requests() == null ? null : new TokenBucket(limits.requests());
        this.costs = limits.cost() == null ? null : new TokenBucket(limits.cost());
    }

    /** Waits until a call may start. */
    void enter(ConnectorCalls.Lane lane, long cost) throws CallFailed {
        long patience = lane == ConnectorCalls.Lane.STOCK
                ? Math.min(ConnectorCalls.STOCK_WAIT.toNanos(), longest.toNanos())
                : longest.toNanos();
        long deadline = System.nanoTime() + patience;
        try {
            await(quietUntil - System.nanoTime(), deadline, "was asked to wait");
            boolean bulk = lane == ConnectorCalls.Lane.BULK;
            // Tokens before a place: a call that waits for tokens keeps nobody from a place.
            take(requests, 1, bulk, deadline, "has no request left");
            take(costs, cost, bulk, deadline, "has no query cost left");
            if (!parallel.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw throttled("has all its calls in flight", patience);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CallFailed(Fault.UNREACHED, "The hub stops; the call was not made.");
        }
    }

    void leave() {
        parallel.release();
    }

    /** Lets no call start for a while. */
    void pause(Duration length) {
        quietUntil = Math.max(quietUntil, System.nanoTime() + length.toNanos());
    }

    /** Takes over what the vendor says its bucket of query cost holds. */
    void told(JsonNode status) {
        JsonNode size = status.path("maximumAvailable");
        JsonNode left = status.path("currentlyAvailable");
        JsonNode restore = status.path("restoreRate");
        if (costs != null && size.isNumber() && left.isNumber() && restore.isNumber()) {
            costs.set(size.asLong(), left.asLong(), restore.asLong());
        }
    }

    private static void take(@Nullable TokenBucket bucket, long tokens, boolean bulk, long deadline, String why)
            throws InterruptedException, CallFailed {
        if (bucket == null) {
            return;
        }
        for (long missing = bucket.take(tokens, bulk); missing > 0; missing = bucket.take(tokens, bulk)) {
            await(missing, deadline, why);
        }
    }

    private static void await(long nanos, long deadline, String why) throws InterruptedException, CallFailed {
        if (nanos > deadline - System.nanoTime() && nanos > 0) {
            throw throttled(why, nanos);
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
    }

    private static CallFailed throttled(String why, long nanos) {
        // Rounded up: whoever comes back in time finds it open.
        Duration rest = Duration.ofMillis(nanos / 1_000_000 + 1);
        return new CallFailed(
                Fault.THROTTLED,
                "The connection " + why + "; the next call may start in " + rest.toMillis() + " ms.",
                rest);
    }

    /** A bucket that keeps its upper half from bulk calls. */
    private static final class TokenBucket {
        private final Bucket bucket;
        private long size;
        private long restore;

        TokenBucket(Limits.Bucket limit) {
            size = limit.size();
            restore = limit.restore();
            bucket = Bucket.builder()
                    .addLimit(band -> band.capacity(limit.size()).refillGreedy(limit.restore(), limit.per()))
                    .build();
        }

        /** Takes tokens, or answers after how many nanoseconds to ask again. */
        synchronized long take(long wanted, boolean bulk) {
            long kept = bulk ? size / 2 : 0;
            long tokens = Math.max(1, Math.min(wanted, size - kept));
            var probe = bucket.estimateAbilityToConsume(tokens + kept);
            if (!probe.canBeConsumed()) {
                return Math.max(1, probe.getNanosToWaitForRefill());
            }
            bucket.consumeIgnoringRateLimits(tokens);
            return 0;
        }

        synchronized void set(long newSize, long available, long newRestore) {
            if (newSize < 1 || newRestore < 1 || newSize > 1_000_000_000 || newRestore > 1_000_000_000) {
                return;
            }
            if (newSize != size || newRestore != restore) {
                size = newSize;
                restore = newRestore;
                bucket.replaceConfiguration(
                        BucketConfiguration.builder()
                                .addLimit(
                                        band -> band.capacity(newSize).refillGreedy(newRestore, Duration.ofSeconds(1)))
                                .build(),
                        TokensInheritanceStrategy.AS_IS);
            }
            long more = Math.min(newSize, Math.max(0, available)) - bucket.getAvailableTokens();
            if (more > 0) {
                bucket.addTokens(more);
            } else if (more < 0) {
                bucket.consumeIgnoringRateLimits(-more);
            }
        }
    }
}

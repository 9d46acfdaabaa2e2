package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
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

    /** What a call holds from its start to its end. */
    static final class Place {
        private long requests;
        private long cost;

        private Place() {}
    }

    CallLimiter(Limits limits, Duration longest) {
        this.longest = longest;
        this.parallel = new Semaphore(limits.parallel(), true);
        this.requests = limits.requests() == null ? null : new TokenBucket(limits.requests());
        this.costs = limits.cost() == null ? null : new TokenBucket(limits.cost());
    }

    /**
     * Waits until a call may start; {@link #leave} has to follow.
     *
     * @param target path and query, by which buckets tell whether they count it
     * @param cost what it is likely to need of the bucket of cost
     */
    Place enter(ConnectorCalls.Lane lane, String target, long cost) throws CallFailed {
        long patience = lane == ConnectorCalls.Lane.STOCK
                ? Math.min(ConnectorCalls.STOCK_WAIT.toNanos(), longest.toNanos())
                : longest.toNanos();
        long deadline = System.nanoTime() + patience;
        Place place = new Place();
        boolean entered = false;
        try {
            await(quietUntil - System.nanoTime(), deadline, "was asked to wait");
            boolean bulk = lane == ConnectorCalls.Lane.BULK;
            // Tokens before a place: a call that waits for tokens keeps nobody from a place.
            if (requests != null && requests.counts(target)) {
                take(requests, 1, bulk, deadline, "has no request left");
                place.requests = 1;
            }
            if (costs != null && costs.counts(target)) {
                take(costs, cost, bulk, deadline, "has no query cost left");
                place.cost = cost;
            }
            if (!parallel.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw throttled("has all its calls in flight", patience);
            }
            entered = true;
            return place;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CallFailed(Fault.UNREACHED, "The hub stops; the call was not made.");
        } finally {
            if (!entered) {
                end(place);
            }
        }
    }

    void leave(Place place) {
        end(place);
        parallel.release();
    }

    private void end(Place place) {
        if (requests != null) {
            requests.end(place.requests);
        }
        if (costs != null) {
            costs.end(place.cost);
        }
    }

    /** Lets no call start for a while. */
    void pause(Duration length) {
        quietUntil = Math.max(quietUntil, System.nanoTime() + length.toNanos());
    }

    /**
     * Takes over what the vendor says its buckets hold.
     *
     * @param cost what it says of query cost; null for nothing
     */
    void told(Place place, RawAnswer answer, CostFigures.@Nullable Level cost) {
        if (requests != null) {
            requests.told(place.requests, answer);
        }
        if (costs != null && cost != null) {
            costs.told(place.cost, cost);
        }
    }

    private static void take(TokenBucket bucket, long tokens, boolean bulk, long deadline, String why)
            throws InterruptedException, CallFailed {
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
}

package caravan.connector;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bucket of requests or of query cost that keeps its upper half from bulk calls, and follows what its vendor says of it. */
final class TokenBucket {
    private static final Pattern USED = Pattern.compile("\\s*([0-9]{1,9})\\s*/\\s*([0-9]{1,9})\\s*");

    private final Limits.Bucket limit;
    private final @Nullable Pattern path;
    private final Bucket bucket;
    private long size;
    private long restore;
    private Duration per;
    /** Tokens of calls that are not over: an answer to another call may not count them yet. */
    private long flying;

    TokenBucket(Limits.Bucket limit) {
        this.limit = limit;
        this.path = limit.path() == null ? null : Pattern.compile(limit.path());
        this.size = limit.size();
        this.restore = limit.restore();
        this.per = limit.per();
        this.bucket = Bucket.builder()
                .addLimit(band -> band.capacity(limit.size()).refillGreedy(limit.restore(), limit.per()))
                .build();
    }

    /** Whether it counts calls of a path, which may have a query. */
    boolean counts(String target) {
        int query = target.indexOf('?');
        return path == null
                || path.matcher(query < 0 ? target : target.substring(0, query)).matches();
    }

    /** Takes tokens for a call, given back with {@link #end}; or answers after how many nanoseconds to ask again. */
    synchronized long take(long wanted, boolean bulk) {
        long kept = bulk ? size / 2 : 0;
        long tokens = Math.max(1, Math.min(wanted, size - kept));
        var probe = bucket.estimateAbilityToConsume(tokens + kept);
        if (!probe.canBeConsumed()) {
            return Math.max(1, probe.getNanosToWaitForRefill());
        }
        bucket.consumeIgnoringRateLimits(tokens);
        flying += wanted;
        return 0;
    }

    /** A call is over that took tokens; they flow back with time. */
    synchronized void end(long taken) {
        flying -= taken;
    }

    /**
     * Takes over what the vendor says in a header.
     *
     * @param taken what the call took that was answered
     */
    void told(long taken, RawAnswer answer) {
        String used = limit.header() == null ? null : answer.header(limit.header());
        Matcher said = USED.matcher(used == null ? "" : used);
        if (said.matches()) {
            long full = Long.parseLong(said.group(2));
            long left = full - Long.parseLong(said.group(1));
            set(full, left, Math.max(1, limit.restore() * full / limit.size()), limit.per(), taken);
        }
    }

    /** Takes over what the vendor says of query cost. */
    void told(long taken, CostFigures.Level level) {
        set(level.size(), level.left(), level.restore(), Duration.ofSeconds(1), taken);
    }

    private synchronized void set(long newSize, long left, long newRestore, Duration newPer, long taken) {
        if (newSize < 1) {
            return;
        }
        if (newSize != size || newRestore != restore || !newPer.equals(per)) {
            size = newSize;
            restore = newRestore;
            per = newPer;
            bucket.replaceConfiguration(
                    BucketConfiguration.builder()
                            .addLimit(band -> band.capacity(newSize).refillGreedy(newRestore, newPer))
                            .build(),
                    TokensInheritanceStrategy.AS_IS);
        }
        long others = Math.max(0, flying - taken);
        long holds = Math.min(newSize, Math.max(0, left)) - others;
        // From its start, for a part of a token that flowed back here already may be missing at the vendor.
        bucket.reset();
        if (holds < newSize) {
            bucket.consumeIgnoringRateLimits(newSize - holds);
        }
    }
}

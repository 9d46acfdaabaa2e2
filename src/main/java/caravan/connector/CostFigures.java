package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what a vendor's answers tell of query cost. */
final class CostFigures {
    private static final long MOST = 1_000_000_000;

    private final JsonPointer requested;
    private final JsonPointer actual;
    private final JsonPointer size;
    private final JsonPointer left;
    private final JsonPointer restore;

    CostFigures(Limits.Figures places) {
        requested = JsonPointer.compile(places.requested());
        actual = JsonPointer.compile(places.actual());
        size = JsonPointer.compile(places.size());
        left = JsonPointer.compile(places.left());
        restore = JsonPointer.compile(places.restore());
    }

    /**
     * How the vendor's bucket stands.
     *
     * @param restore what flows back in a second
     */
    record Level(long size, long left, long restore) {}

    /** What a call like this one needs to be let in, which is more than it costs in the end. */
    OptionalLong requested(@Nullable JsonNode answer) {
        return number(answer, requested);
    }

    /** What a call cost; null if the answer does not say. */
    @Nullable
    Long actual(@Nullable JsonNode answer) {
        OptionalLong cost = number(answer, actual);
        OptionalLong known = cost.isPresent() ? cost : requested(answer);
        return known.isPresent() ? known.getAsLong() : null;
    }

    @Nullable
    Level level(@Nullable JsonNode answer) {
        OptionalLong full = number(answer, size);
        OptionalLong now = number(answer, left);
        OptionalLong back = number(answer, restore);
        return full.orElse(0) > 0 && back.orElse(0) > 0 && now.isPresent()
                ? new Level(full.getAsLong(), now.getAsLong(), back.getAsLong())
                : null;
    }

    /** A throttled call waits until what it needs has flowed back, no longer; other failures stay as they are. */
    CallFailed withWait(CallFailed failure, @Nullable JsonNode answer) {
        Level level = level(answer);
        OptionalLong needed = requested(answer);
        if (failure.fault() != Fault.THROTTLED || level == null || needed.isEmpty()) {
            return failure;
        }
        long missing = Math.max(0, Math.min(needed.getAsLong(), level.size()) - level.left());
        Duration wait = Duration.ofMillis((missing * 1000 + level.restore() - 1) / level.restore());
        return wait.compareTo(failure.waitAtLeast()) > 0
                ? new CallFailed(failure.fault(), failure.detail(), wait)
                : failure;
    }

    private static OptionalLong number(@Nullable JsonNode answer, JsonPointer place) {
        JsonNode found = answer == null ? null : answer.at(place);
        return found != null && found.isNumber() && found.asLong() >= 0 && found.asLong() <= MOST
                ? OptionalLong.of(found.asLong())
                : OptionalLong.empty();
    }
}

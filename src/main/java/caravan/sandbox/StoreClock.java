package caravan.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A store's own clock, which may be wrong. */
public final class StoreClock {
    private final Clock clock;
    private volatile Duration skew = Duration.ZERO;

    public StoreClock(Clock clock) {
        this.clock = clock;
    }

    /** What the store believes the time is. */
    public Instant now() {
        return clock.instant().plus(skew);
    }

    /** The same in whole seconds, as vendors store it. */
    public Instant second() {
        return now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Sets the clock fast, or slow with a negative duration. */
    public void skew(Duration by) {
        skew = by;
    }

    public Duration skew() {
        return skew;
    }
}

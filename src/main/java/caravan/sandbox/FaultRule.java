package caravan.sandbox;

import java.time.Duration;

/**
 * When a fault strikes.
 *
 * @param times how often at most
 * @param probability how likely it strikes when it could, from 0 to 1
 * @param only which requests it may strike; webhook faults strike webhooks whatever this says
 * @param length how long it takes: the advice of a throttled answer, the length of a hang, the delay of a webhook
 */
public record FaultRule(int times, double probability, Only only, Duration length) {

    /** Which requests a fault may strike. */
    public enum Only {
        ALL,
        READS,
        WRITES
    }

    /** Refuses numbers that mean nothing. */
    public FaultRule {
        if (times < 1 || !(probability > 0 && probability <= 1) || length.isNegative()) {
            throw new IllegalArgumentException("A fault strikes at least once, with a probability above 0 and up to 1"
                    + " and for no negative time; got " + times + ", " + probability + " and " + length + ".");
        }
    }

    /** Strikes the next requests, then no more. */
    public static FaultRule next(int times) {
        return new FaultRule(times, 1, Only.ALL, Duration.ofSeconds(2));
    }

    /** Strikes until it is switched off. */
    public static FaultRule always() {
        return next(Integer.MAX_VALUE);
    }

    /** Strikes now and then until it is switched off. */
    public static FaultRule likely(double probability) {
        return new FaultRule(Integer.MAX_VALUE, probability, Only.ALL, Duration.ofSeconds(2));
    }

    public FaultRule only(Only which) {
        return new FaultRule(times, probability, which, length);
    }

    public FaultRule lasting(Duration other) {
        return new FaultRule(times, probability, only, other);
    }

    /** Whether it strikes any number of times. */
    public boolean isEndless() {
        return times == Integer.MAX_VALUE;
    }

    boolean concerns(boolean write) {
        return switch (only) {
            case ALL -> true;
            case READS -> !write;
            case WRITES -> write;
        };
    }
}

package caravan.sandbox;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The faults of one store, switched on and off while it runs. */
public final class Faults {
    private final Map<FaultKind, FaultRule> active = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Integer> struck = new EnumMap<>(FaultKind.class);
    private long releases;

    /** Switches a fault on, or gives it another rule. */
    public synchronized void on(FaultKind kind, FaultRule rule) {
        active.put(kind, rule);
    }

    /** Switches a fault off; what hangs because of it is let go. */
    public synchronized void off(FaultKind kind) {
        active.remove(kind);
        releases++;
        notifyAll();
    }

    /** Switches every fault off. */
    public synchronized void clear() {
        active.clear();
        releases++;
        notifyAll();
    }

    /** What is switched on, with what is left of each. */
    public synchronized Map<FaultKind, FaultRule> active() {
        return Map.copyOf(active);
    }

    /** How often a fault has struck since the store opened. */
    public synchronized int struck(FaultKind kind) {
        return struck.getOrDefault(kind, 0);
    }

    /** Decides whether a fault strikes a request, and counts it if so. */
    public synchronized Optional<FaultRule> strike(FaultKind kind, boolean write) {
        FaultRule rule = active.get(kind);
        return rule != null && rule.concerns(write) ? strike(kind, rule) : Optional.empty();
    }

    /** Decides whether a fault strikes a webhook, and counts it if so. */
    public synchronized Optional<FaultRule> strikeWebhook(FaultKind kind) {
        FaultRule rule = active.get(kind);
        return rule != null ? strike(kind, rule) : Optional.empty();
    }

    private Optional<FaultRule> strike(FaultKind kind, FaultRule rule) {
        if (ThreadLocalRandom.current().nextDouble() >= rule.probability()) {
            return Optional.empty();
        }
        if (rule.times() == 1) {
            active.remove(kind);
        } else if (rule.times() < Integer.MAX_VALUE) {
            active.put(kind, new FaultRule(rule.times() - 1, rule.probability(), rule.only(), rule.length()));
        }
        struck.merge(kind, 1, Integer::sum);
        return Optional.of(rule);
    }

    /** Waits as a hanging store does: until the time is over or faults are switched off. */
    public synchronized void hang(Duration length) throws InterruptedException {
        long began = releases;
        long end = System.nanoTime() + length.toNanos();
        long left = length.toMillis();
        while (began == releases && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }
}

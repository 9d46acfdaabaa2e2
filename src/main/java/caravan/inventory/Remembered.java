package caravan.inventory;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something costly to find out that may be a little old: found out at most once in a while, however many ask. */
final class Remembered<T> {
    private final long nanos;
    private final Supplier<T> source;
    private @Nullable T value;
    private long foundAt;

    Remembered(Duration life, Supplier<T> source) {
        this.nanos = life.toNanos();
        this.source = source;
    }

    synchronized T get() {
        T known = value;
        if (known != null && System.nanoTime() - foundAt < nanos) {
            return known;
        }
        T found = source.get();
        value = found;
        foundAt = System.nanoTime();
        return found;
    }
}

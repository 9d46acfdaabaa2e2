package caravan.kernel;

import java.time.Instant;

/**
 * When something happened by one vendor's clock, as closely as the vendor tells: not before {@code from}, not after
 * {@code to}. Vendors that write whole seconds leave a second open.
 */
public record Period(Instant from, Instant to) {

    /** Refuses a period that ends before it begins. */
    public Period {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("A period cannot end (" + to + ") before it begins (" + from + ").");
        }
    }

    public boolean isBefore(Period other) {
        return to.compareTo(other.from) <= 0;
    }

    public boolean isAfter(Period other) {
        return other.isBefore(this);
    }
}

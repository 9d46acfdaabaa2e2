package caravan.inventory;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * How a channel's rule turns what is available into what it should show, step by step.
 *
 * @param available over the locations that feed the channel's; of a bundle the least over its components
 * @param maximum null for none
 */
public record Reckoning(
        long available,
        long buffer,
        BigDecimal share,
        long minimum,
        @Nullable Long maximum) {

    /** What is left when the buffer is held back. */
    public long afterBuffer() {
        return available - buffer;
    }

    /** The channel's share of that, whole units, never less than nothing. */
    public long afterShare() {
        return Math.max(
                0,
                BigDecimal.valueOf(afterBuffer())
                        .multiply(share)
                        .setScale(0, RoundingMode.FLOOR)
                        .longValueExact());
    }

    public long afterMaximum() {
        return maximum == null ? afterShare() : Math.min(afterShare(), maximum);
    }

    /** The result: below the minimum nothing is shown. */
    public long wanted() {
        return afterMaximum() < minimum ? 0 : afterMaximum();
    }
}

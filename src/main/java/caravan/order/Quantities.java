package caravan.order;

/**
 * The units of one order line, as its document states them.
 *
 * @param ordered units ordered at most
 * @param cancelled units that will not be shipped: cancelled, edited away, or refunded before they left
 * @param shipped units that left, returned ones included
 * @param returned shipped units that came back into stock
 * @param taken units the channel proves to have taken out of its own figure and not put back
 */
public record Quantities(long ordered, long cancelled, long shipped, long returned, long taken) {

    /** Refuses what cannot be, so that a mapping's mistake cannot become stock. */
    public Quantities {
        if (ordered < 0 || cancelled < 0 || shipped < 0 || returned < 0 || taken < 0) {
            throw new IllegalArgumentException(
                    "Quantities of an order line cannot be negative: ordered " + ordered + ", cancelled " + cancelled
                            + ", shipped " + shipped + ", returned " + returned + ", taken " + taken + ".");
        }
    }

    public static Quantities none() {
        return new Quantities(0, 0, 0, 0, 0);
    }

    /** Units still to be shipped, if the order stands as sold. */
    long open() {
        return Math.max(0, ordered - cancelled - shipped);
    }

    /** Units that left for good. */
    long gone() {
        return shipped - returned;
    }
}

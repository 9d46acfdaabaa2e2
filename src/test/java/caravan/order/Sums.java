package caravan.order;

/** Lets tests of other packages ask whether an order adds up. */
public final class Sums {

    private Sums() {}

    /** Whether rounding alone explains what is left between an order's amounts and its total. */
    public static boolean explain(OrderContent content) {
        return Totals.of(content).explained();
    }
}

package caravan.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a shopper buys in one go.
 *
 * @param paid whether the shopper pays at once
 * @param coupon percent taken off every line, null for none
 * @param shipped whether shipping is charged
 */
public record Purchase(
        List<Line> lines, boolean paid, @Nullable Integer coupon, boolean shipped) {

    /** Some units of one SKU. */
    public record Line(String sku, int quantity) {}

    /** Refuses an empty basket, and coupons that are no percentage. */
    public Purchase {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.stream().anyMatch(line -> line.quantity() < 1)) {
            throw new IllegalArgumentException("A purchase needs at least one line, each of at least one unit.");
        }
        if (coupon != null && (coupon < 1 || coupon > 100)) {
            throw new IllegalArgumentException("A coupon takes off 1 to 100 percent, not " + coupon + ".");
        }
    }

    /** Units of one SKU, paid, without shipping. */
    public static Purchase paid(String sku, int quantity) {
        return new Purchase(List.of(new Line(sku, quantity)), true, null, false);
    }

    /** Units of one SKU that the shopper has not paid for. */
    public static Purchase unpaid(String sku, int quantity) {
        return new Purchase(List.of(new Line(sku, quantity)), false, null, false);
    }
}

package caravan.order;

import caravan.kernel.Price;
import org.jspecify.annotations.Nullable;

/**
 * One amount of an order besides its lines' prices.
 *
 * @param line the external id of the line it belongs to, or null for the whole order
 * @param included whether it is part of another amount already, as an inclusive tax is, and so is not added
 * @param amount negative for a discount
 */
public record Charge(Kind kind, @Nullable String line, String title, boolean included, Price amount) {

    /** What an amount is for. */
    public enum Kind {
        TAX,
        DISCOUNT,
        SHIPPING,
        FEE,
        ROUNDING
    }
}

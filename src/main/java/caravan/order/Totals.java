package caravan.order;

import caravan.kernel.Money;
import caravan.kernel.Price;
import java.math.BigDecimal;

/**
 * Whether an order adds up: lines, discounts, shipping, fees and taxes against its total, in both currencies.
 *
 * @param remainder what is left over
 * @param explained whether rounding alone can leave that much
 */
record Totals(Price remainder, boolean explained) {

    /** Adds up one order. Each amount may be off by one smallest unit of its currency, as each was rounded by itself. */
    static Totals of(OrderContent content) {
        Price sum = Price.zero(
                content.total().shop().currency(), content.total().buyer().currency());
        for (OrderLine line : content.lines()) {
            sum = sum.plus(line.unit().times(line.quantities().ordered()));
        }
        for (Charge charge : content.charges()) {
            if (!charge.included()) {
                sum = sum.plus(charge.amount());
            }
        }
        Price remainder = content.total().minus(sum);
        int amounts = content.lines().size() + content.charges().size();
        return new Totals(remainder, fits(remainder.shop(), amounts) && fits(remainder.buyer(), amounts));
    }

    private static boolean fits(Money remainder, int amounts) {
        BigDecimal unit =
                BigDecimal.ONE.movePointLeft(Math.max(0, remainder.currency().getDefaultFractionDigits()));
        return remainder.amount().abs().compareTo(unit.multiply(BigDecimal.valueOf(amounts))) <= 0;
    }
}

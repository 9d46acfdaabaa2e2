package caravan.sandbox.shopify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A line of an order. Amounts include tax and are in the shop's currency. */
final class OrderLine {
    final long id;
    final Variant variant;
    final BigDecimal price;
    /** Percent off by the index of the order's discount. */
    final Map<Integer, Integer> percents = new LinkedHashMap<>();

    int quantity;
    /** Edited out, cancelled or given back. */
    int removed;

    int shipped;
    /** What the store's figures fell by for it and have not risen by again. */
    int taken;

    OrderLine(long id, Variant variant, int quantity) {
        this.id = id;
        this.variant = variant;
        this.price = variant.price;
        this.quantity = quantity;
    }

    int current() {
        return quantity - removed;
    }

    BigDecimal gross() {
        return price.multiply(BigDecimal.valueOf(quantity));
    }

    /** What each discount takes off this line. */
    Map<Integer, BigDecimal> allocations() {
        Map<Integer, BigDecimal> all = new LinkedHashMap<>();
        percents.forEach((index, percent) -> all.put(
                index,
                gross().multiply(BigDecimal.valueOf(percent))
                        .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP)));
        return all;
    }

    BigDecimal discount() {
        return allocations().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal net() {
        return gross().subtract(discount());
    }

    /** The part of an amount that falls on some units. */
    BigDecimal share(BigDecimal whole, int units) {
        return whole.multiply(BigDecimal.valueOf(units)).divide(BigDecimal.valueOf(quantity), 2, RoundingMode.HALF_UP);
    }

    static BigDecimal taxIn(BigDecimal amount, BigDecimal rate) {
        return amount.multiply(rate).divide(BigDecimal.valueOf(100).add(rate), 2, RoundingMode.HALF_UP);
    }
}

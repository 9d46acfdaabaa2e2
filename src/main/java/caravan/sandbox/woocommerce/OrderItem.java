package caravan.sandbox.woocommerce;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** A line of an order, or a charge such as shipping, a fee or a coupon. Amounts are without tax. */
final class OrderItem {
    final long id;
    final Meta meta;
    String name;
    /** What was sold; null for charges and for products the shop does not know. */
    @Nullable
    Product product;
    /** The way of shipping; empty for others. */
    String method = "";

    int quantity = 1;
    BigDecimal subtotal = BigDecimal.ZERO;
    BigDecimal subtotalTax = BigDecimal.ZERO;
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal tax = BigDecimal.ZERO;

    OrderItem(Site site, String name) {
        this.id = site.itemIds.incrementAndGet();
        this.meta = new Meta(site);
        this.name = name;
    }

    /** Prices what was sold: the catalogue's price, less a discount in percent. */
    void price(StoreSettings shop, int percentOff) {
        Product sold = product;
        BigDecimal asked = sold == null ? BigDecimal.ZERO : sold.price().multiply(BigDecimal.valueOf(quantity));
        BigDecimal whole = net(asked, shop);
        subtotal = whole;
        subtotalTax = tax(whole, shop);
        total = whole.multiply(BigDecimal.valueOf(100 - percentOff))
                .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP);
        tax = tax(total, shop);
    }

    void charge(BigDecimal amount, StoreSettings shop) {
        subtotal = amount;
        total = amount;
        retax(shop);
    }

    void retax(StoreSettings shop) {
        subtotalTax = tax(subtotal, shop);
        tax = tax(total, shop);
    }

    private static BigDecimal net(BigDecimal asked, StoreSettings shop) {
        BigDecimal hundred = BigDecimal.valueOf(100);
        return shop.pricesIncludeTax()
                ? asked.multiply(hundred).divide(hundred.add(shop.taxRate()), 2, RoundingMode.HALF_UP)
                : asked.setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal tax(BigDecimal net, StoreSettings shop) {
        return net.multiply(shop.taxRate()).divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP);
    }
}

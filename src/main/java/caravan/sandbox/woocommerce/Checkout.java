package caravan.sandbox.woocommerce;

import caravan.sandbox.Purchase;
import java.math.BigDecimal;

/** Makes orders of what shoppers put into their baskets. */
final class Checkout {
    private static final BigDecimal SHIPPING = new BigDecimal("4.90");

    private final Site site;
    private final Products products;
    private final Orders orders;

    Checkout(Site site, Products products, Orders orders) {
        this.site = site;
        this.products = products;
        this.orders = orders;
    }

    /** The order, pending, with everything priced. */
    Order order(Purchase purchase) {
        Order order = new Order(site, site.clock.second());
        order.createdVia = "checkout";
        Addresses.traveller(order.billing);
        Addresses.traveller(order.shipping);
        order.paymentMethod = OrderApi.GATEWAY;
        order.paymentTitle = "Card";
        Integer coupon = purchase.coupon();
        if (coupon != null) {
            order.coupon = new OrderItem(site, "welcome" + coupon);
            order.percentOff = coupon;
        }
        for (Purchase.Line bought : purchase.lines()) {
            OrderItem line = orders.line(products.require(bought.sku()), bought.quantity());
            line.price(site.settings, order.percentOff);
            order.lines.add(line);
        }
        if (purchase.shipped()) {
            OrderItem shipping = new OrderItem(site, "Flat rate");
            shipping.method = "flat_rate";
            shipping.charge(SHIPPING, site.settings);
            order.shippingLines.add(shipping);
        }
        return order;
    }
}

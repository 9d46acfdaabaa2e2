package caravan.sandbox.woocommerce;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An order with its lines, charges and refunds. */
final class Order extends Post {
    /** The statuses in which the shop holds stock for an order. */
    static final Set<String> HOLDING = Set.of("processing", "completed", "on-hold");

    static final Set<String> STATUSES = Set.of(
            "pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "checkout-draft");

    final String key;
    final boolean pricesIncludeTax;
    final Meta meta;
    final long taxLineId;
    final List<OrderItem> lines = new ArrayList<>();
    final List<OrderItem> shippingLines = new ArrayList<>();
    final List<OrderItem> feeLines = new ArrayList<>();
    final List<Refund> refunds = new ArrayList<>();
    final ObjectNode billing;
    final ObjectNode shipping;
    String createdVia = "rest-api";
    String status = "pending";
    String currency;
    long customerId;
    String note = "";
    String paymentMethod = "";
    String paymentTitle = "";
    String transactionId = "";
    /** Percent off every line, with the item that says so. */
    @Nullable
    OrderItem coupon;

    int percentOff;

    @Nullable
    Instant paid;

    @Nullable
    Instant completed;

    boolean stockTaken;

    Order(Site site, Instant now) {
        super(site.nextPostId(), now);
        this.key = site.orderKey();
        this.pricesIncludeTax = site.settings.pricesIncludeTax();
        this.currency = site.settings.currency();
        this.meta = new Meta(site);
        this.taxLineId = site.itemIds.incrementAndGet();
        this.billing = Addresses.empty(true);
        this.shipping = Addresses.empty(false);
    }

    BigDecimal sum(List<OrderItem> items, Function<OrderItem, BigDecimal> amount) {
        return items.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal shippingTax() {
        return sum(shippingLines, item -> item.tax);
    }

    BigDecimal cartTax() {
        return sum(Stream.concat(lines.stream(), feeLines.stream()).toList(), item -> item.tax);
    }

    BigDecimal total() {
        List<OrderItem> all =
                Stream.of(lines, shippingLines, feeLines).flatMap(List::stream).toList();
        return sum(all, item -> item.total).add(cartTax()).add(shippingTax());
    }

    /** Units of a line for which the money was given back. */
    int refunded(OrderItem line) {
        return refunds.stream()
                .flatMap(refund -> refund.lines().stream())
                .filter(part -> part.of() == line)
                .mapToInt(Refund.Line::quantity)
                .sum();
    }

    BigDecimal refunded() {
        return refunds.stream().map(Refund::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    String title() {
        return String.valueOf(id);
    }
}

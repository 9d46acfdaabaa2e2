package caravan.sandbox.shopify;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An order with its lines, money and refunds. */
final class Order {
    /** Where orders come from that take stock when they are placed. */
    static final Set<String> SELLING = Set.of("web", "pos", "shopify_draft_order");

    static final BigDecimal SHIPPING = new BigDecimal("4.90");

    final long id;
    final int number;
    final Instant created;
    final String source;
    final Currencies money;
    final BigDecimal taxRate;
    final long shippingId;
    final List<OrderLine> lines = new ArrayList<>();
    final List<Discount> discounts = new ArrayList<>();
    final List<Payment> payments = new ArrayList<>();
    final List<Refund> refunds = new ArrayList<>();
    final List<Fulfillment> fulfillments = new ArrayList<>();
    BigDecimal shipping = BigDecimal.ZERO;
    Instant updated;
    boolean edited;

    @Nullable
    Instant cancelled;

    Order(long id, int number, Instant now, String source, Currencies money, BigDecimal taxRate, long shippingId) {
        this.id = id;
        this.number = number;
        this.created = now;
        this.updated = now;
        this.source = source;
        this.money = money;
        this.taxRate = taxRate;
        this.shippingId = shippingId;
    }

    boolean sells() {
        return SELLING.contains(source);
    }

    BigDecimal sum(Function<OrderLine, BigDecimal> amount) {
        return lines.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal tax(BigDecimal amount) {
        return OrderLine.taxIn(amount, taxRate);
    }

    BigDecimal total() {
        return sum(OrderLine::net).add(shipping);
    }

    BigDecimal totalTax() {
        return sum(line -> tax(line.net())).add(tax(shipping));
    }

    BigDecimal currentSubtotal() {
        return sum(line -> line.share(line.net(), line.current()));
    }

    BigDecimal currentTotal() {
        return cancelled == null ? currentSubtotal().add(shipping) : BigDecimal.ZERO;
    }

    BigDecimal currentTax() {
        return cancelled == null
                ? sum(line -> tax(line.share(line.net(), line.current()))).add(tax(shipping))
                : BigDecimal.ZERO;
    }

    BigDecimal moved(String kind) {
        return payments.stream()
                .filter(payment -> payment.kind().equals(kind))
                .map(Payment::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What the shop has of the buyer's money. */
    BigDecimal held() {
        return moved("sale").subtract(moved("refund"));
    }

    BigDecimal outstanding() {
        return currentTotal().subtract(held()).max(BigDecimal.ZERO);
    }

    String financialStatus() {
        BigDecimal received = moved("sale");
        BigDecimal back = moved("refund");
        if (received.signum() == 0) {
            return cancelled == null ? "pending" : "voided";
        }
        if (back.signum() > 0) {
            return back.compareTo(received) >= 0 ? "refunded" : "partially_refunded";
        }
        return outstanding().signum() > 0 ? "partially_paid" : "paid";
    }

    /** Null while nothing is shipped. */
    @Nullable
    String fulfillmentStatus() {
        if (lines.stream().noneMatch(line -> line.shipped > 0)) {
            return cancelled != null ? "restocked" : null;
        }
        return lines.stream().allMatch(line -> line.shipped >= line.current()) ? "fulfilled" : "partial";
    }

    String name() {
        return "#" + (1000 + number);
    }
}

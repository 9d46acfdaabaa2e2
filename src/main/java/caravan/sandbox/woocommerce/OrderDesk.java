package caravan.sandbox.woocommerce;

import caravan.sandbox.OrderDeed;
import caravan.sandbox.TwinOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What shoppers and the merchant do with orders on the store's own pages. */
final class OrderDesk {
    private static final Set<String> UNPAID = Set.of("pending", "on-hold", "failed");

    private final Site site;
    private final Orders orders;

    OrderDesk(Site site, Orders orders) {
        this.site = site;
        this.orders = orders;
    }

    List<TwinOrder> newest(int most) {
        return site.locked(() -> orders.newest(most).stream().map(this::shown).toList());
    }

    Optional<TwinOrder> find(String id) {
        return site.locked(() -> Optional.ofNullable(known(id)).map(this::shown));
    }

    /** The order is saved first, a moment later the stock follows. */
    void settle(Order order, String status) {
        site.locked(() -> orders.enter(order, status));
        site.pause();
        site.locked(() -> {
            orders.settleStock(order);
            orders.saved(order);
        });
    }

    void pay(String id) {
        settle(site.locked(() -> allowed(id, OrderDeed.PAY)), "processing");
    }

    void cancel(String id) {
        settle(site.locked(() -> allowed(id, OrderDeed.CANCEL)), "cancelled");
    }

    /** The vendor knows no shipments by itself: what is sent is completed. */
    void ship(String id) {
        settle(site.locked(() -> allowed(id, OrderDeed.SHIP)), "completed");
    }

    void bin(String id) {
        site.locked(() -> orders.bin(allowed(id, OrderDeed.BIN)));
    }

    void delete(String id) {
        site.locked(() -> orders.remove(allowed(id, OrderDeed.DELETE)));
    }

    void edit(String id, String sku, int quantity) {
        site.locked(() -> {
            Order order = allowed(id, OrderDeed.EDIT);
            OrderItem line = line(order, sku);
            int refunded = order.refunded(line);
            if (quantity < refunded) {
                throw new IllegalArgumentException("A line has 0 units or more, and at least those given back: "
                        + refunded + " of '" + sku + "', not " + quantity + ".");
            }
            orders.adjust(order, line, quantity);
            line.quantity = quantity;
            line.price(site.settings, order.percentOff);
            if (quantity == 0) {
                order.lines.remove(line);
            }
            orders.saved(order);
        });
    }

    void refund(String id, String sku, int quantity, boolean restock) {
        site.locked(() -> {
            Order order = allowed(id, OrderDeed.REFUND);
            OrderItem line = line(order, sku);
            int left = line.quantity - order.refunded(line);
            if (quantity < 1 || quantity > left) {
                throw new IllegalArgumentException("Order '" + id + "' has " + left + " of '" + sku
                        + "'; give back 1 to " + left + " of them, not " + quantity + ".");
            }
            BigDecimal total = share(line.total, quantity, line.quantity);
            BigDecimal tax = share(line.tax, quantity, line.quantity);
            var part = orders.refundLine(line, quantity, total, tax);
            BigDecimal open = order.total().subtract(order.refunded());
            orders.refund(order, total.add(tax).min(open), "returned", true, restock, List.of(part));
        });
    }

    private static BigDecimal share(BigDecimal whole, int part, int of) {
        return whole.multiply(BigDecimal.valueOf(part)).divide(BigDecimal.valueOf(of), 2, RoundingMode.HALF_UP);
    }

    private Order allowed(String id, OrderDeed deed) {
        Order order = known(id);
        if (order == null) {
            throw new IllegalArgumentException("Store '" + site.settings.name() + "' has no order '" + id + "'.");
        }
        shown(order).require(deed);
        return order;
    }

    private @Nullable Order known(String id) {
        return id.matches("\\d{1,18}") ? orders.find(Long.parseLong(id)) : null;
    }

    private static OrderItem line(Order order, String sku) {
        return order.lines.stream()
                .filter(line -> line.product != null && line.product.sku.equals(sku))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Order '" + order.id + "' has no line of '" + sku + "'."));
    }

    private TwinOrder shown(Order order) {
        boolean sent = order.status.equals("completed");
        List<TwinOrder.Line> lines = order.lines.stream()
                .map(line -> {
                    int units = line.quantity - order.refunded(line);
                    return new TwinOrder.Line(
                            line.product == null ? "" : line.product.sku,
                            line.name,
                            units,
                            sent ? units : 0,
                            line.meta.number(Orders.HELD));
                })
                .toList();
        return new TwinOrder(
                String.valueOf(order.id),
                String.valueOf(order.id),
                order.created,
                order.status,
                lines,
                order.total(),
                order.currency,
                possible(order));
    }

    private static Set<OrderDeed> possible(Order order) {
        Set<OrderDeed> possible = EnumSet.of(OrderDeed.DELETE);
        if (order.status.equals("trash")) {
            return possible;
        }
        possible.add(OrderDeed.BIN);
        if (UNPAID.contains(order.status)) {
            possible.add(OrderDeed.PAY);
        }
        if (UNPAID.contains(order.status) || order.status.equals("processing")) {
            possible.add(OrderDeed.EDIT);
            possible.add(OrderDeed.CANCEL);
        }
        if (order.status.equals("processing")) {
            possible.add(OrderDeed.SHIP);
        }
        boolean units = order.lines.stream().anyMatch(line -> line.quantity > order.refunded(line));
        if (Order.HOLDING.contains(order.status) && order.paid != null && units) {
            possible.add(OrderDeed.REFUND);
        }
        return possible;
    }
}

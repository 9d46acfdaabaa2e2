package caravan.sandbox.shopify;

import caravan.sandbox.OrderDeed;
import caravan.sandbox.TwinOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the merchant does with orders in the store's admin area. */
final class OrderDesk {
    private final Shop shop;
    private final Orders orders;

    OrderDesk(Shop shop, Orders orders) {
        this.shop = shop;
        this.orders = orders;
    }

    List<TwinOrder> newest(int most) {
        return shop.locked(
                () -> orders.newest(most).stream().map(OrderDesk::shown).toList());
    }

    Optional<TwinOrder> find(String id) {
        return shop.locked(() -> Optional.ofNullable(known(id)).map(OrderDesk::shown));
    }

    void pay(String id) {
        shop.locked(() -> orders.pay(allowed(id, OrderDeed.PAY)));
    }

    void cancel(String id) {
        shop.locked(() -> orders.cancel(allowed(id, OrderDeed.CANCEL)));
    }

    void ship(String id) {
        shop.locked(() -> orders.ship(allowed(id, OrderDeed.SHIP)));
    }

    void delete(String id) {
        shop.locked(() -> orders.delete(allowed(id, OrderDeed.DELETE)));
    }

    void edit(String id, String sku, int quantity) {
        shop.locked(() -> {
            Order order = allowed(id, OrderDeed.EDIT);
            OrderLine line = line(order, sku);
            if (quantity < line.shipped) {
                throw new IllegalArgumentException("A line has 0 units or more, and at least those that are shipped: "
                        + line.shipped + " of '" + sku + "', not " + quantity + ".");
            }
            orders.edit(order, line, quantity);
        });
    }

    void refund(String id, String sku, int quantity, boolean restock) {
        shop.locked(() -> {
            Order order = allowed(id, OrderDeed.REFUND);
            OrderLine line = line(order, sku);
            if (quantity < 1 || quantity > line.current()) {
                throw new IllegalArgumentException("Order '" + id + "' has " + line.current() + " of '" + sku
                        + "'; give back 1 to " + line.current() + " of them, not " + quantity + ".");
            }
            orders.giveBack(order, line, quantity, restock);
        });
    }

    private Order allowed(String id, OrderDeed deed) {
        Order order = known(id);
        if (order == null) {
            throw new IllegalArgumentException("Store '" + shop.settings.name() + "' has no order '" + id + "'.");
        }
        shown(order).require(deed);
        return order;
    }

    private @Nullable Order known(String id) {
        return id.matches("\\d{1,18}") ? orders.find(Long.parseLong(id)) : null;
    }

    private static OrderLine line(Order order, String sku) {
        return order.lines.stream()
                .filter(line -> line.variant.sku.equals(sku))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Order '" + order.id + "' has no line of '" + sku + "'."));
    }

    private static TwinOrder shown(Order order) {
        String shipped = order.fulfillmentStatus();
        String status = order.cancelled != null
                ? "cancelled, " + order.financialStatus()
                : order.financialStatus() + ", " + (shipped == null ? "unfulfilled" : shipped);
        List<TwinOrder.Line> lines = order.lines.stream()
                .map(line -> new TwinOrder.Line(
                        line.variant.sku, line.variant.name(), line.current(), line.shipped, line.taken))
                .toList();
        return new TwinOrder(
                String.valueOf(order.id),
                order.name(),
                order.created,
                status,
                lines,
                order.total(),
                order.money.shop(),
                possible(order));
    }

    /** The vendor has no bin, and does not cancel what is shipped. */
    private static Set<OrderDeed> possible(Order order) {
        Set<OrderDeed> possible = EnumSet.of(OrderDeed.DELETE);
        if (order.cancelled != null) {
            return possible;
        }
        possible.add(OrderDeed.EDIT);
        if (order.outstanding().signum() > 0) {
            possible.add(OrderDeed.PAY);
        }
        if (order.lines.stream().anyMatch(line -> line.current() > 0)) {
            possible.add(OrderDeed.REFUND);
        }
        if (order.lines.stream().anyMatch(line -> line.current() > line.shipped)) {
            possible.add(OrderDeed.SHIP);
        }
        if (order.fulfillments.isEmpty()) {
            possible.add(OrderDeed.CANCEL);
        }
        return possible;
    }
}

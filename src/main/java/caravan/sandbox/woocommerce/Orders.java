package caravan.sandbox.woocommerce;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The store's orders, and what their changes do to its stock; to be touched under the site's lock only. */
final class Orders {
    static final String HELD = "_reduced_stock";
    private static final String PUT_BACK = "_restock_refunded_items";

    private final Site site;
    private final Products products;
    private final Webhooks webhooks;
    /** Ids only grow, so this is the order in which they were placed. */
    private final NavigableMap<Long, Order> all = new TreeMap<>();

    Orders(Site site, Products products, Webhooks webhooks) {
        this.site = site;
        this.products = products;
        this.webhooks = webhooks;
    }

    Collection<Order> all() {
        return List.copyOf(all.values());
    }

    @Nullable
    Order find(long id) {
        return all.get(id);
    }

    List<Order> newest(int most) {
        return all.descendingMap().values().stream().limit(most).toList();
    }

    Order add(Order order) {
        all.put(order.id, order);
        webhooks.raise("order", "created", order.id);
        return order;
    }

    OrderItem line(@Nullable Product product, int quantity) {
        OrderItem line = new OrderItem(site, product == null ? "" : product.soldAs());
        line.product = product;
        line.quantity = quantity;
        if (product != null) {
            ProductJson.nameOption(line.meta, product);
        }
        return line;
    }

    void saved(Order order) {
        order.modified = site.clock.second();
        webhooks.raise("order", "updated", order.id);
    }

    /** Changes a status, with the dates that go with it; stock follows in {@link #settleStock}. */
    void enter(Order order, String status) {
        order.status = status;
        boolean paid = status.equals("processing") || status.equals("completed");
        if (paid && order.paid == null) {
            order.paid = site.clock.second();
        }
        if (status.equals("completed") && order.completed == null) {
            order.completed = site.clock.second();
        }
    }

    /** Takes stock for an order that is now on, gives it back for one that is off. Other statuses move nothing. */
    void settleStock(Order order) {
        if (Order.HOLDING.contains(order.status) && !order.stockTaken) {
            order.lines.forEach(line -> hold(line, line.quantity));
            order.stockTaken = true;
        } else if ((order.status.equals("cancelled") || order.status.equals("pending")) && order.stockTaken) {
            order.lines.forEach(line -> {
                giveBack(line, line.meta.number(HELD));
                line.meta.remove(HELD);
            });
            order.stockTaken = false;
        }
    }

    /** Brings the stock of one line to a changed quantity. */
    void adjust(Order order, OrderItem line, int quantity) {
        if (!Order.HOLDING.contains(order.status)) {
            return;
        }
        int back = line.meta.number(PUT_BACK);
        int change = quantity - back - line.meta.number(HELD);
        if (change > 0) {
            hold(line, change);
        } else if (change < 0) {
            giveBack(line, -change);
            line.meta.put(HELD, String.valueOf(line.meta.number(HELD) + change));
        }
    }

    private void hold(OrderItem line, int units) {
        Product product = line.product;
        if (product != null && product.manageStock && units != 0) {
            products.move(product, -units);
            line.meta.put(HELD, String.valueOf(line.meta.number(HELD) + units));
        }
    }

    private void giveBack(OrderItem line, int units) {
        Product product = line.product;
        if (product != null && product.manageStock && units > 0) {
            products.move(product, units);
        }
    }

    /** Gives money back for some lines; an order of which everything is given back is refunded. */
    Refund refund(
            Order order,
            BigDecimal amount,
            String reason,
            boolean byGateway,
            boolean restock,
            List<Refund.Line> lines) {
        boolean full = order.refunded().add(amount).compareTo(order.total()) >= 0;
        Meta meta = new Meta(site);
        meta.put("_refund_type", full ? "full" : "partial");
        Refund refund = new Refund(
                site.nextPostId(), site.clock.second(), amount, reason, byGateway, meta, new ArrayList<>(lines));
        order.refunds.add(0, refund);
        if (restock) {
            lines.forEach(line -> restock(line.of(), line.quantity()));
        }
        if (full) {
            enter(order, "refunded");
        }
        saved(order);
        return refund;
    }

    Refund.Line refundLine(OrderItem of, int quantity, BigDecimal total, BigDecimal tax) {
        Meta meta = new Meta(site);
        meta.put("_refunded_item_id", String.valueOf(of.id));
        return new Refund.Line(site.itemIds.incrementAndGet(), of, quantity, total, tax, meta);
    }

    private void restock(OrderItem line, int quantity) {
        int held = line.meta.number(HELD);
        if (held == 0 || quantity == 0) {
            return;
        }
        giveBack(line, quantity);
        line.meta.put(HELD, String.valueOf(Math.max(0, held - quantity)));
        line.meta.put(PUT_BACK, String.valueOf(line.meta.number(PUT_BACK) + quantity));
    }

    /** Bins an order; its stock stays where it is. */
    void bin(Order order) {
        order.status = "trash";
        order.modified = site.clock.second();
        webhooks.raise("order", "deleted", order.id);
    }

    void remove(Order order) {
        all.remove(order.id);
        webhooks.raise("order", "deleted", order.id);
    }
}

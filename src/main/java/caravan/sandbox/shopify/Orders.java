package caravan.sandbox.shopify;

import caravan.sandbox.Purchase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The store's orders, and what their changes do to its stock; to be touched under the shop's lock only. */
final class Orders {
    /** Every third order is from a buyer who pays in the neighbour's currency. */
    private static final int ABROAD = 3;

    private static final BigDecimal RATE = new BigDecimal("25");
    private static final int MANY = 3;

    private final Shop shop;
    private final Catalogue catalogue;
    private final Webhooks webhooks;
    private final OrderJson json;
    /** Ids only grow, so this is the order in which they were placed. */
    private final NavigableMap<Long, Order> all = new TreeMap<>();

    private int lastNumber;

    Orders(Shop shop, Catalogue catalogue, Webhooks webhooks) {
        this.shop = shop;
        this.catalogue = catalogue;
        this.webhooks = webhooks;
        this.json = new OrderJson(shop, catalogue.warehouse);
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

    ObjectNode json(Order order) {
        return json.order(order);
    }

    ObjectNode json(Order order, Refund refund) {
        return json.refunds().refund(order, refund);
    }

    Order place(Purchase purchase, String source) {
        Order order = priced(purchase, source);
        all.put(order.id, order);
        Event event = Event.now(shop);
        if (purchase.paid()) {
            sale(order);
        }
        webhooks.raise("orders/create", json(order), event);
        if (order.sells()) {
            order.lines.forEach(line -> take(line, line.quantity, event));
        }
        if (purchase.paid()) {
            webhooks.raise("orders/paid", json(order), event);
        }
        webhooks.raise("orders/updated", json(order), event);
        return order;
    }

    private Order priced(Purchase purchase, String source) {
        int number = ++lastNumber;
        String own = shop.settings.currency();
        Currencies money = number % ABROAD == 0 ? new Currencies(own, "CZK", RATE) : Currencies.of(own);
        Order order =
                new Order(shop.nextId(), number, shop.now(), source, money, shop.settings.taxRate(), shop.nextId());
        if (purchase.coupon() != null) {
            order.discounts.add(new Discount("WELCOME" + purchase.coupon(), "", purchase.coupon(), false));
        }
        for (Purchase.Line bought : purchase.lines()) {
            OrderLine line = new OrderLine(shop.nextId(), catalogue.require(bought.sku()), bought.quantity());
            order.lines.add(line);
            if (purchase.coupon() != null) {
                line.percents.put(0, purchase.coupon());
            } else if (line.quantity >= MANY) {
                line.percents.put(order.discounts.size(), 10);
                order.discounts.add(new Discount("", MANY + " or more", 10, true));
            }
        }
        order.shipping = purchase.shipped() ? Order.SHIPPING : BigDecimal.ZERO;
        return order;
    }

    private void sale(Order order) {
        order.payments.add(new Payment(shop.nextId(), "sale", order.outstanding(), shop.now(), 0));
    }

    /** Takes units from the figure of what is counted; gives them back if there are fewer than none. */
    private void take(OrderLine line, int units, Event event) {
        if (units < 0 || line.variant.tracked) {
            int real = Math.max(units, -line.taken);
            if (real != 0) {
                line.taken += real;
                catalogue.move(catalogue.online(line.variant), -real, real, event);
            }
        }
    }

    private void saved(Order order, Event event) {
        order.updated = shop.now();
        webhooks.raise("orders/updated", json(order), event);
    }

    void pay(Order order) {
        if (order.outstanding().signum() == 0) {
            throw new IllegalArgumentException("Order '" + order.id + "' has nothing left to pay.");
        }
        Event event = Event.now(shop);
        sale(order);
        order.updated = shop.now();
        webhooks.raise("orders/paid", json(order), event);
        saved(order, event);
    }

    /** Changes how many units a line has; what is taken out leaves a refund without money, as the vendor does it. */
    void edit(Order order, OrderLine line, int quantity) {
        int change = quantity - line.current();
        Event event = Event.now(shop);
        if (change > 0) {
            line.quantity += change;
            if (order.sells()) {
                take(line, change, event);
            }
        } else if (change < 0) {
            Refund refund = refund(order, "", List.of(part(order, line, -change, "cancel")), BigDecimal.ZERO, event);
            webhooks.raise("refunds/create", json(order, refund), event);
        }
        order.edited = true;
        order.updated = shop.now();
        webhooks.raise("orders/edited", json.edited(order, line, change), event);
        saved(order, event);
    }

    void cancel(Order order) {
        if (order.cancelled != null) {
            throw new IllegalArgumentException("Order '" + order.id + "' is cancelled already.");
        }
        Event event = Event.now(shop);
        List<Refund.Line> parts = new ArrayList<>();
        order.lines.stream()
                .filter(line -> line.current() > 0)
                .forEach(line -> parts.add(part(order, line, line.current(), "cancel")));
        Refund refund = refund(order, "", parts, order.held(), event);
        order.cancelled = shop.now();
        order.updated = shop.now();
        webhooks.raise("refunds/create", json(order, refund), event);
        webhooks.raise("orders/cancelled", json(order), event);
        saved(order, event);
    }

    void giveBack(Order order, OrderLine line, int quantity, boolean restock) {
        Event event = Event.now(shop);
        String type = !restock ? "no_restock" : line.shipped > 0 ? "return" : "cancel";
        Refund.Line part = part(order, line, quantity, type);
        Refund refund = refund(order, "returned", List.of(part), part.subtotal().min(order.held()), event);
        order.updated = shop.now();
        webhooks.raise("refunds/create", json(order, refund), event);
        saved(order, event);
    }

    private Refund.Line part(Order order, OrderLine line, int quantity, String type) {
        BigDecimal subtotal = line.share(line.net(), quantity);
        return new Refund.Line(shop.nextId(), line, quantity, type, subtotal, order.tax(subtotal));
    }

    private Refund refund(Order order, String note, List<Refund.Line> parts, BigDecimal amount, Event event) {
        Payment payment = null;
        if (amount.signum() > 0) {
            long sale = order.payments.get(0).id();
            payment = new Payment(shop.nextId(), "refund", amount, shop.now(), sale);
            order.payments.add(payment);
        }
        Refund refund = new Refund(shop.nextId(), shop.now(), note, parts, payment);
        order.refunds.add(refund);
        parts.forEach(part -> takeOut(part, event));
        return refund;
    }

    private void takeOut(Refund.Line part, Event event) {
        OrderLine line = part.of();
        line.removed += part.quantity();
        switch (part.restock()) {
            case "cancel" -> take(line, -part.quantity(), event);
            case "return" -> {
                int back = Math.min(part.quantity(), line.taken);
                line.taken -= back;
                catalogue.move(catalogue.online(line.variant), back, 0, event);
            }
            default -> {
                // Gone for good; what was only promised is no longer.
                if (line.shipped == 0 && line.taken > 0) {
                    catalogue.move(catalogue.online(line.variant), 0, -Math.min(part.quantity(), line.taken), event);
                }
            }
        }
    }

    /** Ships everything that is left, in one parcel. */
    void ship(Order order) {
        Event event = Event.now(shop);
        List<Fulfillment.Part> parts = new ArrayList<>();
        for (OrderLine line : order.lines) {
            int units = line.current() - line.shipped;
            if (units > 0) {
                line.shipped += units;
                parts.add(new Fulfillment.Part(shop.nextId(), line, units));
                if (line.taken > 0) {
                    catalogue.move(catalogue.online(line.variant), 0, -units, event);
                }
            }
        }
        Fulfillment parcel = new Fulfillment(shop.nextId(), order.fulfillments.size() + 1, shop.now(), parts);
        order.fulfillments.add(parcel);
        order.updated = shop.now();
        webhooks.raise("fulfillments/create", json.parcels().fulfillment(order, parcel), event);
        webhooks.raise("orders/fulfilled", json(order), event);
        saved(order, event);
    }

    /** Deletes an order; its stock stays where it is. */
    void delete(Order order) {
        all.remove(order.id);
        webhooks.raise("orders/delete", Json.object().put("id", order.id), Event.now(shop));
    }
}

package caravan.model;

import caravan.kernel.ConnectionId;
import caravan.order.OrderDocument;
import caravan.order.OrderState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A channel in memory: sells from figures of its own, restocks as its orders say, sends documents that may be lost, repeated or
 * reordered, and remembers the keys of writes.
 */
final class ModelChannel {
    final ConnectionId connection;
    final Map<String, Long> figures = new HashMap<>();
    /** Changes by hand since the reading that the hub's books start from. */
    final Map<String, Long> byHand = new HashMap<>();

    final List<ModelOrder> orders = new ArrayList<>();
    /** Documents on their way. */
    final List<OrderDocument> sent = new ArrayList<>();

    private final Set<UUID> applied = new HashSet<>();
    private final Random random;
    private int made;

    ModelChannel(ConnectionId connection, Random random) {
        this.connection = connection;
        this.random = random;
    }

    /** Something that only the channel and its buyers do. */
    String act(Instant now, List<String> skus) {
        int dice = random.nextInt(100);
        if (orders.isEmpty() || dice < 35) {
            return order(now, skus.get(random.nextInt(skus.size())), random.nextInt(4) > 0);
        }
        if (dice < 42) {
            String sku = skus.get(random.nextInt(skus.size()));
            int change = random.nextInt(7) - 3;
            move(sku, change);
            byHand.merge(sku, (long) change, Long::sum);
            return "hand edit of " + sku + " by " + change;
        }
        ModelOrder order = orders.get(random.nextInt(orders.size()));
        String did = change(order, dice);
        if (!did.isEmpty()) {
            order.updatedAt = now;
            sent.add(order.document(connection, null));
        }
        return did.isEmpty() ? "nothing" : did + " order " + order.id;
    }

    /** An order from before the opening balance, which leaves its units out. Its document may come late, or never. */
    String older(Instant placed, String sku) {
        boolean paid = random.nextInt(3) > 0;
        ModelOrder order = new ModelOrder(
                "o" + ++made, sku, random.nextInt(2) + 1L, paid ? OrderState.SOLD : OrderState.UNPAID, placed);
        if (paid) {
            order.taken = order.ordered;
            order.heard = order.taken;
            order.shipped = random.nextInt(3) == 0 ? order.ordered : 0;
        }
        orders.add(order);
        sent.add(order.document(connection, null));
        return "older order of " + order.ordered + " " + sku + " as " + order.id;
    }

    private String order(Instant now, String sku, boolean paid) {
        ModelOrder order = new ModelOrder(
                "o" + ++made, sku, random.nextInt(3) + 1L, paid ? OrderState.SOLD : OrderState.UNPAID, now);
        orders.add(order);
        if (paid) {
            take(order, order.ordered);
        }
        sent.add(order.document(connection, null));
        return (paid ? "sale of " : "unpaid order of ") + order.ordered + " " + sku + " as " + order.id;
    }

    private String change(ModelOrder order, int dice) {
        if (order.state == OrderState.CANCELLED) {
            return "";
        }
        if (order.state == OrderState.UNPAID) {
            if (dice < 70) {
                order.state = OrderState.SOLD;
                take(order, order.open());
                return "pay";
            }
            order.state = OrderState.CANCELLED;
            return "cancel unpaid";
        }
        if (dice < 52 && order.shipped == 0) {
            order.state = OrderState.CANCELLED;
            take(order, -order.taken);
            return "cancel with restock";
        }
        if (dice < 57 && order.shipped == 0) {
            order.state = OrderState.CANCELLED;
            return "cancel without restock";
        }
        if (dice < 65 && order.open() > 0) {
            order.cancelled++;
            take(order, -Math.min(1, order.taken));
            return "refund with restock";
        }
        if (dice < 70 && order.open() > 0) {
            order.cancelled++;
            return "refund without restock";
        }
        if (dice < 84 && order.shipped == 0 && order.cancelled == 0 && order.taken == order.ordered) {
            // Never back to a quantity it had: an edit there and back between two documents leaves no trace at all.
            long edited = order.ordered + random.nextInt(2) + 1L;
            take(order, edited - order.ordered);
            order.ordered = edited;
            if (random.nextBoolean() && edited > 2) {
                int less = random.nextInt((int) edited - 1) + 1;
                take(order, -less);
                order.ordered -= less;
            }
            return "edit to " + order.ordered + " of";
        }
        if (dice < 93 && order.open() > 0) {
            order.shipped += order.open();
            return "ship";
        }
        if (order.shipped > order.returned && order.taken > 0) {
            order.returned++;
            take(order, -1);
            return "return of one of";
        }
        return "";
    }

    /** Applies a write as a whole, once per key. */
    void apply(UUID key, Map<String, Long> deltas) {
        if (applied.add(key)) {
            deltas.forEach(this::move);
        }
    }

    /** Units taken of which the hub does not know, less those it does not know were put back. */
    long unheard(String sku, Map<String, Long> heard) {
        return orders.stream()
                .filter(order -> order.sku.equals(sku))
                .mapToLong(order -> order.taken - heard.getOrDefault(order.id, 0L))
                .sum();
    }

    Map<String, Long> heard() {
        Map<String, Long> heard = new HashMap<>();
        orders.forEach(order -> heard.put(order.id, order.heard));
        return heard;
    }

    private void take(ModelOrder order, long units) {
        order.taken += units;
        move(order.sku, -units);
    }

    private void move(String sku, long change) {
        figures.merge(sku, change, Long::sum);
    }
}

package caravan.sandbox;

import caravan.sandbox.SandboxRefusal.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything people and programs do in one pretend store, with bounds that keep the hub beside it alive. */
public final class StoreDesk {
    private static final int MOST_LINES = 50;
    private static final int MOST_UNITS = 10_000;
    private static final int MOST_STOCK = 1_000_000;
    private static final int MOST_ORDERS = 200;
    private static final double MOST_PER_MINUTE = 6000;
    private static final Duration LONGEST_FAULT = Duration.ofMinutes(10);
    private static final Duration LONGEST_SKEW = Duration.ofDays(7);

    private final Twin twin;

    StoreDesk(Twin twin) {
        this.twin = twin;
    }

    /** The newest orders. */
    public List<TwinOrder> orders(int most) {
        within("most", most, 1, MOST_ORDERS);
        return twin.orders(most);
    }

    /** One order; a {@link Reason#MISSING} refusal if the store has none of that id. */
    public TwinOrder order(String id) {
        return twin.find(id)
                .orElseThrow(() ->
                        new SandboxRefusal(Reason.MISSING, "Store '" + twin.store() + "' has no order '" + id + "'."));
    }

    /** A shopper orders. */
    public TwinOrder place(List<Purchase.Line> lines, boolean paid, Optional<Integer> coupon, boolean shipped) {
        within("The number of lines", lines.size(), 1, MOST_LINES);
        lines.forEach(line -> within("The number of units", line.quantity(), 1, MOST_UNITS));
        return order(judged(() -> twin.order(new Purchase(lines, paid, coupon.orElse(null), shipped))));
    }

    /** A shopper buys what comes to hand. */
    public TwinOrder buy() {
        return judged(() -> twin.shopper().buy())
                .map(this::order)
                .orElseThrow(() -> impossible("Store '" + twin.store() + "' is sold out; change its stock first."));
    }

    public void pay(String id) {
        done(id, () -> twin.pay(id));
    }

    /** Changes how many units of a SKU an order has; 0 takes the line out. */
    public void edit(String id, String sku, int quantity) {
        within("The number of units", quantity, 0, MOST_UNITS);
        done(id, () -> twin.edit(id, sku, quantity));
    }

    public void ship(String id) {
        done(id, () -> twin.ship(id));
    }

    public void refund(String id, String sku, int quantity, boolean restock) {
        done(id, () -> twin.refund(id, sku, quantity, restock));
    }

    public void cancel(String id) {
        done(id, () -> twin.cancel(id));
    }

    public void bin(String id) {
        done(id, () -> twin.bin(id));
    }

    /** Deletes an order for good. */
    public void delete(String id) {
        done(id, () -> twin.delete(id));
    }

    /** The merchant sets a figure by hand. */
    public void setStock(String sku, int units) {
        within("The number of units", units, 0, MOST_STOCK);
        judged(() -> twin.setStock(sku, units));
    }

    /** Lets the shoppers buy so often; 0 stops them. */
    public void shop(double ordersPerMinute) {
        if (!(ordersPerMinute >= 0 && ordersPerMinute <= MOST_PER_MINUTE)) {
            throw impossible(
                    "Shoppers buy 0 to " + (long) MOST_PER_MINUTE + " times a minute, not " + ordersPerMinute + ".");
        }
        if (ordersPerMinute == 0) {
            twin.shopper().stop();
        } else {
            judged(() -> twin.shopper().start(ordersPerMinute));
        }
    }

    /** The vendor switches every webhook subscription off. */
    public void disableSubscriptions() {
        twin.disableSubscriptions();
    }

    /**
     * Switches a fault on, or gives it another rule.
     *
     * @param times how often it strikes at most; null for any number of times
     * @param probability from 0 to 1; null for always
     * @param only which requests; null for all
     * @param seconds how long it takes; null for 2
     */
    public void switchOn(
            FaultKind kind,
            @Nullable Integer times,
            @Nullable Double probability,
            FaultRule.@Nullable Only only,
            @Nullable Long seconds) {
        long length = seconds == null ? 2 : seconds;
        within("The number of seconds", length, 0, LONGEST_FAULT.toSeconds());
        FaultRule rule = judged(() -> new FaultRule(
                times == null ? Integer.MAX_VALUE : times,
                probability == null ? 1 : probability,
                only == null ? FaultRule.Only.ALL : only,
                Duration.ofSeconds(length)));
        twin.faults().on(kind, rule);
    }

    public void switchOff(FaultKind kind) {
        twin.faults().off(kind);
    }

    /** Switches every fault off. */
    public void switchAllOff() {
        twin.faults().clear();
    }

    /** Sets the store's clock so many seconds fast, or slow with a negative number. */
    public void skew(long seconds) {
        long most = LONGEST_SKEW.toSeconds();
        within("The number of seconds", seconds, -most, most);
        twin.clock().skew(Duration.ofSeconds(seconds));
    }

    private void done(String id, Runnable deed) {
        order(id);
        judged(deed);
    }

    private static void judged(Runnable deed) {
        judged(() -> {
            deed.run();
            return true;
        });
    }

    /** The stores refuse with illegal arguments, whose messages are made for the one who asked. */
    private static <T> T judged(Supplier<T> deed) {
        try {
            return deed.get();
        } catch (IllegalArgumentException refused) {
            throw impossible(String.valueOf(refused.getMessage()));
        }
    }

    private static void within(String what, long number, long least, long most) {
        if (number < least || number > most) {
            throw impossible(what + " must be from " + least + " to " + most + ", not " + number + ".");
        }
    }

    private static SandboxRefusal impossible(String message) {
        return new SandboxRefusal(Reason.IMPOSSIBLE, message);
    }
}

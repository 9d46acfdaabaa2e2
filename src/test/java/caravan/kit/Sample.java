package caravan.kit;

import caravan.kernel.Money;
import caravan.kernel.Price;
import caravan.kernel.Sku;
import caravan.order.OrderContent;
import caravan.order.OrderDocument;
import caravan.order.OrderKey;
import caravan.order.OrderLine;
import caravan.order.OrderState;
import caravan.order.PaymentState;
import caravan.order.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order of one line as a channel would state it; starts as sold and wholly taken, ten minutes after the shop opened. */
public final class Sample {
    private static final Duration GRAIN = Duration.ofSeconds(1);
    private static final Price UNIT = Price.of(Money.of("10.00", "EUR"));

    private final OrderKey key;
    private final Sku sku;
    private final long ordered;
    private OrderState state = OrderState.SOLD;
    private long cancelled;
    private long shipped;
    private long returned;
    private long taken;
    private String note = "";
    private Price unit = UNIT;
    private Price total;
    private Instant placed = Shop.OPENED.plusSeconds(600);
    private @Nullable Instant sold;
    private final List<OrderLine> more = new ArrayList<>();

    Sample(OrderKey key, Sku sku, long ordered) {
        this.key = key;
        this.sku = sku;
        this.ordered = ordered;
        this.taken = ordered;
        this.total = UNIT.times(ordered);
    }

    public Sample unpaid() {
        state = OrderState.UNPAID;
        return taken(0);
    }

    public Sample cancelled() {
        state = OrderState.CANCELLED;
        return this;
    }

    public Sample cancelled(long units) {
        cancelled = units;
        return this;
    }

    public Sample shipped(long units) {
        shipped = units;
        return this;
    }

    public Sample returned(long units) {
        returned = units;
        return this;
    }

    public Sample taken(long units) {
        taken = units;
        return this;
    }

    public Sample note(String text) {
        note = text;
        return this;
    }

    public Sample total(String amount) {
        total = Price.of(Money.of(amount, "EUR"));
        return this;
    }

    /** The buyer was shown another currency than the shop's. */
    public Sample shownIn(String currency, String unitPrice) {
        unit = new Price(UNIT.shop(), Money.of(unitPrice, currency));
        total = unit.times(ordered);
        return this;
    }

    public Sample placed(Instant at) {
        placed = at;
        return this;
    }

    /** The channel began to hold the units only then. */
    public Sample sold(Instant at) {
        sold = at;
        return this;
    }

    /** The order has another line, sold and wholly taken. */
    public Sample and(Sku other, long units) {
        more.add(line(String.valueOf(more.size() + 2), other, new Quantities(units, 0, 0, 0, units)));
        total = total.plus(unit.times(units));
        return this;
    }

    /** The document as it is sent so many seconds after the order was placed. */
    public OrderDocument after(int seconds) {
        return OrderDocument.delivered(key, placed.plusSeconds(seconds), GRAIN, content());
    }

    /** The document as it is read by id with a request begun at a time of the hub's clock. */
    public OrderDocument readAfter(int seconds, Instant since) {
        return OrderDocument.read(key, placed.plusSeconds(seconds), GRAIN, since, content());
    }

    private OrderContent content() {
        List<OrderLine> lines = new ArrayList<>(more);
        lines.add(0, line("1", sku, new Quantities(ordered, cancelled, shipped, returned, taken)));
        return new OrderContent(
                key.externalId(),
                state,
                PaymentState.PENDING,
                placed,
                sold,
                false,
                total,
                unit.times(0),
                lines,
                List.of(),
                List.of(),
                note);
    }

    private OrderLine line(String id, Sku item, Quantities units) {
        return new OrderLine(id, null, item.value(), "listing-" + item, "default", true, "Item", units, unit);
    }
}

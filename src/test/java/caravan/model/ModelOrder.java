package caravan.model;

import caravan.kernel.ConnectionId;
import caravan.kernel.Money;
import caravan.kernel.Price;
import caravan.order.OrderContent;
import caravan.order.OrderDocument;
import caravan.order.OrderKey;
import caravan.order.OrderLine;
import caravan.order.OrderState;
import caravan.order.PaymentState;
import caravan.order.Quantities;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One order of one line in a model channel, as the channel itself knows it. */
final class ModelOrder {
    static final Duration GRAIN = Duration.ofSeconds(1);

    final String id;
    final String sku;
    final Instant placedAt;
    OrderState state;
    long ordered;
    long cancelled;
    long shipped;
    long returned;
    long taken;
    Instant updatedAt;
    /** What the hub has accepted of {@link #taken}, or what its opening balance left out. */
    long heard;

    private @Nullable OrderContent accepted;

    ModelOrder(String id, String sku, long ordered, OrderState state, Instant at) {
        this.id = id;
        this.sku = sku;
        this.ordered = ordered;
        this.state = state;
        this.placedAt = at;
        this.updatedAt = at;
    }

    long open() {
        return Math.max(0, ordered - cancelled - shipped);
    }

    /** Notes that the hub has accepted a document. */
    void hear(OrderDocument document) {
        accepted = document.content();
        heard = document.content().lines().get(0).quantities().taken();
    }

    /** Whether the hub knows just what a document says, so that reading it again would change nothing. */
    boolean isHeard(OrderDocument document) {
        return document.content().equals(accepted);
    }

    /** The document of the present state, with the channel's coarse times. */
    OrderDocument document(ConnectionId connection, @Nullable Instant readSince) {
        Currency euro = Currency.getInstance("EUR");
        Price unit = Price.of(new Money(BigDecimal.TEN, euro));
        OrderLine line = new OrderLine(
                "1",
                null,
                sku,
                "listing-" + sku,
                "default",
                true,
                sku,
                new Quantities(ordered, cancelled, shipped, returned, taken),
                unit);
        OrderContent content = new OrderContent(
                id,
                state,
                PaymentState.PENDING,
                coarse(placedAt),
                false,
                unit.times(ordered),
                Price.zero(euro, euro),
                List.of(line),
                List.of(),
                List.of(),
                "");
        return new OrderDocument(
                new OrderKey(connection, id), coarse(updatedAt), GRAIN, readSince != null, readSince, content);
    }

    static Instant coarse(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}

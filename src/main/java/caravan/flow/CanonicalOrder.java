package caravan.flow;

import caravan.kernel.ConnectionId;
import caravan.kernel.Money;
import caravan.kernel.Price;
import caravan.order.Charge;
import caravan.order.OrderContent;
import caravan.order.OrderDocument;
import caravan.order.OrderKey;
import caravan.order.OrderLine;
import caravan.order.OrderState;
import caravan.order.Party;
import caravan.order.PaymentState;
import caravan.order.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The canonical order as JSON, the form every connector's mapping brings orders to. Amounts are decimal strings, times carry
 * their offset.
 */
record CanonicalOrder(
        String externalId,
        String number,
        OrderState state,
        PaymentState payment,
        OffsetDateTime placedAt,
        @Nullable OffsetDateTime soldAt,
        OffsetDateTime updatedAt,
        boolean taxesIncluded,
        Currencies currency,
        Amount total,
        @Nullable Amount refunded,
        @Nullable List<Line> lines,
        @Nullable List<Extra> charges,
        @Nullable List<Person> parties,
        @Nullable String note,
        @Nullable Boolean refundsUntold,
        @Nullable Integer lookAfter) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    record Currencies(String shop, @Nullable String buyer) {}

    record Amount(String shop, @Nullable String buyer) {}

    record Line(
            String externalId,
            @Nullable String channelSku,
            @Nullable String externalListing,
            @Nullable String channelLocation,
            boolean stocked,
            @Nullable String title,
            long ordered,
            long cancelled,
            long shipped,
            long returned,
            long taken,
            Amount unit) {}

    record Extra(
            Charge.Kind kind,
            @Nullable String line,
            @Nullable String title,
            boolean included,
            Amount amount) {}

    record Person(
            Party.Role role,
            @Nullable String name,
            @Nullable String company,
            @Nullable String street,
            @Nullable String city,
            @Nullable String region,
            @Nullable String postcode,
            @Nullable String country,
            @Nullable String email,
            @Nullable String phone) {}

    /**
     * A document, and what it says about itself.
     *
     * @param refundsUntold whether it leaves open of which units something was refunded
     * @param lookAfter when to read the order again, because the document contradicts itself; null if it does not
     */
    record Read(
            OrderDocument document,
            boolean refundsUntold,
            @Nullable Duration lookAfter) {}

    /**
     * Reads a delivered document.
     *
     * @throws UnreadableDocument if it is no canonical order; the message names the place, not the content
     */
    static Read delivered(ConnectionId connection, String json, Duration grain) throws UnreadableDocument {
        return read(connection, json, (key, updated, content) -> OrderDocument.delivered(key, updated, grain, content));
    }

    /**
     * Reads a document of a list that the hub asked for.
     *
     * @throws UnreadableDocument if it is no canonical order; the message names the place, not the content
     */
    static Read listed(ConnectionId connection, String json, Duration grain) throws UnreadableDocument {
        return read(connection, json, (key, updated, content) -> OrderDocument.listed(key, updated, grain, content));
    }

    /**
     * Reads a document that was asked for by id.
     *
     * @param since when the request began, by the hub's database clock
     * @throws UnreadableDocument if it is no canonical order
     */
    static Read present(ConnectionId connection, String json, Duration grain, Instant since) throws UnreadableDocument {
        return read(
                connection, json, (key, updated, content) -> OrderDocument.read(key, updated, grain, since, content));
    }

    /** Makes the document that came in one way. */
    private interface Way {
        OrderDocument document(OrderKey key, Instant updated, OrderContent content);
    }

    private static Read read(ConnectionId connection, String json, Way way) throws UnreadableDocument {
        try {
            CanonicalOrder order = JSON.readValue(json, CanonicalOrder.class);
            if (order == null) {
                throw new UnreadableDocument("The document is empty.");
            }
            OrderKey key = new OrderKey(connection, required(order.externalId, "externalId"));
            Instant updated = required(order.updatedAt, "updatedAt").toInstant();
            return new Read(
                    way.document(key, updated, order.content()),
                    Boolean.TRUE.equals(order.refundsUntold),
                    order.lookAfter == null ? null : Duration.ofSeconds(order.lookAfter));
        } catch (JacksonException notCanonical) {
            throw new UnreadableDocument("It is no canonical order at " + place(notCanonical) + ".");
        } catch (IllegalArgumentException notPossible) {
            throw new UnreadableDocument(String.valueOf(notPossible.getMessage()));
        }
    }

    private OrderContent content() throws UnreadableDocument {
        List<OrderLine> mapped = Objects.requireNonNullElse(lines, List.<Line>of()).stream()
                .map(this::line)
                .toList();
        return new OrderContent(
                required(number, "number"),
                required(state, "state"),
                required(payment, "payment"),
                required(placedAt, "placedAt").toInstant(),
                soldAt == null ? null : soldAt.toInstant(),
                taxesIncluded,
                price(required(total, "total")),
                refunded == null ? price(new Amount("0", "0")) : price(refunded),
                mapped,
                Objects.requireNonNullElse(charges, List.<Extra>of()).stream()
                        .map(extra -> new Charge(
                                extra.kind, extra.line, text(extra.title), extra.included, price(extra.amount)))
                        .toList(),
                Objects.requireNonNullElse(parties, List.<Person>of()).stream()
                        .map(CanonicalOrder::party)
                        .toList(),
                text(note));
    }

    private OrderLine line(Line line) {
        return new OrderLine(
                line.externalId,
                null,
                text(line.channelSku),
                text(line.externalListing),
                line.channelLocation == null ? "default" : line.channelLocation,
                line.stocked,
                text(line.title),
                new Quantities(line.ordered, line.cancelled, line.shipped, line.returned, line.taken),
                price(line.unit));
    }

    private Price price(Amount amount) {
        Money shop = Money.of(amount.shop, currency.shop);
        return amount.buyer == null || currency.buyer == null
                ? Price.of(shop)
                : new Price(shop, Money.of(amount.buyer, currency.buyer));
    }

    private static Party party(Person person) {
        return new Party(
                person.role,
                text(person.name),
                text(person.company),
                text(person.street),
                text(person.city),
                text(person.region),
                text(person.postcode),
                text(person.country),
                text(person.email),
                text(person.phone));
    }

    private static <T> T required(@Nullable T value, String name) throws UnreadableDocument {
        if (value == null) {
            throw new UnreadableDocument("Field '" + name + "' is missing.");
        }
        return value;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String place(JacksonException failure) {
        String path = failure.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .reduce((outer, inner) -> outer + "." + inner)
                .orElse("");
        return path.isEmpty()
                ? "line " + failure.getLocation().getLineNr() + ", column "
                        + failure.getLocation().getColumnNr()
                : "'" + path + "'";
    }
}

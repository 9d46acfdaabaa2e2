package caravan.order;

import caravan.kernel.Price;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a whole order document says, whichever way it came.
 *
 * @param number as the channel prints it
 * @param placedAt when the buyer ordered, by the channel's clock
 * @param soldAt when the channel began to hold its units, if that was later and the document tells; null otherwise
 * @param taxesIncluded whether line and shipping prices contain tax
 * @param total what the buyer was asked for in all, refunds not subtracted
 * @param refunded given back so far, zero or positive
 */
public record OrderContent(
        String number,
        OrderState state,
        PaymentState payment,
        Instant placedAt,
        @Nullable Instant soldAt,
        boolean taxesIncluded,
        Price total,
        Price refunded,
        List<OrderLine> lines,
        List<Charge> charges,
        List<Party> parties,
        String note) {

    /** Keeps its own copies of the lists and refuses two lines of one id. */
    public OrderContent {
        lines = List.copyOf(lines);
        charges = List.copyOf(charges);
        parties = List.copyOf(parties);
        if (lines.stream().map(OrderLine::externalId).distinct().count() < lines.size()) {
            throw new IllegalArgumentException(
                    "Order '" + number + "' has two lines of one id; a line's id must be unique.");
        }
    }

    /** The content of an order whose document does not tell that it was sold later than it was placed. */
    public OrderContent(
            String number,
            OrderState state,
            PaymentState payment,
            Instant placedAt,
            boolean taxesIncluded,
            Price total,
            Price refunded,
            List<OrderLine> lines,
            List<Charge> charges,
            List<Party> parties,
            String note) {
        this(number, state, payment, placedAt, null, taxesIncluded, total, refunded, lines, charges, parties, note);
    }

    /** When its units can have been held first. */
    Instant heldFrom() {
        return soldAt != null && soldAt.isAfter(placedAt) ? soldAt : placedAt;
    }

    /** Returns the same content with other lines. */
    public OrderContent withLines(List<OrderLine> others) {
        return new OrderContent(
                number,
                state,
                payment,
                placedAt,
                soldAt,
                taxesIncluded,
                total,
                refunded,
                others,
                charges,
                parties,
                note);
    }

    /**
     * Returns a hash that differs when the content differs. Records print all their parts; were a Java release to print
     * them otherwise, the only effect would be one needless look per order.
     */
    String hash() {
        try {
            String people = parties.stream()
                    .map(party -> String.join(
                            "\u0000",
                            party.role().name(),
                            party.name(),
                            party.company(),
                            party.street(),
                            party.city(),
                            party.region(),
                            party.postcode(),
                            party.country(),
                            party.email(),
                            party.phone()))
                    .collect(Collectors.joining("\u0001"));
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((this + people).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }
}

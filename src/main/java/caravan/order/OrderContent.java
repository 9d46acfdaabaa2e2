package caravan.order;

import caravan.kernel.Price;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a whole order document says, whichever way it came.
 *
 * @param number as the channel prints it
 * @param placedAt when the buyer ordered, by the channel's clock
 * @param taxesIncluded whether line and shipping prices contain tax
 * @param total what the buyer was asked for in all, refunds not subtracted
 * @param refunded given back so far, zero or positive
 */
public record OrderContent(
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

    /** Returns the same content with other lines. */
    public OrderContent withLines(List<OrderLine> others) {
        return new OrderContent(
                number, state, payment, placedAt, taxesIncluded, total, refunded, others, charges, parties, note);
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

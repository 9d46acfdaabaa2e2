package caravan.order;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One order while a batch is judged: what was known, and the newest document accepted so far. */
final class OrderChange {
    private final OrderRows.Known known;
    private final Map<String, Long> most = new HashMap<>();
    private OrderVersion version;
    private @Nullable OrderDocument accepted;
    private @Nullable Totals totals;

    OrderChange(OrderRows.Known known) {
        this.known = known;
        this.version = known.version();
    }

    /** Judges a document against the newest one so far, and keeps it if it is newer. */
    Verdict offer(OrderDocument document) {
        Verdict verdict = version.judge(document);
        if (verdict == Verdict.ACCEPTED) {
            accepted = document;
            totals = Totals.of(document.content());
            version = new OrderVersion(document.vendorTime(), document.content().hash(), known.now(), false);
        }
        for (OrderLine line : document.content().lines()) {
            most.merge(
                    line.externalId(),
                    Math.max(line.quantities().ordered(), line.quantities().taken()),
                    Math::max);
        }
        return verdict;
    }

    OrderRows.Known known() {
        return known;
    }

    boolean isAccepted() {
        return accepted != null;
    }

    OrderDocument document() {
        if (accepted == null) {
            throw new IllegalStateException("No document of order '" + known.key() + "' was accepted.");
        }
        return accepted;
    }

    OrderContent content() {
        return document().content();
    }

    Totals totals() {
        if (totals == null) {
            throw new IllegalStateException("No document of order '" + known.key() + "' was accepted.");
        }
        return totals;
    }

    /** Units a line can have taken at any time, by all that was ever said of it. */
    long most(String line) {
        return most.getOrDefault(line, 0L);
    }

    /** Whether this is the first word about the order, and it has not been changed since it was placed. */
    boolean isWhole() {
        Instant created = content().placedAt().plus(document().grain());
        return known.version().vendorTime() == null
                && !created.isBefore(document().vendorTime());
    }
}

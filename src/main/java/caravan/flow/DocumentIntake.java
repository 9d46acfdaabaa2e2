package caravan.flow;

import caravan.flow.CanonicalOrder.Read;
import caravan.link.Looks;
import caravan.order.OrderDocument;
import caravan.order.OrderKey;
import caravan.order.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes whole orders in, whichever way they came, and notes which of them must be read again. */
@Component
class DocumentIntake {
    static final Duration SOON = Duration.ofMillis(500);

    private final OrderIntake intake;
    private final Looks looks;
    private final UntoldRefunds refunds;

    DocumentIntake(OrderIntake intake, Looks looks, UntoldRefunds refunds) {
        this.intake = intake;
        this.looks = looks;
        this.refunds = refunds;
    }

    /** Takes documents in, in one transaction, and answers what became of each. */
    @Transactional
    public List<Verdict> accept(List<Read> documents) {
        return accept(documents, Map.of());
    }

    /**
     * Takes documents in, and wants looks beside those they ask for.
     *
     * @param besides after which while each is wanted
     */
    @Transactional
    public List<Verdict> accept(List<Read> delivered, Map<Looks.Hint, Duration> besides) {
        List<Read> documents = refunds.complete(delivered);
        List<Verdict> verdicts = documents.isEmpty()
                ? List.of()
                : intake.accept(documents.stream().map(Read::document).toList());
        Map<Looks.Hint, Duration> hints = new HashMap<>(besides);
        Map<Looks.Hint, Instant> changed = new HashMap<>();
        for (int index = 0; index < documents.size(); index++) {
            Read each = documents.get(index);
            Duration again = again(each, verdicts.get(index));
            if (again != null) {
                Looks.Hint hint = hint(each.document());
                hints.merge(hint, again, (one, other) -> one.compareTo(other) < 0 ? one : other);
                changed.merge(hint, each.document().vendorTime(), (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        looks.want(hints, changed);
        return verdicts;
    }

    /** What was read by id a moment ago is not read again for the same reason: some documents never come right. */
    private static @Nullable Duration again(Read read, Verdict verdict) {
        return switch (verdict) {
            case LOOK -> SOON;
            case ACCEPTED -> read.document().readSince() == null ? read.lookAfter() : null;
            case SAME, OLDER -> null;
        };
    }

    private static Looks.Hint hint(OrderDocument document) {
        OrderKey key = document.key();
        return new Looks.Hint(key.connection(), LookWork.ORDER, key.externalId());
    }
}

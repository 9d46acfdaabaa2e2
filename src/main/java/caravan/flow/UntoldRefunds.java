package caravan.flow;

import caravan.flow.CanonicalOrder.Read;
import caravan.order.OrderContent;
import caravan.order.OrderDocument;
import caravan.order.OrderKey;
import caravan.order.OrderLine;
import caravan.order.Orders;
import caravan.order.Orders.Refunded;
import caravan.order.Quantities;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Completes documents that tell how much was refunded, not of which units: by what is known from an earlier reading of the order.
 * Units that were refunded and not put back would otherwise be owed again with every such document.
 */
@Component
class UntoldRefunds {
    private final Orders orders;

    UntoldRefunds(Orders orders) {
        this.orders = orders;
    }

    /** The same documents, complete; those of orders of which more was refunded than is known ask for a look. */
    List<Read> complete(List<Read> documents) {
        List<OrderKey> untold = documents.stream()
                .filter(Read::refundsUntold)
                .map(each -> each.document().key())
                .distinct()
                .toList();
        if (untold.isEmpty()) {
            return documents;
        }
        Map<OrderKey, Refunded> known = orders.refunded(untold);
        return documents.stream()
                .map(each -> each.refundsUntold()
                        ? complete(each, known.get(each.document().key()))
                        : each)
                .toList();
    }

    private static Read complete(Read read, @Nullable Refunded known) {
        OrderDocument document = read.document();
        OrderContent content = document.content();
        if (known == null) {
            return new Read(document, true, DocumentIntake.SOON);
        }
        OrderDocument complete = document.with(content.withLines(content.lines().stream()
                .map(line -> cancelled(line, known.cancelled().getOrDefault(line.externalId(), 0L)))
                .toList()));
        boolean same = known.amount().compareTo(content.refunded().shop().amount()) == 0;
        return new Read(complete, true, same ? read.lookAfter() : DocumentIntake.SOON);
    }

    private static OrderLine cancelled(OrderLine line, long known) {
        Quantities told = line.quantities();
        long most = Math.max(told.cancelled(), Math.min(known, told.ordered() - told.shipped()));
        return most == told.cancelled()
                ? line
                : line.withQuantities(
                        new Quantities(told.ordered(), most, told.shipped(), told.returned(), told.taken()));
    }
}

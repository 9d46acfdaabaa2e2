package caravan.order;

import caravan.kernel.Price;
import java.util.List;

/**
 * What a person may have to see in a batch of documents. Heard inside the transaction that judged them.
 *
 * @param accepted the orders of which a document was accepted; what is not found fault with is in order now
 */
public record OrdersJudged(
        List<OrderKey> accepted, List<Unbalanced> unbalanced, List<UnknownLine> unknown, List<OrderKey> deleted) {

    /** An order whose amounts do not add up to its total. */
    public record Unbalanced(OrderKey order, String number, Price remainder) {}

    /** A line of which nobody knows which item it is; it reserves nothing until somebody says. */
    public record UnknownLine(OrderKey order, String channelSku, String externalListing, String title) {}
}

package caravan.flow;

import caravan.catalog.Catalog;
import caravan.catalog.Catalog.Match;
import caravan.catalog.Catalog.Sold;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.order.OrderContent;
import caravan.order.OrderDocument;
import caravan.order.OrderLine;
import caravan.order.Orders;
import caravan.order.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes canonical order documents in: finds out which items they sold, then hands them to the orders, in one transaction. */
@Component
public class OrderIntake {
    private final Catalog catalog;
    private final Orders orders;

    OrderIntake(Catalog catalog, Orders orders) {
        this.catalog = catalog;
        this.orders = orders;
    }

    /** Takes in documents as {@link Orders#accept} does, after matching their lines to items. */
    @Transactional
    public List<Verdict> accept(List<OrderDocument> documents) {
        Set<Sold> sold = new HashSet<>();
        for (OrderDocument document : documents) {
            for (OrderLine line : document.content().lines()) {
                if (line.stocked()) {
                    sold.add(sold(document.key().connection(), line));
                }
            }
        }
        Map<Sold, Match> matches = sold.isEmpty() ? Map.of() : catalog.find(sold);
        return orders.accept(
                documents.stream().map(each -> matched(each, matches)).toList());
    }

    /**
     * Decides what a channel's listing is; orders that waited for it reserve at once.
     *
     * @param sku the item, or null if the listing is to be ignored
     */
    @Transactional
    public void match(ConnectionId connection, String externalListing, @Nullable Sku sku) {
        catalog.match(connection, externalListing, sku);
        if (sku != null) {
            orders.assign(connection, externalListing, sku);
        }
    }

    private static Sold sold(ConnectionId connection, OrderLine line) {
        return new Sold(connection, line.externalListing(), line.channelSku());
    }

    private static OrderDocument matched(OrderDocument document, Map<Sold, Match> matches) {
        OrderContent content = document.content();
        List<OrderLine> lines = content.lines().stream()
                .map(line -> line.stocked()
                        ? matched(
                                line,
                                Objects.requireNonNull(
                                        matches.get(sold(document.key().connection(), line))))
                        : line)
                .toList();
        return document.with(content.withLines(lines));
    }

    private static OrderLine matched(OrderLine line, Match match) {
        if (match.ignored()) {
            return line.notStocked();
        }
        // What another listing of the item sold is not in the figure of the one that is kept in step.
        return match.aside() ? line.withSku(match.sku()).untaken() : line.withSku(match.sku());
    }
}

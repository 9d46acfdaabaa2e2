package caravan.order;

import caravan.kernel.ConnectionId;
import caravan.kernel.KeyedPlans;
import caravan.kernel.Sku;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The canonical orders. Every method is one transaction, or part of the caller's; what it finds out is announced inside it. */
@Component
public class Orders {
    private final JdbcClient jdbc;
    private final OrderRows rows;
    private final LineRows lines;
    private final UnknownLines unknown;
    private final RefundRows refunds;
    private final OrderDifference difference;
    private final OrderTimeline timeline;
    private final ApplicationEventPublisher events;

    Orders(
            JdbcClient jdbc,
            OrderRows rows,
            LineRows lines,
            UnknownLines unknown,
            RefundRows refunds,
            OrderDifference difference,
            OrderTimeline timeline,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.lines = lines;
        this.unknown = unknown;
        this.refunds = refunds;
        this.difference = difference;
        this.timeline = timeline;
        this.events = events;
    }

    /**
     * Takes in documents of any number of orders, in the order in which they came. Of several documents of one order
     * the newest counts; each leaves its entry in the timeline.
     *
     * @return what became of each document, in the order given
     */
    @Transactional
    public List<Verdict> accept(List<OrderDocument> documents) {
        KeyedPlans.use(jdbc);
        Map<OrderKey, OrderChange> changes = new TreeMap<>();
        rows.lock(documents.stream().map(OrderDocument::key).distinct().sorted().toList())
                .forEach(known -> changes.put(known.key(), new OrderChange(known)));
        List<Verdict> verdicts = new ArrayList<>();
        List<OrderTimeline.Entry> entries = new ArrayList<>();
        for (OrderDocument document : documents) {
            OrderChange change = required(changes, document.key());
            Verdict verdict = change.offer(document);
            verdicts.add(verdict);
            entries.add(new OrderTimeline.Entry(change.known().id(), "document", describe(document, verdict)));
        }
        List<OrderChange> accepted =
                changes.values().stream().filter(OrderChange::isAccepted).toList();
        entries.addAll(difference.of(accepted));
        store(accepted);
        timeline.add(entries);
        return verdicts;
    }

    /**
     * What is known to have been refunded of an order.
     *
     * @param amount in the shop's currency
     * @param cancelled units by line that will not be shipped
     */
    public record Refunded(BigDecimal amount, Map<String, Long> cancelled) {}

    /** What is known to have been refunded of orders; those never heard of are left out. */
    public Map<OrderKey, Refunded> refunded(List<OrderKey> keys) {
        return refunds.of(keys);
    }

    /**
     * Notes that a channel said by id alone that an order is gone, known or not yet known. What it owed is withheld
     * until a person decides; a later read that finds the order alive lifts this.
     */
    @Transactional
    public void delete(OrderKey key) {
        OrderRows.Known known = rows.lock(List.of(key)).get(0);
        if (known.version().deleted()) {
            return;
        }
        rows.markDeleted(known.id());
        timeline.add(List.of(new OrderTimeline.Entry(
                known.id(), "deleted", "The channel says the order is deleted; what it owed is withheld.")));
        events.publishEvent(new LinesStated(lines.ofDeleted(known)));
        events.publishEvent(new OrdersJudged(List.of(), List.of(), List.of(), List.of(key)));
    }

    /** What a channel sold, as it wrote it, and nobody knows yet which item it is. */
    public record Unknown(ConnectionId connection, String externalListing, String channelSku) {}

    /**
     * Says which items unknown things are, for all lines that waited for it; they reserve at once.
     *
     * @param known the items; empty for what is none of ours and reserves nothing
     */
    @Transactional
    public void assign(Map<Unknown, Optional<Sku>> known) {
        if (known.isEmpty()) {
            return;
        }
        List<OrderRows.Known> waiting = rows.lockWaiting(known.keySet());
        Set<Long> assigned = unknown.assign(waiting, known);
        timeline.add(waiting.stream()
                .map(order ->
                        new OrderTimeline.Entry(order.id(), "items", "It was decided what its unknown lines are."))
                .toList());
        if (!assigned.isEmpty()) {
            events.publishEvent(new LinesStated(lines.ofAssigned(waiting, assigned)));
        }
    }

    /** Says which item a channel's listing is, for all lines that waited for it; they reserve at once. */
    @Transactional
    public void assign(ConnectionId connection, String externalListing, Sku sku) {
        assign(unknown.of(connection, externalListing).stream()
                .collect(Collectors.toMap(Function.identity(), each -> Optional.of(sku))));
    }

    /** What is unknown on a channel, at most 1000 things. */
    public List<Unknown> unknown(ConnectionId connection) {
        return unknown.of(connection);
    }

    /** When the newest order of a connection was placed that sold something unknown. */
    public Optional<Instant> newestUnknown(ConnectionId connection) {
        return unknown.newest(connection);
    }

    /** What is unknown on any channel under a SKU, at most 1000 things. */
    public List<Unknown> unknown(String channelSku) {
        return unknown.of(channelSku);
    }

    /**
     * The orders that wait for something unknown, newest first.
     *
     * @param externalListing tells things without a SKU apart; what has one is found by that alone
     */
    public List<OrderKey> waiting(ConnectionId connection, String channelSku, String externalListing, int most) {
        return unknown.waiting(connection, channelSku, externalListing, most);
    }

    private void store(List<OrderChange> accepted) {
        if (accepted.isEmpty()) {
            return;
        }
        rows.update(accepted);
        List<LinesStated.Line> stated = lines.store(accepted);
        if (!stated.isEmpty()) {
            events.publishEvent(new LinesStated(stated));
        }
        List<OrderKey> keys =
                accepted.stream().map(change -> change.known().key()).toList();
        events.publishEvent(new OrdersAccepted(keys));
        events.publishEvent(judge(keys, accepted));
    }

    private static OrdersJudged judge(List<OrderKey> keys, Collection<OrderChange> accepted) {
        List<OrdersJudged.Unbalanced> unbalanced = new ArrayList<>();
        Map<String, OrdersJudged.UnknownLine> unknown = new LinkedHashMap<>();
        for (OrderChange change : accepted) {
            OrderContent content = change.content();
            if (!change.totals().explained()) {
                unbalanced.add(new OrdersJudged.Unbalanced(
                        change.known().key(), content.number(), change.totals().remainder()));
            }
            for (OrderLine line : content.lines()) {
                if (line.sku() == null && line.stocked()) {
                    unknown.putIfAbsent(
                            change.known().key().connection() + "\u0000" + line.externalListing() + "\u0000"
                                    + line.channelSku(),
                            new OrdersJudged.UnknownLine(
                                    change.known().key(), line.channelSku(), line.externalListing(), line.title()));
                }
            }
        }
        return new OrdersJudged(keys, unbalanced, List.copyOf(unknown.values()), List.of());
    }

    private static String describe(OrderDocument document, Verdict verdict) {
        return way(document) + document.vendorTime() + ": "
                + switch (verdict) {
                    case ACCEPTED ->
                        ("accepted, " + document.content().state() + ", "
                                        + document.content().payment())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', ' ');
                    case SAME -> "nothing new";
                    case OLDER -> "older than what is known, ignored";
                    case LOOK -> "contradicts what is known, the order will be read";
                };
    }

    private static String way(OrderDocument document) {
        if (document.readSince() != null) {
            return "Read by the hub by its id, a document of ";
        }
        return document.asked() ? "Read by the hub in a list, a document of " : "Delivered document of ";
    }

    private static OrderChange required(Map<OrderKey, OrderChange> changes, OrderKey key) {
        OrderChange change = changes.get(key);
        if (change == null) {
            throw new IllegalStateException("Order '" + key + "' was not locked.");
        }
        return change;
    }
}

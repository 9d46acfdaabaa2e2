package caravan.flow;

import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.incident.Incidents.Finding;
import caravan.inventory.DriftCauses;
import caravan.inventory.DriftFound;
import caravan.inventory.Level;
import caravan.inventory.OversellCovered;
import caravan.inventory.Oversold;
import caravan.inventory.StockView;
import caravan.inventory.Withheld;
import caravan.inventory.WithheldChanged;
import caravan.order.OrderKey;
import caravan.order.OrderView;
import caravan.order.OrderView.Member;
import caravan.order.OrdersJudged;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Turns what the domain found out into incidents, inside the transaction that found it. */
@Component
class Findings {
    /** The newest are those that took the last units. */
    private static final int NAMED = 10;

    private final Incidents incidents;
    private final StockView stock;
    private final DriftCauses causes;
    private final OrderView view;
    private final Withheld withheld;

    Findings(Incidents incidents, StockView stock, DriftCauses causes, OrderView view, Withheld withheld) {
        this.causes = causes;
        this.incidents = incidents;
        this.stock = stock;
        this.view = view;
        this.withheld = withheld;
    }

    @EventListener
    void on(OrdersJudged judged) {
        List<Finding> findings = new ArrayList<>();
        judged.unbalanced().forEach(order -> findings.add(unbalanced(order)));
        judged.unknown().forEach(line -> findings.add(unknown(line)));
        judged.deleted().forEach(order -> findings.add(deleted(order)));
        incidents.raise(findings);
        incidents.close(mended(judged), "A later document of the order settled it.");
        incidents.close(judged.deleted().stream().map(Findings::notFound).toList(), "The order is deleted.");
    }

    /** What can have been wrong with orders of which a document was accepted, and is not by now. */
    private static List<Cause> mended(OrdersJudged judged) {
        Set<OrderKey> unbalanced =
                judged.unbalanced().stream().map(OrdersJudged.Unbalanced::order).collect(Collectors.toSet());
        List<Cause> mended = new ArrayList<>();
        for (OrderKey order : judged.accepted()) {
            String connection = order.connection().value();
            mended.add(new Cause(IncidentKind.ORDER_DELETED, connection, order.externalId()));
            mended.add(notFound(order));
            mended.add(new Cause(IncidentKind.UNREADABLE_MESSAGE, connection, "order/" + order.externalId()));
            if (!unbalanced.contains(order)) {
                mended.add(new Cause(IncidentKind.TOTALS_DIFFER, connection, order.externalId()));
            }
        }
        return mended;
    }

    static Cause notFound(OrderKey order) {
        return new Cause(IncidentKind.ORDER_NOT_FOUND, order.connection().value(), order.externalId());
    }

    private static Finding unbalanced(OrdersJudged.Unbalanced order) {
        return new Finding(
                IncidentKind.TOTALS_DIFFER,
                order.order().connection().value(),
                order.order().externalId(),
                "Order '" + order.number() + "' does not add up",
                "Lines, discounts, shipping, fees and taxes leave "
                        + order.remainder().shop() + " (shop) and "
                        + order.remainder().buyer() + " (buyer) of the total unexplained.",
                Map.of());
    }

    private static Finding unknown(OrdersJudged.UnknownLine line) {
        return new Finding(
                IncidentKind.UNKNOWN_SKU,
                line.order().connection().value(),
                KnownItems.subject(line.channelSku(), line.externalListing()),
                line.channelSku().isEmpty()
                        ? "A line without SKU was sold as listing '" + line.externalListing() + "'"
                        : "SKU '" + line.channelSku() + "' is no item",
                "Order '" + line.order().externalId() + "' has it"
                        + (line.externalListing().isEmpty() ? "" : " as listing '" + line.externalListing() + "'")
                        + ", '"
                        + line.title() + "'. Create the item, map it to an item, or ignore it.",
                Map.of("sku", line.channelSku(), "listing", line.externalListing(), "title", line.title()));
    }

    private static Finding deleted(OrderKey order) {
        return new Finding(
                IncidentKind.ORDER_DELETED,
                order.connection().value(),
                order.externalId(),
                "Order '" + order.externalId() + "' was deleted by its channel",
                "What it owed is withheld. Put the units back or write them off.",
                Map.of());
    }

    /** Before the commit, not at once: only then is all booked, and the orders named are those that owe the units by now. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void on(Oversold event) {
        Map<String, List<Long>> owing =
                stock.owing(event.levels().stream().map(Oversold.Found::level).toList(), NAMED + 1).stream()
                        .collect(Collectors.groupingBy(
                                each -> each.sku() + "/" + each.location(),
                                Collectors.mapping(StockView.Owing::line, Collectors.toList())));
        Map<Long, OrderKey> orders =
                view.byLine(owing.values().stream().flatMap(List::stream).toList());
        List<Finding> worse = new ArrayList<>();
        for (Oversold.Found each : event.levels()) {
            Finding finding = oversold(each.level(), owing.getOrDefault(subject(each.level()), List.of()), orders);
            if (each.worse()) {
                worse.add(finding);
            } else {
                incidents.restate(finding);
            }
        }
        incidents.raise(worse);
    }

    private static Finding oversold(Level level, List<Long> owing, Map<Long, OrderKey> orders) {
        String sharing = owing.stream()
                        .limit(NAMED)
                        .map(line -> "'" + orders.get(line) + "'")
                        .distinct()
                        .collect(Collectors.joining(", "))
                + (owing.size() > NAMED ? " and older ones" : "");
        return new Finding(
                IncidentKind.OVERSOLD,
                "",
                subject(level),
                "Item '" + level.sku() + "' is oversold at location '" + level.location() + "'",
                level.reserved() + " units are owed and " + level.onHand() + " are on hand. Orders that share them: "
                        + sharing + ". Get more stock, or cancel an order.",
                Map.of("sku", level.sku().value(), "location", level.location()));
    }

    private static String subject(Level level) {
        return level.sku() + "/" + level.location();
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void on(OversellCovered event) {
        incidents.close(
                event.levels().stream()
                        .map(level -> new Cause(IncidentKind.OVERSOLD, "", subject(level)))
                        .toList(),
                "There is enough on hand for all that is owed.");
    }

    @EventListener
    void on(WithheldChanged changed) {
        Set<Long> lines = new HashSet<>(changed.risen());
        lines.addAll(changed.fallen());
        Map<OrderKey, List<Member>> members =
                view.together(lines).stream().collect(Collectors.groupingBy(Member::order));
        Map<Long, Long> held = withheld.of(members.values().stream()
                .flatMap(List::stream)
                .map(Member::line)
                .toList());
        List<Finding> findings = new ArrayList<>();
        List<Cause> settled = new ArrayList<>();
        members.forEach((order, its) -> {
            boolean any = its.stream().anyMatch(member -> held.containsKey(member.line()));
            boolean risen = its.stream().anyMatch(member -> changed.risen().contains(member.line()));
            if (!any) {
                settled.add(new Cause(
                        IncidentKind.WITHHELD_UNITS, order.connection().value(), order.externalId()));
                settled.add(
                        new Cause(IncidentKind.ORDER_DELETED, order.connection().value(), order.externalId()));
            } else if (risen && !its.get(0).deleted()) {
                findings.add(withheld(order, its.get(0).number()));
            }
        });
        incidents.raise(findings);
        incidents.close(settled, "Nothing of the order is withheld any more.");
    }

    private static Finding withheld(OrderKey order, String number) {
        return new Finding(
                IncidentKind.WITHHELD_UNITS,
                order.connection().value(),
                order.externalId(),
                "Units of order '" + number + "' are withheld",
                "They were cancelled or refunded, and the channel did not put them back into its own figure. Put them back"
                        + " for sale, or write them off.",
                Map.of());
    }

    @EventListener
    void on(DriftFound drift) {
        DriftCauses.Cause cause = causes.likely(drift);
        incidents.raise(List.of(new Finding(
                IncidentKind.DRIFT,
                drift.connection().value(),
                drift.channelLocation() + "/" + drift.sku(),
                "Item '" + drift.sku() + "' differs on channel '" + drift.connection() + "'",
                "The channel showed " + Math.abs(drift.units()) + " units " + (drift.units() > 0 ? "more" : "fewer")
                        + " than the orders explain: " + words(cause) + " " + consequence(drift),
                Map.of(
                        "listing",
                        String.valueOf(drift.listing()),
                        "sku",
                        drift.sku().value(),
                        "location",
                        drift.channelLocation(),
                        "units",
                        String.valueOf(drift.units()),
                        "policy",
                        drift.policy().name(),
                        "cause",
                        cause.kind().name()))));
    }

    private static String words(DriftCauses.Cause cause) {
        return switch (cause.kind()) {
            case REFUSED_WRITE ->
                "most likely the channel carried out the last write, of " + cause.detail()
                        + ", though it answered that it refused it.";
            case DOUBTFUL_WRITE ->
                "most likely the last write, of " + cause.detail()
                        + ", had another effect than the hub assumed; it was never answered.";
            case UNMAPPED_LOCATION ->
                "most likely units moved to or from its location '" + cause.detail()
                        + "', which lists the item too and which no location of yours feeds.";
            case BUNDLE ->
                "the item is a bundle, so most likely the channel computes its figure from the parts, or somebody changed"
                        + " it by hand.";
            case PART_OF_BUNDLE ->
                "the item is part of bundle '" + cause.detail()
                        + "', so most likely the channel took it with a sale of the"
                        + " bundle, or somebody changed the figure by hand.";
            case RAISED_BY_HAND ->
                "most likely somebody raised the figure by hand, or an order was cancelled without word.";
            case LOWERED_BY_HAND ->
                "most likely somebody lowered the figure by hand, or the webhook of an order was lost and no poll found it.";
        };
    }

    private static String consequence(DriftFound drift) {
        return switch (drift.policy()) {
            case HUB -> "The channel is brought back to what the hub wants.";
            case CHANNEL -> "The difference was booked as a stock count.";
            case ASK -> "The listing is not raised until you decide.";
        };
    }
}

package caravan.flow;

import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Finding;
import caravan.inventory.DriftFound;
import caravan.inventory.Level;
import caravan.inventory.Oversold;
import caravan.order.OrderKey;
import caravan.order.Orders;
import caravan.order.OrdersJudged;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Turns what the domain found out into incidents, inside the transaction that found it. */
@Component
class Findings {
    private final Incidents incidents;
    private final Orders orders;

    Findings(Incidents incidents, Orders orders) {
        this.incidents = incidents;
        this.orders = orders;
    }

    @EventListener
    void on(OrdersJudged judged) {
        List<Finding> findings = new ArrayList<>();
        judged.unbalanced()
                .forEach(order -> findings.add(new Finding(
                        IncidentKind.TOTALS_DIFFER,
                        order.order().connection().value(),
                        order.order().externalId(),
                        "Order '" + order.number() + "' does not add up",
                        "Lines, discounts, shipping, fees and taxes leave "
                                + order.remainder().shop() + " (shop) and "
                                + order.remainder().buyer() + " (buyer) of the total unexplained.")));
        judged.unknown()
                .forEach(line -> findings.add(new Finding(
                        IncidentKind.UNKNOWN_SKU,
                        line.order().connection().value(),
                        line.externalListing() + "/" + line.channelSku(),
                        "SKU '" + line.channelSku() + "' is no item",
                        "First seen in order '" + line.order().externalId() + "' as listing '" + line.externalListing()
                                + "', '" + line.title()
                                + "'. Create the item, map the listing to an item, or ignore it.")));
        for (OrderKey order : judged.deleted()) {
            findings.add(new Finding(
                    IncidentKind.ORDER_DELETED,
                    order.connection().value(),
                    order.externalId(),
                    "Order '" + order.externalId() + "' was deleted by its channel",
                    "What it owed is withheld. Put the units back or write them off."));
        }
        incidents.raise(findings);
    }

    @EventListener
    void on(Oversold event) {
        Level level = event.level();
        String sharing = orders.owing(level.sku(), 50).stream()
                .map(order -> "'" + order + "'")
                .collect(Collectors.joining(", "));
        incidents.raise(List.of(new Finding(
                IncidentKind.OVERSOLD,
                "",
                level.sku() + "/" + level.location(),
                "Item '" + level.sku() + "' is oversold at location '" + level.location() + "'",
                level.reserved() + " units are owed and " + level.onHand() + " are on hand. Orders that share them: "
                        + sharing + ". Get more stock, or cancel an order.")));
    }

    @EventListener
    void on(DriftFound drift) {
        incidents.raise(List.of(new Finding(
                IncidentKind.DRIFT,
                drift.connection().value(),
                drift.channelLocation() + "/" + drift.sku(),
                "Item '" + drift.sku() + "' differs on channel '" + drift.connection() + "'",
                "The channel showed " + Math.abs(drift.units()) + " units " + (drift.units() > 0 ? "more" : "fewer")
                        + " than the orders explain: " + cause(drift) + " " + consequence(drift))));
    }

    private static String cause(DriftFound drift) {
        return drift.units() > 0
                ? "most likely somebody raised the figure by hand, or an order was cancelled without word."
                : "most likely somebody lowered the figure by hand, or an order never reached the hub.";
    }

    private static String consequence(DriftFound drift) {
        return switch (drift.policy()) {
            case HUB -> "The channel is brought back to what the hub wants.";
            case CHANNEL -> "The difference was booked as a stock count.";
            case ASK -> "The listing is not raised until you decide.";
        };
    }
}

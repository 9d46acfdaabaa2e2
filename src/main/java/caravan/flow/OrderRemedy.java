package caravan.flow;

import caravan.incident.Decision;
import caravan.incident.DecisionRefused;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.Remedy;
import caravan.inventory.StockLevels;
import caravan.inventory.StockLevels.Deed;
import caravan.inventory.Withheld;
import caravan.kernel.ConnectionId;
import caravan.link.DutiesDue;
import caravan.link.Looks;
import caravan.order.OrderKey;
import caravan.order.OrderTimeline;
import caravan.order.OrderView;
import caravan.order.Orders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Carries out what people decide about orders, above all about the units of theirs that are withheld. */
@Component
class OrderRemedy implements Remedy {
    private final OrderView orders;
    private final Orders accepted;
    private final OrderTimeline timeline;
    private final Withheld withheld;
    private final StockLevels levels;
    private final Looks looks;
    private final ApplicationEventPublisher events;

    OrderRemedy(
            OrderView orders,
            Orders accepted,
            OrderTimeline timeline,
            Withheld withheld,
            StockLevels levels,
            Looks looks,
            ApplicationEventPublisher events) {
        this.orders = orders;
        this.accepted = accepted;
        this.timeline = timeline;
        this.withheld = withheld;
        this.levels = levels;
        this.looks = looks;
        this.events = events;
    }

    @Override
    public Set<IncidentKind> kinds() {
        return Set.of(
                IncidentKind.TOTALS_DIFFER,
                IncidentKind.ORDER_DELETED,
                IncidentKind.ORDER_NOT_FOUND,
                IncidentKind.ORDERS_MISSED,
                IncidentKind.WITHHELD_UNITS);
    }

    @Override
    public Outcome carryOut(Decision decision) {
        OrderKey key = key(decision.incident());
        return switch (decision.choice()) {
            case PUT_BACK -> settle(key, decision, true);
            case WRITE_OFF -> settle(key, decision, false);
            case READ_ORDER_AGAIN -> readAgain(key);
            case TREAT_AS_DELETED -> delete(key);
            case ACCEPT -> accept(key, decision);
            default -> throw decision.unknown();
        };
    }

    /** The order an incident is about; its subject is the channel's id of it. */
    static OrderKey key(Incident incident) {
        return new OrderKey(new ConnectionId(incident.connection()), incident.subject());
    }

    private Outcome readAgain(OrderKey key) {
        looks.want(List.of(new Looks.Hint(key.connection(), LookWork.ORDER, key.externalId())), Duration.ZERO);
        events.publishEvent(new DutiesDue(Set.of(key.connection())));
        return Outcome.begun("The order is read as soon as it is its turn.");
    }

    private Outcome delete(OrderKey key) {
        accepted.delete(key);
        return Outcome.resolved("The order is treated as deleted.");
    }

    private Outcome accept(OrderKey key, Decision decision) {
        if (decision.incident().kind() == IncidentKind.ORDER_DELETED
                && orders.find(key).map(order -> sum(held(order.id()))).orElse(0L) > 0) {
            throw new DecisionRefused("Units of order '" + key + "' are withheld. Put them back or write them off.");
        }
        return Outcome.resolved("It was accepted as it is.");
    }

    private Outcome settle(OrderKey key, Decision decision, boolean putBack) {
        OrderView.Head order = orders.find(key)
                .orElseThrow(() -> new DecisionRefused("Order '" + key + "' is not known, so nothing is withheld."));
        Map<Long, Long> held = held(order.id());
        Map<Long, Long> chosen = chosen(held, decision);
        Deed deed =
                new Deed("incident/" + decision.incident().id(), putBack ? "put back" : "written off", decision.by());
        try {
            levels.settle(chosen, putBack, deed);
        } catch (IllegalArgumentException fewer) {
            throw new DecisionRefused(String.valueOf(fewer.getMessage()));
        }
        String words = sum(chosen) + " withheld units were " + (putBack ? "put back for sale." : "written off.");
        timeline.add(List.of(new OrderTimeline.Entry(order.id(), "decision", words + " By " + decision.by() + ".")));
        long left = sum(held) - sum(chosen);
        return left == 0 ? Outcome.resolved(words) : Outcome.begun(words + " " + left + " are still withheld.");
    }

    /**
     * All that is withheld, or some units of one line. The number withheld that the person saw comes along, so that a form that
     * is sent twice does not settle twice.
     */
    private static Map<Long, Long> chosen(Map<Long, Long> held, Decision decision) {
        if (held.isEmpty()) {
            throw new DecisionRefused("Nothing of this order is withheld any more. Look at it again.");
        }
        if (decision.argument("line").isEmpty()) {
            requireSeen(decision, sum(held));
            return held;
        }
        long line = decision.number("line", 1, Long.MAX_VALUE);
        long most = held.getOrDefault(line, 0L);
        if (most == 0) {
            throw new DecisionRefused("Nothing of that line is withheld any more. Look at it again.");
        }
        requireSeen(decision, most);
        return Map.of(line, decision.number("units", 1, most));
    }

    private static void requireSeen(Decision decision, long present) {
        if (!decision.argument("seen").isEmpty() && decision.number("seen", 0, Long.MAX_VALUE) != present) {
            throw new DecisionRefused("Meanwhile " + present + " units are withheld. Look at it again, then decide.");
        }
    }

    private Map<Long, Long> held(long order) {
        return new TreeMap<>(
                withheld.of(orders.lines(order).stream().map(OrderView.Line::id).toList()));
    }

    private static long sum(Map<Long, Long> units) {
        return units.values().stream().mapToLong(Long::longValue).sum();
    }
}

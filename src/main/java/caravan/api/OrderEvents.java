package caravan.api;

import caravan.intake.Deliveries;
import caravan.inventory.StockView;
import caravan.order.OrderView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** What happened around one order, put together from the books that say so. */
@Component
class OrderEvents {
    private final OrderView orders;
    private final Deliveries deliveries;
    private final StockView stock;

    OrderEvents(OrderView orders, Deliveries deliveries, StockView stock) {
        this.orders = orders;
        this.deliveries = deliveries;
        this.stock = stock;
    }

    OrderJson.Timeline of(OrderView.Head order, int most) {
        List<OrderJson.Event> events = new ArrayList<>();
        deliveries
                .about(order.key().connection(), order.key().externalId(), most + 1)
                .forEach(came -> events.add(new OrderJson.Event(
                        came.receivedAt(),
                        "delivery",
                        came.topic(),
                        came.outcome() + ", " + came.size() + " bytes, signature right")));
        orders.timeline(order.id(), most + 1)
                .forEach(entry -> events.add(new OrderJson.Event(entry.at(), "order", entry.event(), entry.detail())));
        List<Long> lines =
                orders.lines(order.id()).stream().map(OrderView.Line::id).toList();
        stock.movements(lines, most + 1)
                .forEach(entry -> events.add(new OrderJson.Event(
                        entry.at(), "stock", entry.sku() + " at " + entry.location(), moved(entry))));
        events.sort(Comparator.comparing(OrderJson.Event::at).reversed());
        return new OrderJson.Timeline(
                events.size() <= most, List.copyOf(events.subList(0, Math.min(most, events.size()))));
    }

    private static String moved(StockView.Entry entry) {
        List<String> moved = new ArrayList<>();
        add(moved, "on hand", entry.onHand());
        add(moved, "reserved", entry.reserved());
        add(moved, "withheld", entry.withheld());
        return String.join(", ", moved) + ": " + entry.reason();
    }

    private static void add(List<String> moved, String name, long units) {
        if (units != 0) {
            moved.add(name + " " + (units > 0 ? "+" : "") + units);
        }
    }
}

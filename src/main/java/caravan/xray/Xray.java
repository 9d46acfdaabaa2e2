package caravan.xray;

import caravan.connector.CallView;
import caravan.intake.Deliveries;
import caravan.inventory.EffectView;
import caravan.inventory.StockView;
import caravan.kernel.Mark;
import caravan.order.OrderView;
import caravan.xray.Event.Kind;
import caravan.xray.Event.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The timeline of an order: what came, what it changed, what that did to the stock, what the channels were told and answered. */
@Component
public class Xray {

    /**
     * A part of a timeline, the newest first.
     *
     * @param next where the older events begin; null if there are none
     */
    public record Story(List<Event> events, @Nullable Place next) {}

    private final OrderView orders;
    private final Deliveries deliveries;
    private final StockView stock;
    private final EffectView effects;
    private final CallView calls;

    Xray(OrderView orders, Deliveries deliveries, StockView stock, EffectView effects, CallView calls) {
        this.orders = orders;
        this.deliveries = deliveries;
        this.stock = stock;
        this.effects = effects;
        this.calls = calls;
    }

    /**
     * What happened around an order.
     *
     * @param behind where to go on; null for the newest
     * @param most events
     */
    public Story of(OrderView.Head order, @Nullable Place behind, int most) {
        List<Long> lines =
                orders.lines(order.id()).stream().map(OrderView.Line::id).toList();
        int enough = most + 1;
        List<Event> events = new ArrayList<>();
        deliveries
                .about(order.key().connection(), order.key().externalId(), mark(behind, Kind.DELIVERY), enough)
                .forEach(came -> events.add(Telling.came(order.key().connection(), came)));
        orders.timeline(order.id(), mark(behind, Kind.ORDER), enough)
                .forEach(entry -> events.add(Telling.changed(entry)));
        stock.movements(lines, mark(behind, Kind.STOCK), enough).forEach(entry -> events.add(Telling.moved(entry)));
        effects.taken(lines, mark(behind, Kind.TAKEN), enough).forEach(taken -> events.add(Telling.taken(taken)));
        events.addAll(outward(order, lines, behind, enough));
        events.sort(Event.NEWEST_FIRST);
        if (events.size() <= most) {
            return new Story(List.copyOf(events), null);
        }
        return new Story(
                List.copyOf(events.subList(0, most)), events.get(most - 1).place());
    }

    /** Writes that carried what the order moved, their calls, and the calls that read the order. */
    private List<Event> outward(OrderView.Head order, Collection<Long> lines, @Nullable Place behind, int most) {
        List<EffectView.Told> told = effects.told(lines);
        List<Event> events = new ArrayList<>();
        Mark before = mark(behind, Kind.WRITE);
        told.stream()
                .filter(write -> isBefore(write.sentAt(), write.number(), before))
                .limit(most)
                .forEach(write -> events.add(Telling.told(write)));
        calls.about(
                        order.key().connection(),
                        order.key().externalId(),
                        told.stream()
                                .map(write -> new CallView.Sent(write.connection(), write.write()))
                                .distinct()
                                .toList(),
                        mark(behind, Kind.CALL),
                        most)
                .forEach(call -> events.add(Telling.called(call)));
        return events;
    }

    private static boolean isBefore(Instant at, long id, Mark mark) {
        int order = at.compareTo(mark.at());
        return order < 0 || (order == 0 && id < mark.id());
    }

    private static Mark mark(@Nullable Place behind, Kind book) {
        return behind == null ? Mark.END : behind.in(book);
    }
}

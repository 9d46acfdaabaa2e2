package caravan.flow;

import caravan.connector.Manifest;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Finding;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import caravan.link.Looks;
import caravan.order.OrderList;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What the reconciliations of all connections share: how far they reach, and what becomes of what they find. */
@Component
class Reconciliations {
    private static final int NAMED = 20;

    private final Duties duties;
    private final OrderList orders;
    private final Looks looks;
    private final Incidents incidents;
    private final MeterRegistry metrics;
    private final OwnerSettings settings;

    Reconciliations(
            Duties duties,
            OrderList orders,
            Looks looks,
            Incidents incidents,
            MeterRegistry metrics,
            OwnerSettings settings) {
        this.duties = duties;
        this.orders = orders;
        this.looks = looks;
        this.incidents = incidents;
        this.metrics = metrics;
        this.settings = settings;
    }

    DutyWork.Deed of(ConnectionId connection, Manifest.Orders rules, Supplier<OrderPull> pulls) {
        return new OrderReconciliation(connection, rules, pulls, this);
    }

    /** The first days of a connection were pulled as a whole and need no second look. */
    Duration reach() {
        return settings.reconcile().compareTo(settings.firstPull()) < 0 ? settings.reconcile() : settings.firstPull();
    }

    /** Until when polls have brought everything they can; empty before the first one is through. */
    Optional<Instant> polled(ConnectionId connection) {
        return duties.of(connection).stream()
                .filter(duty -> duty.kind().equals(DutyWork.ORDERS))
                .map(Duties.State::cursor)
                .flatMap(cursor -> Optional.ofNullable(cursor).stream())
                .map(Instant::parse)
                .findFirst();
    }

    /** Notes how far a reconciliation has come, and sees to it that it goes on after what is more pressing. */
    void goOn(Duties.Duty duty, long epoch, long days, long all) {
        duties.progress(duty, epoch, days, all, null);
        duties.mark(duty.connection(), duty.kind());
    }

    /** Reads orders by id that the hub holds and the channel does not list any more. */
    void lookForAbsent(ConnectionId connection, Instant from, Instant until, Collection<String> listed) {
        looks.want(
                orders.changedWithin(connection, from, until).stream()
                        .filter(order -> !listed.contains(order))
                        .map(order -> new Looks.Hint(connection, LookWork.ORDER, order))
                        .toList(),
                Duration.ZERO);
    }

    /**
     * Says that orders had been missed, which are in now.
     *
     * @param missed all of the day so far
     * @param more how many of them nobody was told of yet
     */
    void missed(ConnectionId connection, Instant day, Set<String> missed, int more) {
        metrics.counter("caravan.orders.missed", "connection", connection.value())
                .increment(more);
        String named =
                missed.stream().limit(NAMED).map(order -> "'" + order + "'").collect(Collectors.joining(", "));
        incidents.raise(List.of(new Finding(
                IncidentKind.ORDERS_MISSED,
                connection.value(),
                "orders/" + day,
                (missed.size() == 1 ? "An order" : missed.size() + " orders") + " of connection '" + connection
                        + "' had been missed",
                "Neither a webhook nor a poll had brought what changed in them on "
                        + day.toString().substring(0, 10)
                        + " (UTC): " + named + (missed.size() > NAMED ? " and others" : "")
                        + ". They are in now. Most likely the channel changed orders without changing their time, or its"
                        + " clock was set back; check whether webhooks arrive.",
                Map.of())));
    }
}

package caravan.flow;

import caravan.connector.Manifest;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.link.Duties.Duty;
import caravan.order.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists the orders of the last days again, day after day, by when they changed, up to where polls have been. What a document says
 * that is known already changes nothing; one that is accepted here was missed. An order the hub holds and the channel does not
 * list is read by id: it may be gone.
 *
 * <p>A part takes about a second, then polls have their turn. The cursor is the day under way; what was listed of it is kept in
 * memory only, so that a new owner begins that day anew.
 */
final class OrderReconciliation implements DutyWork.Deed {
    private static final Duration PART = Duration.ofSeconds(1);

    private final ConnectionId connection;
    private final Manifest.Orders rules;
    private final Supplier<OrderPull> pulls;
    private final Reconciliations shared;
    private @Nullable Day underWay;

    OrderReconciliation(
            ConnectionId connection, Manifest.Orders rules, Supplier<OrderPull> pulls, Reconciliations shared) {
        this.connection = connection;
        this.rules = rules;
        this.pulls = pulls;
        this.shared = shared;
    }

    /**
     * Which days are reconciled.
     *
     * @param first midnight the first of them began at, UTC
     * @param day midnight the day under way began at
     * @param until where polls had been when it began
     */
    private record Span(Instant first, Instant day, Instant until) {
        static @Nullable Span parse(@Nullable String cursor) {
            String[] parts = cursor == null ? new String[0] : cursor.split(" ");
            try {
                return parts.length == 3
                        ? new Span(Instant.parse(parts[0]), Instant.parse(parts[1]), Instant.parse(parts[2]))
                        : null;
            } catch (DateTimeParseException foreign) {
                return null;
            }
        }

        Instant end() {
            Instant next = day.plus(1, ChronoUnit.DAYS);
            return next.isBefore(until) ? next : until;
        }

        Span next() {
            return new Span(first, day.plus(1, ChronoUnit.DAYS), until);
        }

        boolean isOver() {
            return !day.isBefore(until);
        }

        long days() {
            return ChronoUnit.DAYS.between(first, day);
        }

        long all() {
            return ChronoUnit.DAYS.between(first, until.minusMillis(1)) + 1;
        }

        String text() {
            return first + " " + day + " " + until;
        }
    }

    /** A day while it is listed. */
    private record Day(
            Span span, long epoch, OrderPull pull, Set<String> listed, Set<String> missed, OrderPull.Place place) {
        Day at(OrderPull.Place next) {
            return new Day(span, epoch, pull, listed, missed, next);
        }
    }

    @Override
    public @Nullable String run(Duty duty, long epoch) throws CallFailed {
        Span span = Span.parse(duty.cursor());
        if (span == null) {
            span = begin();
        }
        if (span == null || span.isOver()) {
            return null;
        }
        if (list(span, epoch)) {
            shared.lookForAbsent(
                    connection,
                    span.day().plus(rules.grain()),
                    span.end().minus(rules.grain()),
                    day(span, epoch).listed());
            underWay = null;
            span = span.next();
        }
        if (span.isOver()) {
            return null;
        }
        shared.goOn(duty, epoch, span.days(), span.all());
        return span.text();
    }

    private @Nullable Span begin() {
        return shared.polled(connection)
                .map(polled -> polled.minus(rules.overlap()))
                .map(until -> {
                    Instant first = until.minus(shared.reach()).truncatedTo(ChronoUnit.DAYS);
                    return new Span(first, first, until);
                })
                .orElse(null);
    }

    private Day day(Span span, long epoch) {
        Day known = underWay;
        if (known != null && known.span().equals(span) && known.epoch() == epoch) {
            return known;
        }
        return new Day(
                span, epoch, pulls.get(), new HashSet<>(), new TreeSet<>(), OrderPull.Place.first(0, span.day()));
    }

    /** Lists the next pages of a day; answers whether it is through. */
    private boolean list(Span span, long epoch) throws CallFailed {
        Day day = day(span, epoch);
        long end = System.nanoTime() + PART.toNanos();
        while (true) {
            OrderPull.Step step = day.pull().step(span.day(), span.end(), day.place());
            compare(day, step.taken());
            OrderPull.Place next = step.next();
            if (next == null) {
                underWay = day;
                return true;
            }
            day = day.at(next);
            underWay = day;
            if (System.nanoTime() > end) {
                return false;
            }
        }
    }

    private void compare(Day day, List<OrderPull.Taken> orders) {
        int before = day.missed().size();
        for (OrderPull.Taken order : orders) {
            day.listed().add(order.order());
            if (order.verdict() == Verdict.ACCEPTED) {
                day.missed().add(order.order());
            }
        }
        int more = day.missed().size() - before;
        if (more > 0) {
            shared.missed(connection, day.span().day(), day.missed(), more);
        }
    }
}

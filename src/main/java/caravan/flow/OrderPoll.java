package caravan.flow;

import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.inventory.Holds;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.OwnershipEnded;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import caravan.link.Looks;
import caravan.order.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls what changed since the last pull. What changed within {@code settle} may not be in the vendor's list yet, so the cursor
 * stays that far behind, and each pull reaches back further by the overlap.
 *
 * <p>All times are the channel's clock's, which may be far from the hub's and may be put right or wrong at any time: a pull has no
 * end but the last order, and one whose cursor that clock has not reached begins as the first did.
 *
 * <p>A part of a long pull takes about a second, then looks and readings have their turn. How far it has come is kept in memory
 * only: one that fails, or whose connection changes hands, begins anew from the cursor.
 */
final class OrderPoll implements DutyWork.Deed {
    private static final Logger log = LoggerFactory.getLogger(OrderPoll.class);

    private final ChannelCalls channel;
    private final Supplier<OrderPull> pulls;
    private final Duration settle;
    private final Duration overlap;
    private final Duration first;
    private final Duration part;
    private final Holds holds;
    private final Duties duties;
    private final Looks looks;
    private final Orders orders;
    private final Incidents incidents;
    private @Nullable UnderWay underWay;

    /**
     * A poll of one channel.
     *
     * @param first how far back the first one reaches
     * @param part after which a pull lets other work have its turn
     */
    OrderPoll(
            ChannelCalls channel,
            Supplier<OrderPull> pulls,
            Duration settle,
            Duration overlap,
            Duration first,
            Duration part,
            Holds holds,
            Duties duties,
            Looks looks,
            Orders orders,
            Incidents incidents) {
        this.looks = looks;
        this.orders = orders;
        this.incidents = incidents;
        this.channel = channel;
        this.pulls = pulls;
        this.settle = settle;
        this.overlap = overlap;
        this.first = first;
        this.part = part;
        this.holds = holds;
        this.duties = duties;
    }

    /**
     * A pull that is not through.
     *
     * @param cursor of the duty, which it leaves as it is
     * @param read orders so far
     */
    private record UnderWay(
            @Nullable String cursor, long epoch, Instant from, OrderPull pull, OrderPull.Place place, long read) {}

    @Override
    public @Nullable String run(Duty duty, long epoch) throws CallFailed {
        UnderWay at = begunOrNew(duty, epoch);
        underWay = null;
        long end = System.nanoTime() + part.toNanos();
        while (true) {
            OrderPull.Step step = at.pull().step(at.from(), null, at.place());
            long read = at.read() + step.orders();
            if (!duties.progress(duty, epoch, read, null, null)) {
                throw new OwnershipEnded(duty.connection());
            }
            UnderWay again = clockSetBack(at);
            if (again != null) {
                at = again;
                continue;
            }
            OrderPull.Place next = step.next();
            if (next == null) {
                return end(at.pull());
            }
            at = new UnderWay(at.cursor(), epoch, at.from(), at.pull(), next, read);
            if (System.nanoTime() - end >= 0) {
                underWay = at;
                duties.mark(duty.connection(), duty.kind());
                return duty.cursor();
            }
        }
    }

    private UnderWay begunOrNew(Duty duty, long epoch) {
        UnderWay known = underWay;
        if (known != null && known.epoch() == epoch && Objects.equals(known.cursor(), duty.cursor())) {
            return known;
        }
        Instant from = duty.cursor() == null
                ? Instant.now().minus(first)
                : Instant.parse(duty.cursor()).minus(overlap);
        return new UnderWay(duty.cursor(), epoch, from, pulls.get(), OrderPull.Place.first(0, from), 0);
    }

    /**
     * Where to begin instead, if the channel's clock stands so far behind that the pull began where nothing is yet: orders of
     * the time it tells once more have older times than those read before.
     */
    private @Nullable UnderWay clockSetBack(UnderWay at) {
        Instant begun = Objects.requireNonNull(at.pull().begun());
        if (!at.from().isAfter(begun.minus(overlap))) {
            return null;
        }
        log.warn(
                "The clock of channel '{}' tells {}, before the orders read last: it was set back, or is slow; they are read anew",
                channel.connection(),
                begun);
        Instant from = begun.minus(first.compareTo(overlap) > 0 ? first : overlap);
        if (at.cursor() != null) {
            holds.clockSetBack(channel.connection(), begun.plus(overlap), settle);
        }
        return new UnderWay(at.cursor(), at.epoch(), from, at.pull(), OrderPull.Place.first(0, from), 0);
    }

    private String end(OrderPull pull) {
        Instant begun = Objects.requireNonNull(pull.begun());
        pulled(new Holds.Pull(begun, contradicted(pull), unknown()));
        return begun.minus(settle).toString();
    }

    /** When the first order changed that is to be read by itself yet, be it that an earlier pull found that. */
    private @Nullable Instant contradicted(OrderPull pull) {
        return Stream.concat(
                        Stream.ofNullable(pull.contradicted()),
                        looks.firstUnknownChange(channel.connection(), LookWork.ORDER).stream())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** When the channel last sold something that the hub cannot tell, or sent something it could not read or gave up reading. */
    private @Nullable Instant unknown() {
        ConnectionId connection = channel.connection();
        return Stream.of(
                        orders.newestUnknown(connection),
                        incidents.newest(IncidentKind.UNREADABLE_MESSAGE, connection.value()),
                        looks.lastGivenUpChange(connection, LookWork.ORDER))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private void pulled(Holds.Pull pull) {
        try {
            holds.pulled(channel.connection(), pull);
        } catch (IllegalStateException moved) {
            log.info("{}", moved.getMessage());
        }
    }
}

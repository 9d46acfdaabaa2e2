package caravan.flow;

import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.inventory.Holds;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import caravan.order.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls what changed since the last pull. What changed within {@code settle} may not be in the vendor's list yet, so the cursor
 * stays that far behind, and each pull reaches back further by the overlap.
 */
final class OrderPoll implements DutyWork.Deed {
    private static final Logger log = LoggerFactory.getLogger(OrderPoll.class);

    private final ChannelCalls channel;
    private final Supplier<OrderPull> pulls;
    private final Duration settle;
    private final Duration overlap;
    private final Duration first;
    private final Holds holds;
    private final Duties duties;
    private final Orders orders;
    private final Incidents incidents;

    /**
     * A poll of one channel.
     *
     * @param first how far back the first one reaches
     */
    OrderPoll(
            ChannelCalls channel,
            Supplier<OrderPull> pulls,
            Duration settle,
            Duration overlap,
            Duration first,
            Holds holds,
            Duties duties,
            Orders orders,
            Incidents incidents) {
        this.orders = orders;
        this.incidents = incidents;
        this.channel = channel;
        this.pulls = pulls;
        this.settle = settle;
        this.overlap = overlap;
        this.first = first;
        this.holds = holds;
        this.duties = duties;
    }

    @Override
    public @Nullable String run(Duty duty, long epoch) throws CallFailed {
        Instant from = duty.cursor() == null
                ? Instant.now().minus(first)
                : Instant.parse(duty.cursor()).minus(overlap);
        OrderPull pull = pulls.get();
        Instant begun = pull.pull(from, (read, reached) -> {
            if (!duties.progress(duty, epoch, read, null, null)) {
                throw new CallFailed(Fault.UNREACHED, "Another hub owns this connection by now.");
            }
        });
        pulled(new Holds.Pull(begun, pull.contradicted(), unknown()));
        return begun.minus(settle).toString();
    }

    /** When the channel last sold something that the hub cannot tell, or sent something it could not read. */
    private @Nullable Instant unknown() {
        ConnectionId connection = channel.connection();
        return Stream.concat(
                        orders.newestUnknown(connection).stream(),
                        incidents.newest(IncidentKind.UNREADABLE_MESSAGE, connection.value()).stream())
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

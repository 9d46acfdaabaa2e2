package caravan.flow;

import caravan.inventory.Readings;
import caravan.kernel.CallFailed;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
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
    private final Readings readings;
    private final Duties duties;

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
            Readings readings,
            Duties duties) {
        this.channel = channel;
        this.pulls = pulls;
        this.settle = settle;
        this.overlap = overlap;
        this.first = first;
        this.readings = readings;
        this.duties = duties;
    }

    @Override
    public @Nullable String run(Duty duty, long epoch) throws CallFailed {
        Instant from = duty.cursor() == null
                ? Instant.now().minus(first)
                : Instant.parse(duty.cursor()).minus(overlap);
        OrderPull pull = pulls.get();
        Instant begun = pull.pull(from, (orders, reached) -> duties.progress(duty, epoch, orders, null, null));
        pulled(begun, pull.contradicted());
        return begun.minus(settle).toString();
    }

    private void pulled(Instant begun, @Nullable Instant contradicted) {
        try {
            readings.pulled(channel.connection(), begun, contradicted);
        } catch (IllegalStateException moved) {
            log.info("{}", moved.getMessage());
        }
    }
}

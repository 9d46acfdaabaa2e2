package caravan.flow;

import caravan.connection.Backfill;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.link.Duties.Duty;
import caravan.link.Errands;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Reads the orders that changed since a day in the past, a page at a time: polls and readings come between the pages. */
final class OrderHistory implements DutyWork.Deed {
    private static final Duration AHEAD = Duration.ofHours(1);

    private final Supplier<OrderPull> pulls;
    private final Errands errands;

    OrderHistory(Supplier<OrderPull> pulls, Errands errands) {
        this.pulls = pulls;
        this.errands = errands;
    }

    @Override
    public String run(Duty duty, long epoch) throws CallFailed {
        Backfill at = Backfill.parse(duty.cursor())
                .orElseThrow(() -> new CallFailed(Fault.DEFECT, "Nobody said since when orders are to be read."));
        if (at.finished()) {
            return at.text();
        }
        // What a channel sells meanwhile is the polls' business; a busy one would never be read to its end.
        OrderPull.Step step = pulls.get()
                .step(at.since(), Instant.now().plus(AHEAD), new OrderPull.Place(at.pass(), at.from(), at.page()));
        OrderPull.Place next = step.next();
        Backfill reached = next == null
                ? new Backfill(at.since(), at.pass(), step.reached(), null, true)
                : new Backfill(at.since(), next.pass(), next.from(), next.page(), false);
        errands.goOn(duty, epoch, step.orders(), reached.text());
        return reached.text();
    }
}

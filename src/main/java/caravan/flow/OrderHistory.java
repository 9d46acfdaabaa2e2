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
        Backfill begun = at;
        OrderPull.Step step;
        try {
            step = step(begun);
        } catch (CallFailed refused) {
            if (!mayBeGone(refused, at, duty)) {
                throw refused;
            }
            begun = at.anew();
            step = step(begun);
        }
        Backfill reached = after(begun, step);
        errands.goOn(duty, epoch, step.orders(), reached.text());
        return reached.text();
    }

    /** A further page may not be there for ever, and a backfill may have rested for days; what is refused again is not asked for a third time. */
    private static boolean mayBeGone(CallFailed refused, Backfill at, Duty duty) {
        boolean no = refused.fault() == Fault.REFUSED || refused.fault() == Fault.DEFECT;
        return no && at.page() != null && duty.attempts() > 1;
    }

    private OrderPull.Step step(Backfill at) throws CallFailed {
        // What a channel sells meanwhile is the polls' business; a busy one would never be read to its end.
        return pulls.get()
                .step(
                        at.since(),
                        Instant.now().plus(AHEAD),
                        new OrderPull.Place(at.pass(), at.from(), at.page(), at.read()));
    }

    private static Backfill after(Backfill at, OrderPull.Step step) {
        Instant reached = step.reached().isAfter(at.reached()) ? step.reached() : at.reached();
        OrderPull.Place next = step.next();
        if (next == null) {
            return new Backfill(at.since(), at.pass(), reached, null, 0, reached, true);
        }
        return new Backfill(
                at.since(),
                next.pass(),
                next.from(),
                next.page(),
                next.read(),
                next.pass() == at.pass() ? reached : at.since(),
                false);
    }
}

package caravan.flow;

import caravan.kernel.Backoff;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import caravan.link.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due for a connection again and again: polls, imports, subscription care, tests. */
final class DutyWork implements Chore {
    private static final Logger log = LoggerFactory.getLogger(DutyWork.class);

    /** Proves the credentials. */
    static final String ACCOUNT = "account";
    /** Pulls the orders that changed since the last pull. */
    static final String ORDERS = "orders";
    /** Pulls the orders that changed since a day in the past, once. */
    static final String HISTORY = "history";
    /** Lists the orders of whole days again, and looks for what was missed. */
    static final String RECONCILIATION = "reconciliation";
    /** Lists what the channel sells. */
    static final String CATALOGUE = "catalogue";
    /** Reads every figure anew. */
    static final String FIGURES = "figures";
    /** Looks after the webhook subscriptions. */
    static final String WEBHOOKS = "webhooks";

    /** Does one duty. */
    interface Deed {
        /**
         * Does it.
         *
         * @return where the next one goes on, null from the beginning
         */
        @Nullable
        String run(Duty duty, long epoch) throws CallFailed;
    }

    private final ConnectionId connection;
    private final Duties duties;
    private final Backoff backoff;
    private final Map<String, Deed> deeds;

    DutyWork(ConnectionId connection, Duties duties, Backoff backoff, Map<String, Deed> deeds) {
        this.connection = connection;
        this.duties = duties;
        this.backoff = backoff;
        this.deeds = deeds;
    }

    @Override
    public boolean doNext(Lease lease) throws CallFailed {
        if (!lease.allowsCall()) {
            return false;
        }
        Optional<Duty> next = duties.claim(connection, lease.epoch());
        if (next.isEmpty()) {
            return false;
        }
        Duty duty = next.get();
        Deed deed = deeds.get(duty.kind());
        if (deed == null) {
            duties.drop(connection, duty.kind());
            return true;
        }
        try {
            duties.done(duty, lease.epoch(), deed.run(duty, lease.epoch()));
        } catch (CallFailed failure) {
            Duration wait = backoff.after(duty.attempts(), failure.waitAtLeast());
            log.info(
                    "Duty '{}' of connection '{}': {}, {}", duty.kind(), connection, failure.fault(), failure.detail());
            duties.failed(duty, lease.epoch(), failure.fault(), failure.detail(), wait);
            if (failure.fault() == Fault.MISCONFIGURED) {
                throw failure;
            }
        } catch (RuntimeException defect) {
            duties.failed(
                    duty,
                    lease.epoch(),
                    Fault.DEFECT,
                    "Failed with " + defect.getClass().getSimpleName() + "; the hub's log has the details.",
                    backoff.after(duty.attempts(), Duration.ZERO));
            throw defect;
        }
        return true;
    }
}

package caravan.flow;

import caravan.kernel.Backoff;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.OwnershipEnded;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import caravan.link.DutyKind;
import caravan.link.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due for a connection again and again: polls, imports, subscription care, tests. */
final class DutyWork implements Chore {
    private static final Logger log = LoggerFactory.getLogger(DutyWork.class);

    static final String ACCOUNT = DutyKind.ACCOUNT.code();
    static final String ORDERS = DutyKind.ORDERS.code();
    static final String HISTORY = DutyKind.HISTORY.code();
    static final String RECONCILIATION = DutyKind.RECONCILIATION.code();
    static final String CATALOGUE = DutyKind.CATALOGUE.code();
    static final String FIGURES = DutyKind.FIGURES.code();
    static final String WEBHOOKS = DutyKind.WEBHOOKS.code();

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
    private final @Nullable String only;

    DutyWork(ConnectionId connection, Duties duties, Backoff backoff, Map<String, Deed> deeds) {
        this(connection, duties, backoff, deeds, null);
    }

    private DutyWork(
            ConnectionId connection, Duties duties, Backoff backoff, Map<String, Deed> deeds, @Nullable String only) {
        this.only = only;
        this.connection = connection;
        this.duties = duties;
        this.backoff = backoff;
        this.deeds = deeds;
    }

    /**
     * Lets nothing be written that another owner may have written newer: each piece of work is a transaction of its own, and after
     * the connection has changed hands {@link OwnershipEnded} is thrown instead.
     */
    static Consumer<Runnable> fence(Duties duties, Duty duty, long epoch) {
        return work -> {
            if (!duties.fenced(duty, epoch, work)) {
                throw new OwnershipEnded(duty.connection());
            }
        };
    }

    @Override
    public boolean doNext(Lease lease) throws CallFailed {
        if (!lease.allowsCall()) {
            return false;
        }
        Optional<Duty> next = duties.claim(connection, lease.epoch(), only);
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
        } catch (OwnershipEnded ended) {
            throw ended;
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

    /** A person who puts credentials right tries them before the connection works again. */
    @Override
    public Optional<Chore> whilePaused() {
        return Optional.of(new DutyWork(connection, duties, backoff, deeds, ACCOUNT));
    }
}

package caravan.flow;

import caravan.incident.Incidents;
import caravan.inventory.StockWrites;
import caravan.kernel.Backoff;
import caravan.kernel.CallFailed;
import caravan.kernel.OwnershipEnded;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Works on one connection while it holds the lease, in two lanes: one tells the channel about stock, the other reads orders and
 * figures, so that a long import never holds up a sale.
 */
final class ConnectionOwner {
    private static final Logger log = LoggerFactory.getLogger(ConnectionOwner.class);

    /** How long changes of stock are collected in a flood; the other channels follow well under a second all the same. */
    private static final Duration COLLECT = Duration.ofMillis(100);

    /** What an owner needs from the hub. */
    record Parts(LeaseKeeper leases, StockWrites writes, Incidents incidents, Backoff backoff, Duration sweep) {}

    private final StockSink sink;
    private final Function<Lease, List<Chore>> chores;
    private final Standing standing;
    private final Parts parts;
    private final Semaphore stock = new Semaphore(0);
    private final Semaphore other = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;

    /**
     * An owner of one connection.
     *
     * @param chores what it does besides writing stock under a lease, the most pressing first
     */
    ConnectionOwner(StockSink sink, Function<Lease, List<Chore>> chores, Standing standing, Parts parts) {
        this.sink = sink;
        this.chores = chores;
        this.standing = standing;
        this.parts = parts;
        this.thread = daemon("owner-" + sink.connection(), this::run);
    }

    void start() {
        thread.start();
    }

    /** Lets the calls under way end, and begins no other. */
    void askToStop() {
        stopping = true;
        wake();
    }

    /** Lets the calls under way end, then stops. */
    void stop() {
        askToStop();
        await(thread);
    }

    /** Stock is to be told; there are many times more sales than other work, so that one sleeps on. */
    void wakeForStock() {
        stock.release();
    }

    void wake() {
        stock.release();
        other.release();
    }

    private void run() {
        while (!stopping) {
            try {
                Optional<Lease> lease = parts.leases.take(sink.connection());
                if (lease.isPresent()) {
                    own(lease.get());
                } else {
                    rest(stock);
                }
            } catch (RuntimeException | Error failure) {
                // An error, too: the system may be out of threads for a moment, and nobody else would begin here again.
                tell(failure);
                rest(stock);
            }
        }
    }

    private void own(Lease lease) {
        log.info("Owning connection '{}', epoch {}", sink.connection(), lease.epoch());
        Thread second = daemon("owner-" + sink.connection() + "-pull", () -> workOnChores(lease));
        try {
            second.start();
            tellStock(lease, second);
        } finally {
            lease.end();
            other.release();
            await(second);
            leave(lease, second);
        }
    }

    /** Where a call may still be out, nobody else gets the connection before its lease has run out. */
    private void leave(Lease lease, Thread second) {
        if (second.isAlive()) {
            log.warn("Work on connection '{}' does not end; its lease is left to run out", sink.connection());
            parts.leases.lapse(lease);
        } else {
            parts.leases.giveUp(lease);
        }
    }

    /** Also ends when the other lane did, so that ownership begins anew with both. */
    private void tellStock(Lease lease, Thread second) {
        StockSender sender = new StockSender(sink, lease, parts.writes, parts.incidents, parts.backoff);
        try (StockLane lane = new StockLane(sink, sender, stock::release)) {
            long settled = System.nanoTime() - parts.sweep.toNanos();
            while (!stopping && lease.allowsCall() && !lane.isOver() && second.isAlive()) {
                boolean flood = false;
                if (standing.mayWrite()) {
                    if (System.nanoTime() - settled >= parts.sweep.toNanos()) {
                        sender.settleLeftovers();
                        settled = System.nanoTime();
                    }
                    flood = lane.sendDue();
                }
                if (flood) {
                    collect();
                } else {
                    rest(stock);
                }
            }
        }
    }

    private void workOnChores(Lease lease) {
        @Nullable List<Chore> duties = null;
        while (!stopping && lease.allowsCall()) {
            long revision = standing.revision();
            try {
                duties = duties == null ? chores.apply(lease) : duties;
                if (!doNext(lease, duties)) {
                    rest(other);
                }
            } catch (OwnershipEnded ended) {
                log.info("{} What was under way begins anew with its next owner", ended.getMessage());
            } catch (CallFailed refused) {
                standing.misconfigured(revision, refused.detail());
                rest(other);
            } catch (RuntimeException failure) {
                tell(failure);
                rest(other);
            } catch (Error failure) {
                // What it left half done is not known: ownership begins anew with both lanes.
                tell(failure);
                rest(other);
                return;
            }
        }
    }

    private boolean doNext(Lease lease, List<Chore> duties) throws CallFailed {
        boolean any = false;
        for (Chore chore : standing.mayWork() ? duties : Standing.whilePaused(duties)) {
            any |= chore.doNext(lease);
        }
        return any;
    }

    private void tell(Throwable failure) {
        if (failure instanceof DataAccessException || failure instanceof TransactionException) {
            log.warn("Connection '{}' waits for the database: {}", sink.connection(), failure.getMessage());
        } else {
            // A connection nobody works on would go unnoticed for ever; this one shows up in the log, again and again.
            log.error("Work on connection '{}' met a defect of ours", sink.connection(), failure);
        }
    }

    private void rest(Semaphore work) {
        try {
            if (work.tryAcquire(parts.sweep.toMillis(), TimeUnit.MILLISECONDS)) {
                work.drainPermits();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private void collect() {
        try {
            Thread.sleep(COLLECT.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private void await(Thread worker) {
        try {
            worker.join(sink.timeout().plusSeconds(1).toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}

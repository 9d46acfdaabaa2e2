package caravan.flow;

import caravan.incident.Incidents;
import caravan.inventory.StockWrites;
import caravan.kernel.Backoff;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Works on one connection in a thread of its own: waits for the lease, settles what was left open, then sends what is due. */
final class ConnectionOwner {
    private static final Logger log = LoggerFactory.getLogger(ConnectionOwner.class);

    private final StockSink sink;
    private final LeaseKeeper leases;
    private final StockWrites writes;
    private final Incidents incidents;
    private final Backoff backoff;
    private final Duration sweep;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;

    ConnectionOwner(
            StockSink sink,
            LeaseKeeper leases,
            StockWrites writes,
            Incidents incidents,
            Backoff backoff,
            Duration sweep) {
        this.sink = sink;
        this.leases = leases;
        this.writes = writes;
        this.incidents = incidents;
        this.backoff = backoff;
        this.sweep = sweep;
        this.thread = new Thread(this::run, "owner-" + sink.connection());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Lets the call under way end, then stops. */
    void stop() {
        stopping = true;
        wake();
        try {
            thread.join(sink.timeout().plusSeconds(1).toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    void wake() {
        work.release();
    }

    private void run() {
        while (!stopping) {
            try {
                Optional<Lease> lease = leases.take(sink.connection());
                if (lease.isPresent()) {
                    own(lease.get());
                } else {
                    rest();
                }
            } catch (DataAccessException | TransactionException away) {
                log.warn("Connection '{}' waits for the database: {}", sink.connection(), away.getMessage());
                rest();
            } catch (RuntimeException defect) {
                // A connection nobody works on would go unnoticed for ever; this one shows up in the log, again and
                // again.
                log.error("Work on connection '{}' met a defect of ours", sink.connection(), defect);
                rest();
            }
        }
    }

    private void own(Lease lease) {
        log.info("Owning connection '{}', epoch {}", sink.connection(), lease.epoch());
        StockSender sender = new StockSender(sink, lease, writes, incidents, backoff);
        try {
            while (!stopping && lease.allowsCall()) {
                sender.settleLeftovers();
                while (!stopping && sender.sendNext()) {
                    // One write after the other, as long as something is due.
                }
                rest();
            }
        } finally {
            leases.giveUp(lease);
        }
    }

    private void rest() {
        try {
            if (work.tryAcquire(sweep.toMillis(), TimeUnit.MILLISECONDS)) {
                work.drainPermits();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}

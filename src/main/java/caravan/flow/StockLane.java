package caravan.flow;

import caravan.inventory.StockWrites.Write;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends one connection's stock writes under one lease, as many at a time as its vendor takes. One thread opens them, so what is
 * most pressing is opened first; a listing with an open write is in no other, so no two calls are about one listing.
 */
final class StockLane implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;
    /** A call of as many rows tells that sales come faster than calls are worth. */
    private static final int MANY = 10;

    private final StockSender sender;
    private final Runnable wake;
    private final Semaphore places;
    private final ThreadPoolExecutor calls;
    private volatile @Nullable RuntimeException failure;

    /**
     * A lane for one lease.
     *
     * @param wake is told when a call has ended: there is a place again, and its listings may be due again
     */
    StockLane(StockSink sink, StockSender sender, Runnable wake) {
        this.sender = sender;
        this.wake = wake;
        int parallel = sink.parallel();
        this.places = new Semaphore(parallel);
        this.calls = new ThreadPoolExecutor(
                parallel, parallel, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), call -> {
                    Thread thread = new Thread(call, "owner-" + sink.connection() + "-write");
                    thread.setDaemon(true);
                    return thread;
                });
        calls.allowCoreThreadTimeOut(true);
    }

    /**
     * Begins to send what is due, as far as there are places; does not wait for the calls.
     *
     * @return whether what falls due next had better be collected for a moment. In a flood of sales, calls of a few rows each would
     *     take the time of both sides for what one call can tell. A full call is no reason to wait: more may be due already
     */
    boolean sendDue() {
        while (places.tryAcquire()) {
            Optional<Write> next = Optional.empty();
            try {
                next = sender.open();
                next.ifPresent(write -> calls.execute(() -> send(write)));
            } finally {
                if (next.isEmpty()) {
                    places.release();
                }
            }
            if (next.isEmpty()) {
                return false;
            }
            int rows = next.get().rows().size();
            if (rows >= MANY && rows < sender.rowsPerCall()) {
                return true;
            }
        }
        return false;
    }

    private void send(Write write) {
        try {
            sender.send(write);
        } catch (RuntimeException broken) {
            failure = broken;
        } catch (Error broken) {
            failure = new IllegalStateException("Write " + write.id() + " broke off.", broken);
        } finally {
            places.release();
            wake.run();
        }
    }

    /** Whether a write was left open, so that only a newer epoch may settle it: the lease has to be given up. */
    boolean isOver() {
        return failure != null || sender.hasLeftOpen();
    }

    /**
     * Waits until no call is out any more; only then the lease may be given up.
     *
     * @throws RuntimeException if a call met a failure of ours
     */
    @Override
    public void close() {
        calls.shutdown();
        boolean interrupted = false;
        while (!calls.isTerminated()) {
            try {
                boolean unused = calls.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException hurried) {
                // A call ends within its time; giving the lease up before would let another owner call beside it.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        RuntimeException met = failure;
        if (met != null) {
            throw met;
        }
    }
}

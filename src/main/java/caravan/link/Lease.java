package caravan.link;

import caravan.kernel.ConnectionId;
import java.time.Duration;

/**
 * A replica's hold on a connection. It judges by this machine's own running time, counted from before the request that
 * renewed it, so that it ends here before it can begin elsewhere, also for a process that slept.
 */
public final class Lease {
    private final ConnectionId connection;
    private final long epoch;
    private final long lengthNanos;
    private final long marginNanos;
    private volatile long renewedNanos;
    private volatile boolean lost;

    Lease(ConnectionId connection, long epoch, Duration length, Duration margin, long renewedNanos) {
        this.connection = connection;
        this.epoch = epoch;
        this.lengthNanos = length.toNanos();
        this.marginNanos = margin.toNanos();
        this.renewedNanos = renewedNanos;
    }

    public ConnectionId connection() {
        return connection;
    }

    /** Grows with every change of hands; what was begun under an older one is somebody else's. */
    public long epoch() {
        return epoch;
    }

    /** Whether a call may be started now. */
    public boolean allowsCall() {
        return !lost && System.nanoTime() - renewedNanos < lengthNanos - marginNanos;
    }

    /** Lets no further call begin, while those under way end; then it is given up. Until then nobody else gets the connection. */
    public void end() {
        lose();
    }

    boolean isLost() {
        return lost;
    }

    void renewed(long asOfNanos) {
        renewedNanos = asOfNanos;
    }

    void lose() {
        lost = true;
    }
}

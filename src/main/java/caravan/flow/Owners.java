package caravan.flow;

import caravan.incident.Incidents;
import caravan.inventory.ListingsDue;
import caravan.inventory.StockWrites;
import caravan.kernel.Backoff;
import caravan.kernel.ConnectionId;
import caravan.link.LeaseKeeper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** One worker per connection; each works while this replica owns its connection. */
@Component
public class Owners implements SmartLifecycle {
    private final LeaseKeeper leases;
    private final StockWrites writes;
    private final Incidents incidents;
    private final OwnerSettings settings;
    private final Map<ConnectionId, ConnectionOwner> owners = new ConcurrentHashMap<>();
    private volatile boolean running;

    Owners(LeaseKeeper leases, StockWrites writes, Incidents incidents, OwnerSettings settings, List<StockSink> sinks) {
        this.leases = leases;
        this.writes = writes;
        this.incidents = incidents;
        this.settings = settings;
        sinks.forEach(this::add);
    }

    /** Starts working on a connection; one that is there already is replaced after its call has ended. */
    public final void add(StockSink sink) {
        ConnectionOwner owner = new ConnectionOwner(
                sink,
                leases,
                writes,
                incidents,
                new Backoff(settings.firstRetry(), settings.longestRetry()),
                settings.sweep());
        ConnectionOwner before = owners.put(sink.connection(), owner);
        if (before != null) {
            before.stop();
        }
        if (running) {
            owner.start();
        }
    }

    /** Stops working on a connection, after its call has ended. */
    public void remove(ConnectionId connection) {
        ConnectionOwner owner = owners.remove(connection);
        if (owner != null) {
            owner.stop();
        }
    }

    /** Wakes the owners of connections that have something to be told, if they are here. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(ListingsDue due) {
        for (ConnectionId connection : due.connections()) {
            ConnectionOwner owner = owners.get(connection);
            if (owner != null) {
                owner.wake();
            }
        }
    }

    @Override
    public void start() {
        running = true;
        owners.values().forEach(ConnectionOwner::start);
    }

    @Override
    public void stop() {
        running = false;
        owners.values().forEach(ConnectionOwner::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the leases can be kept, before they are given up. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 1000;
    }
}

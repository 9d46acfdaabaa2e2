package caravan.flow;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connection.Hearing;
import caravan.connection.Hearings;
import caravan.connector.ConnectionsChanged;
import caravan.incident.Incidents;
import caravan.inventory.ListingsDue;
import caravan.inventory.StockWrites;
import caravan.kernel.Backoff;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.link.DutiesDue;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** One worker per connection; each works while this replica owns its connection. */
@Component
public class Owners implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Owners.class);
    /** The breaker spares a vendor that is down; a listing that waits longer shows sold units for longer than it was down. */
    private static final Duration LONGEST_WRITE_RETRY = Duration.ofSeconds(15);

    private final LeaseKeeper leases;
    private final StockWrites writes;
    private final Incidents incidents;
    private final OwnerSettings settings;
    private final Connections connections;
    private final Hearings hearings;
    private final ChannelWork work;
    private final ThisReplica self;
    private final Map<ConnectionId, Known> known = new HashMap<>();
    private final Map<ConnectionId, ConnectionOwner> owners = new ConcurrentHashMap<>();
    private volatile boolean running;
    private volatile boolean ready;

    /** A connection as it was when work on it was prepared. */
    private record Known(
            Connection connection, Optional<Duration> poll, Optional<Hearing> hearing, DriftPolicy drift) {}

    Owners(
            LeaseKeeper leases,
            StockWrites writes,
            Incidents incidents,
            OwnerSettings settings,
            Connections connections,
            Hearings hearings,
            ChannelWork work,
            ThisReplica self,
            List<StockSink> sinks) {
        this.leases = leases;
        this.writes = writes;
        this.incidents = incidents;
        this.settings = settings;
        this.connections = connections;
        this.hearings = hearings;
        this.work = work;
        this.self = self;
        sinks.forEach(this::add);
    }

    /** Starts telling a channel about stock, and nothing else; one that is there already is replaced after its call has ended. */
    public final void add(StockSink sink) {
        add(sink, lease -> List.of());
    }

    private void add(StockSink sink, Function<Lease, List<Chore>> chores) {
        ConnectionOwner owner = new ConnectionOwner(
                sink,
                chores,
                new Standing(sink.connection(), connections),
                new ConnectionOwner.Parts(leases, writes, incidents, writeBackoff(), settings.sweep()));
        ConnectionOwner before = owners.put(sink.connection(), owner);
        if (before != null) {
            before.stop();
        }
        if (running) {
            owner.start();
        }
    }

    /** Begins when the routes run: a call before that would fail by a defect of ours, and a write of stock with it. */
    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        ready = true;
        workOnConnections();
        // Only now: older replicas leave their connections to this one, which can take them.
        leases.announce();
    }

    private Backoff writeBackoff() {
        Duration longest = settings.longestRetry().compareTo(LONGEST_WRITE_RETRY) < 0
                ? settings.longestRetry()
                : LONGEST_WRITE_RETRY;
        return new Backoff(settings.firstRetry().compareTo(longest) < 0 ? settings.firstRetry() : longest, longest);
    }

    @EventListener
    void on(ConnectionsChanged changed) {
        if (ready) {
            workOnConnections();
        }
    }

    /** Works on the connections that are there now; each by itself, so that one that cannot be worked on stops no other. */
    private synchronized void workOnConnections() {
        Map<ConnectionId, Connection> now = new HashMap<>();
        connections.all().forEach(connection -> now.put(connection.id(), connection));
        for (ConnectionId gone : List.copyOf(known.keySet())) {
            if (!now.containsKey(gone)) {
                known.remove(gone);
                remove(gone);
            }
        }
        for (Connection connection : now.values()) {
            Known before = known.get(connection.id());
            if (before == null || !before.connection().settings().equals(connection.settings())) {
                begin(connection);
            } else if (!before.connection().locations().equals(connection.locations())
                    || !before.poll().equals(connections.pollEvery(connection.id()))
                    || !before.hearing().equals(hearings.of(connection.id()))
                    || before.drift() != connections.driftPolicy(connection.id())) {
                prepare(connection);
            }
        }
        owners.values().forEach(ConnectionOwner::wake);
    }

    /** What it is fed from, how it is polled, how it hears of sales and what happens to drift may have changed. */
    private void prepare(Connection connection) {
        try {
            work.prepare(connection);
            know(connection);
        } catch (IllegalStateException notNow) {
            log.warn("Connection '{}' goes on as it was: {}", connection.id(), notNow.getMessage());
        }
    }

    private void know(Connection connection) {
        known.put(
                connection.id(),
                new Known(
                        connection,
                        connections.pollEvery(connection.id()),
                        hearings.of(connection.id()),
                        connections.driftPolicy(connection.id())));
    }

    private void begin(Connection connection) {
        try {
            work.prepare(connection);
            add(work.sink(connection), work.chores(connection));
            know(connection);
            self.worksOn(connection.id());
        } catch (IllegalStateException notYet) {
            if (self.cannotWorkOn(connection.id())) {
                log.warn("Connection '{}' is not worked on: {}", connection.id(), notYet.getMessage());
            }
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
        owners(due.connections()).forEach(ConnectionOwner::wakeForStock);
    }

    /** Wakes the owners of connections that have something to do, if they are here. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(DutiesDue due) {
        owners(due.connections()).forEach(ConnectionOwner::wake);
    }

    private List<ConnectionOwner> owners(Set<ConnectionId> connections) {
        return connections.stream().map(owners::get).filter(Objects::nonNull).toList();
    }

    @Override
    public void start() {
        running = true;
        owners.values().forEach(ConnectionOwner::start);
    }

    @Override
    public void stop() {
        running = false;
        // All at once: each may have a call under way that takes its time.
        owners.values().forEach(ConnectionOwner::askToStop);
        owners.values().forEach(ConnectionOwner::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before Camel does, which would refuse the calls; and long before the leases are given up. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE;
    }
}

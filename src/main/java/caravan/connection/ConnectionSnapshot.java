package caravan.connection;

import caravan.connection.Connection.Mode;
import caravan.connection.ConnectionRows.Row;
import caravan.connector.ConnectionsChanged;
import caravan.intake.HooksChanged;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.security.Secret;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All connections and their secrets in memory, so that neither the door nor a call needs the database. What was read last
 * is kept when reading fails.
 */
@Component
class ConnectionSnapshot implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ConnectionSnapshot.class);

    /** One connection, with everything. */
    record Known(
            Connection connection,
            Map<String, Secret> secrets,
            @Nullable Duration poll,
            boolean autoLive,
            DriftPolicy drift,
            long revision) {}

    private final ConnectionRows rows;
    private final ConnectionSecrets secrets;
    private final SandboxFence fence;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final ConnectionSettings settings;
    private volatile Map<ConnectionId, Known> known = Map.of();
    private volatile Set<ConnectionId> unreadable = Set.of();
    private volatile boolean running;
    private ScheduledExecutorService reloading = Executors.newSingleThreadScheduledExecutor();

    ConnectionSnapshot(
            ConnectionRows rows,
            ConnectionSecrets secrets,
            SandboxFence fence,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            ConnectionSettings settings) {
        this.rows = rows;
        this.secrets = secrets;
        this.fence = fence;
        this.transaction = transaction;
        this.events = events;
        this.settings = settings;
    }

    Collection<Known> all() {
        return known.values();
    }

    Optional<Known> find(ConnectionId id) {
        return Optional.ofNullable(known.get(id));
    }

    /** Those whose secrets could not be decrypted when they were read last. */
    Set<ConnectionId> unreadable() {
        return unreadable;
    }

    /** Finds one that another replica may have made a moment ago. */
    Optional<Known> findFresh(ConnectionId id) {
        if (!known.containsKey(id) && rows.exists(id)) {
            refresh();
        }
        return find(id);
    }

    /** Makes a change of the tables seen once it is committed. */
    void changed() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            refreshOrKeep();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                refreshOrKeep();
            }
        });
    }

    /** Reads again and tells whom it concerns if anything is different. */
    final void refresh() {
        if (reload()) {
            events.publishEvent(new HooksChanged());
            events.publishEvent(new ConnectionsChanged());
        }
    }

    private synchronized boolean reload() {
        Map<ConnectionId, Known> before = known;
        Map<ConnectionId, Known> read = new TreeMap<>();
        Set<ConnectionId> failed = new TreeSet<>();
        for (Row row : rows.all()) {
            Known now = know(row, before.get(row.connection().id()), failed);
            if (now != null) {
                read.put(row.connection().id(), now);
            }
        }
        known = read;
        unreadable = failed;
        return !read.equals(before);
    }

    private @Nullable Known know(Row row, @Nullable Known before, Set<ConnectionId> failed) {
        Connection connection = fenced(row.connection());
        if (before != null && before.revision() == row.revision()) {
            return new Known(connection, before.secrets(), row.poll(), row.autoLive(), row.drift(), row.revision());
        }
        try {
            return new Known(
                    connection,
                    Map.copyOf(secrets.of(connection.id())),
                    row.poll(),
                    row.autoLive(),
                    row.drift(),
                    row.revision());
        } catch (IllegalStateException unreadable) {
            failed.add(connection.id());
            log.error("Connection '{}' is left as it was: {}", connection.id(), unreadable.getMessage());
            return before == null ? null : stopped(before, connection);
        }
    }

    private Connection fenced(Connection read) {
        if (read.mode() == Mode.SHADOW || fence.allowsLive(read.connector(), read.settings())) {
            return read;
        }
        return read.standing(Mode.SHADOW, read.pause());
    }

    /**
     * What was known, for its new secrets cannot be used here: but what stops it holds all the same. Nothing begins to be written
     * with settings that are no longer right.
     */
    private static Known stopped(Known before, Connection now) {
        Mode mode =
                now.mode() == Mode.SHADOW ? Mode.SHADOW : before.connection().mode();
        return new Known(
                before.connection().standing(mode, now.pause()),
                before.secrets(),
                before.poll(),
                before.autoLive(),
                before.drift(),
                before.revision());
    }

    private void refreshOrKeep() {
        try {
            refresh();
        } catch (RuntimeException away) {
            // Also what a listener throws: without this thread the replica would never hear of a change again.
            log.warn("Connections could not be read again; those known are kept: {}", away.toString());
        }
    }

    private void look() {
        try {
            transaction.executeWithoutResult(status -> secrets.forgetPassed(rows));
        } catch (RuntimeException away) {
            log.debug("Old secrets are forgotten later", away);
        }
        refreshOrKeep();
    }

    @Override
    public void start() {
        refresh();
        long pause = settings.reload().toMillis();
        reloading = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "connections");
            thread.setDaemon(true);
            return thread;
        });
        var unused = reloading.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        reloading.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Once the hub's own port is known, before anything works on connections. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 2000;
    }
}

package caravan.intake;

import caravan.kernel.ConnectionId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** The connections' hooks in memory, so that the door needs no database. What was read last is kept when reading fails. */
@Component
class HookSnapshot implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(HookSnapshot.class);

    /** Made when they are first asked: the door is made before the database is there. */
    private final ObjectProvider<HookSource> sources;

    private final IntakeSettings settings;
    private volatile Map<String, Hook> hooks = Map.of();
    private volatile boolean running;
    private ScheduledExecutorService reloading = Executors.newSingleThreadScheduledExecutor();

    HookSnapshot(ObjectProvider<HookSource> sources, IntakeSettings settings) {
        this.sources = sources;
        this.settings = settings;
    }

    /**
     * Finds a hook; one that is not in memory is looked for once in the database.
     *
     * @throws DataAccessException if it is not in memory and the database is away
     */
    Optional<Hook> find(String connection) {
        Hook known = hooks.get(connection);
        if (known != null) {
            return Optional.of(known);
        }
        ConnectionId id;
        try {
            id = new ConnectionId(connection);
        } catch (IllegalArgumentException nobody) {
            return Optional.empty();
        }
        return sources.stream().flatMap(source -> source.load(id).stream()).findFirst();
    }

    final synchronized void reload() {
        try {
            Map<String, Hook> read = new HashMap<>();
            for (HookSource source : sources.orderedStream().toList()) {
                source.load().forEach(hook -> read.put(hook.connection().value(), hook));
            }
            hooks = Map.copyOf(read);
        } catch (DataAccessException | TransactionException away) {
            log.warn("Connections could not be read again; those known are kept: {}", away.getMessage());
        }
    }

    @EventListener
    void on(HooksChanged event) {
        if (running) {
            reload();
        }
    }

    @Override
    public void start() {
        reload();
        long pause = settings.reload().toMillis();
        reloading = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "hook-snapshot");
            thread.setDaemon(true);
            return thread;
        });
        // What reload throws ends the reloading; it throws only defects.
        var unused = reloading.scheduleWithFixedDelay(this::reload, pause, pause, TimeUnit.MILLISECONDS);
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
}

package caravan.connection;

import caravan.connection.Connection.Origin;
import caravan.connection.Connection.Pause;
import caravan.connection.ConnectionFile.Content;
import caravan.connection.ConnectionFile.Entry;
import caravan.connection.ConnectionRows.Row;
import caravan.connector.Manifest;
import caravan.kernel.ConnectionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes the file of connections in when the hub starts. What is wrong with it is told at once and changes nothing; the
 * rest works. A connection that has vanished from it is paused, never deleted.
 */
@Component
public class FileConnections implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(FileConnections.class);

    private record Ready(Entry entry, Manifest manifest, NewConnection connection) {}

    private final ConnectionSettings settings;
    private final ConnectionRows rows;
    private final ConnectionSecrets secrets;
    private final ConnectionSnapshot snapshot;
    private final Manifests manifests;
    private final SandboxFence fence;
    private final Moves moves;
    private final Environment environment;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private volatile List<String> problems = List.of();
    private volatile Set<ConnectionId> unfilled = Set.of();
    private volatile boolean running;

    FileConnections(
            ConnectionSettings settings,
            ConnectionRows rows,
            ConnectionSecrets secrets,
            ConnectionSnapshot snapshot,
            Manifests manifests,
            SandboxFence fence,
            Moves moves,
            Environment environment,
            TransactionTemplate transaction,
            ApplicationEventPublisher events) {
        this.settings = settings;
        this.rows = rows;
        this.secrets = secrets;
        this.snapshot = snapshot;
        this.manifests = manifests;
        this.fence = fence;
        this.moves = moves;
        this.environment = environment;
        this.transaction = transaction;
        this.events = events;
    }

    /** What is wrong with the file, with line and remedy; empty if nothing is. */
    public List<String> problems() {
        return problems;
    }

    /** Connections of the file that need a variable which this process has not; they stay as another replica made them. */
    public Set<ConnectionId> unfilled() {
        return unfilled;
    }

    final void take(Path file) {
        Problems found = new Problems(file);
        Content content = ConnectionFile.read(file, found);
        List<Ready> ready = check(content, found);
        transaction.executeWithoutResult(status -> {
            rows.takeTurn();
            ready.forEach(connection -> store(connection, found));
            if (content.complete()) {
                pauseVanished(file, content.named());
            }
        });
        snapshot.changed();
        problems = found.texts();
        problems.forEach(log::error);
    }

    private List<Ready> check(Content content, Problems found) {
        EntryCheck check = new EntryCheck(environment, fence.isSandbox(), found);
        List<Ready> ready = content.entries().stream()
                .flatMap(entry -> check(entry, check, found).stream())
                .toList();
        // None of these is taken in; whoever mends one learns of all that is wrong with it.
        content.flawed().stream()
                .filter(entry -> !entry.connector().isEmpty())
                .forEach(entry -> check(entry, check, found));
        unfilled = Set.copyOf(check.unfilled());
        return ready;
    }

    private Optional<Ready> check(Entry entry, EntryCheck check, Problems found) {
        Optional<Manifest> manifest = manifests.find(entry.connector());
        if (manifest.isEmpty()) {
            found.add(
                    entry.line(),
                    "connection '" + entry.id() + "': there is no connector '" + entry.connector()
                            + "', or its folder is not right. Correct the name or the folder.");
            return Optional.empty();
        }
        return check.check(entry, manifest.get()).map(connection -> new Ready(entry, manifest.get(), connection));
    }

    private void store(Ready ready, Problems found) {
        NewConnection connection = ready.connection();
        boolean made = rows.insert(connection, Origin.FILE);
        Connection.Mode mode = Connection.Mode.SHADOW;
        if (!made) {
            Optional<Row> before = rows.lock(connection.id());
            if (before.isEmpty() || refuses(before.get().connection(), ready.entry(), found)) {
                return;
            }
            rows.update(connection);
            boolean moved = moves.settle(ready.manifest(), before.get().connection(), connection.settings());
            mode = moved ? mode : before.get().connection().mode();
            liftPause(before.get().connection());
        }
        events.publishEvent(new RulesGiven(connection.id(), ready.entry().rules()));
        Set<String> changed = storeSecrets(ready);
        if (!changed.isEmpty() && !made) {
            long revision = rows.touch(connection.id());
            if (changed.stream().anyMatch(name -> ConnectionSecrets.isForWebhooks(ready.manifest(), name))) {
                events.publishEvent(new WebhookSecretChanged(connection.id(), revision));
            }
        }
        if (ready.entry().mode() != null) {
            if (rows.fileMode(connection.id(), ready.entry().mode())
                    && mode != ready.entry().mode()) {
                events.publishEvent(
                        new ModeChanged(connection.id(), ready.entry().mode()));
            }
            warnOfSandbox(ready);
        }
    }

    private static boolean refuses(Connection before, Entry entry, Problems found) {
        if (before.origin() == Origin.CONSOLE) {
            found.add(
                    entry.line(),
                    "connection '" + entry.id() + "' was made in the console, which alone may change it."
                            + " Choose another id.");
            return true;
        }
        if (!before.connector().equals(entry.connector())) {
            found.add(
                    entry.line(),
                    "connection '" + entry.id() + "' is one of connector '" + before.connector()
                            + "' and stays so. Choose another id for connector '" + entry.connector() + "'.");
            return true;
        }
        return false;
    }

    private void liftPause(Connection before) {
        if (before.pause() != null && before.pause().by() == Pause.By.FILE) {
            rows.pause(before.id(), null);
        }
    }

    private Set<String> storeSecrets(Ready ready) {
        NewConnection connection = ready.connection();
        Set<String> changed = secrets.put(connection.id(), ready.manifest(), connection.secrets());
        for (String name : ready.manifest().settings().keySet()) {
            if (!connection.secrets().containsKey(name) && secrets.remove(connection.id(), name)) {
                changed.add(name);
            }
        }
        return changed;
    }

    private void warnOfSandbox(Ready ready) {
        NewConnection connection = ready.connection();
        if (ready.entry().mode() == Connection.Mode.LIVE
                && !fence.allowsLive(connection.connector(), connection.settings())) {
            log.warn(
                    "Connection '{}' stays in shadow: this hub runs in the profile sandbox, and the connection leads"
                            + " out of it.",
                    connection.id());
        }
    }

    private void pauseVanished(Path file, Set<ConnectionId> named) {
        List<String> vanished = rows.pauseVanished(named, "It is not in " + file + " any more.");
        if (!vanished.isEmpty()) {
            log.warn("Connections {} are paused: they are not in {} any more.", vanished, file);
        }
    }

    @Override
    public void start() {
        take(settings.file());
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Once connections are known, before anything works on them. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 1500;
    }
}

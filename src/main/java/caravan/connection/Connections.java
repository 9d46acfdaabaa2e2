package caravan.connection;

import caravan.connection.Connection.Mode;
import caravan.connection.Connection.Origin;
import caravan.connection.Connection.Pause;
import caravan.connection.ConnectionRows.Row;
import caravan.connection.ConnectionSnapshot.Known;
import caravan.connector.Manifest;
import caravan.connector.VendorAccount;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.security.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The connections there are. Reading answers from memory. */
@Component
public class Connections {
    private final ConnectionRows rows;
    private final ConnectionSecrets secrets;
    private final ConnectionSnapshot snapshot;
    private final ConnectionCheck check;
    private final SandboxFence fence;
    private final Moves moves;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;

    Connections(
            ConnectionRows rows,
            ConnectionSecrets secrets,
            ConnectionSnapshot snapshot,
            ConnectionCheck check,
            SandboxFence fence,
            Moves moves,
            TransactionTemplate transaction,
            ApplicationEventPublisher events) {
        this.rows = rows;
        this.secrets = secrets;
        this.snapshot = snapshot;
        this.check = check;
        this.fence = fence;
        this.moves = moves;
        this.transaction = transaction;
        this.events = events;
    }

    /** All of them, by id. */
    public List<Connection> all() {
        return snapshot.all().stream().map(Known::connection).toList();
    }

    public Optional<Connection> find(ConnectionId id) {
        return snapshot.find(id).map(Known::connection);
    }

    /**
     * Finds a connection that has to be there.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Connection require(ConnectionId id) {
        return find(id).orElseThrow(() -> unknown(id));
    }

    /** How often orders are polled; empty for as often as the connector says. */
    public Optional<Duration> pollEvery(ConnectionId id) {
        return snapshot.find(id).map(Known::poll);
    }

    /** Whether listings go live without a person having seen the preview. */
    public boolean goesLiveByItself(ConnectionId id) {
        return snapshot.find(id).map(Known::autoLive).orElse(false);
    }

    /** What happens to differences of its figures that no order explains. */
    public DriftPolicy driftPolicy(ConnectionId id) {
        return snapshot.find(id).map(Known::drift).orElse(DriftPolicy.HUB);
    }

    /**
     * Makes a connection, in shadow mode.
     *
     * @throws IllegalArgumentException with every problem there is, one a line
     */
    public void add(NewConnection connection) {
        add(connection, Connections::nothing);
    }

    void add(NewConnection connection, Runnable beside) {
        Manifest manifest = check.require(connection, null);
        transaction.executeWithoutResult(status -> {
            if (!rows.insert(connection, Origin.CONSOLE)) {
                String says = "Connection '" + connection.id() + "' exists already. Choose another name.";
                throw new InvalidConnection(says, List.of(new ConnectionProblem(ConnectionProblem.ID, says)));
            }
            secrets.put(connection.id(), manifest, connection.secrets());
            beside.run();
        });
        snapshot.changed();
    }

    /**
     * Changes a connection made in the console. Its connector stays; secrets that are not given stay as well. One that leads
     * elsewhere from now on goes back to shadow, and needs its secrets anew if its address changed.
     *
     * @throws IllegalArgumentException with every problem there is, one a line
     * @throws IllegalStateException if the connection belongs to the file
     */
    public void change(
            ConnectionId id,
            String title,
            Map<String, String> settings,
            Map<String, Secret> changedSecrets,
            VendorAccount.Network network) {
        change(
                id,
                row -> new NewConnection(
                        id,
                        row.connection().connector(),
                        title,
                        settings,
                        changedSecrets,
                        network,
                        row.connection().locations(),
                        row.poll(),
                        row.autoLive(),
                        row.drift()),
                Connections::nothing);
    }

    void change(ConnectionId id, Function<Row, NewConnection> wish, Runnable beside) {
        write(id, beside, row -> {
            if (row.connection().origin() == Origin.FILE) {
                throw new IllegalStateException("Connection '" + id + "' belongs to the file of connections."
                        + " Change it there and start the hub again.");
            }
            NewConnection changed = wish.apply(row);
            Manifest manifest = check.require(changed, row.connection());
            rows.update(changed);
            secretsChanged(id, manifest, secrets.put(id, manifest, changed.secrets()));
            if (moves.settle(manifest, row.connection(), changed.settings())) {
                secrets.removePrevious(id, manifest);
            }
        });
    }

    private void secretsChanged(ConnectionId id, Manifest manifest, Set<String> changed) {
        if (!changed.isEmpty()) {
            long revision = rows.touch(id);
            if (changed.stream().anyMatch(name -> ConnectionSecrets.isForWebhooks(manifest, name))) {
                events.publishEvent(new WebhookSecretChanged(id, revision));
            }
        }
    }

    /** Everything that is wrong with a connection to be made or changed, before anything is done. */
    public List<ConnectionProblem> problems(NewConnection connection) {
        try {
            check.require(connection, find(connection.id()).orElse(null));
            return List.of();
        } catch (InvalidConnection invalid) {
            return invalid.problems();
        } catch (IllegalArgumentException noConnector) {
            return List.of(new ConnectionProblem("", String.valueOf(noConnector.getMessage())));
        }
    }

    /** Stops work on a connection. A stronger pause that is there stays: a person's before the file's before a fault's. */
    public void pause(ConnectionId id, Pause.By by, String why) {
        pause(id, by, why, Connections::nothing);
    }

    /** Which state of a connection's settings this hub works with; 0 if it knows none. */
    public long revision(ConnectionId id) {
        return snapshot.find(id).map(Known::revision).orElse(0L);
    }

    /**
     * Stops work on a connection that its system refuses, until trying it succeeds. Says nothing against settings that are newer
     * than what was refused, unless this hub cannot use those.
     *
     * @param revision that was worked with
     */
    public void pauseAsRefused(ConnectionId id, long revision, String why) {
        write(id, Connections::nothing, row -> {
            Pause before = row.connection().pause();
            boolean present =
                    row.revision() == revision || snapshot.unreadable().contains(id);
            if (present && (before == null || before.by() == Pause.By.FAULT)) {
                rows.pause(id, new Pause(Pause.By.FAULT, why));
            }
        });
    }

    void pause(ConnectionId id, Pause.By by, String why, Runnable beside) {
        write(id, beside, row -> {
            Pause before = row.connection().pause();
            if (before == null || by.compareTo(before.by()) <= 0) {
                rows.pause(id, new Pause(by, why));
            }
        });
    }

    /**
     * Lets a connection work again, if it was paused by the same. A person lifts a fault's pause as well.
     *
     * @throws IllegalStateException if a person lifts the pause of a connection that is not in the file any more
     */
    public void resume(ConnectionId id, Pause.By by) {
        resume(id, by, Connections::nothing);
    }

    void resume(ConnectionId id, Pause.By by, Runnable beside) {
        write(id, beside, row -> {
            Pause before = row.connection().pause();
            if (before == null) {
                return;
            }
            if (by == Pause.By.PERSON && before.by() == Pause.By.FILE) {
                throw new IllegalStateException("Connection '" + id + "' is paused because it is not in the file of"
                        + " connections any more. Put it back there and start the hub again.");
            }
            if (before.by() == by || by == Pause.By.PERSON) {
                rows.pause(id, null);
            }
        });
    }

    /**
     * Lets a connection write to its vendor, or stops it from doing so.
     *
     * @throws IllegalStateException if this hub is a sandbox and the connection leads out of it
     */
    public void mode(ConnectionId id, Mode mode) {
        mode(id, mode, Connections::nothing);
    }

    void mode(ConnectionId id, Mode mode, Runnable beside) {
        write(id, beside, row -> {
            Connection connection = row.connection();
            if (mode == Mode.LIVE && !fence.allowsLive(connection.connector(), connection.settings())) {
                throw new IllegalStateException("Connection '" + id + "' stays in shadow: this hub runs in the profile"
                        + " sandbox, and the connection leads out of it. Start the hub without that profile first.");
            }
            if (connection.mode() != mode) {
                rows.mode(id, mode);
                events.publishEvent(new ModeChanged(id, mode));
            }
        });
    }

    /** Changes a connection; what is done beside it, in the same transaction, is for example to remember who did it. */
    private void write(ConnectionId id, Runnable beside, Consumer<Row> change) {
        transaction.executeWithoutResult(status -> {
            change.accept(rows.lock(id).orElseThrow(() -> unknown(id)));
            beside.run();
        });
        snapshot.changed();
    }

    /** Which of its secrets are there. */
    public Set<String> secretNames(ConnectionId id) {
        return snapshot.find(id)
                .map(known -> known.secrets().keySet().stream()
                        .filter(name -> !ConnectionSecrets.isPrevious(name))
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    /** Those whose secrets cannot be decrypted with the keys of this process; they are as they were before, or not known at all. */
    public Set<ConnectionId> unreadable() {
        return snapshot.unreadable();
    }

    private static IllegalArgumentException unknown(ConnectionId id) {
        return new IllegalArgumentException("There is no connection '" + id + "'.");
    }

    private static void nothing() {
        // The hub's own changes are not remembered as a person's.
    }
}

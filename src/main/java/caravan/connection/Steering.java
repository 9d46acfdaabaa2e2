package caravan.connection;

import caravan.connection.Connection.Mode;
import caravan.connection.Connection.Pause;
import caravan.connector.Capability;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.link.Duties;
import caravan.link.DutyKind;
import caravan.link.Errands;
import caravan.security.Audit;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people do to connections; each deed is remembered with who did it. What needs the vendor is only marked as due, the
 * connection's owner does it.
 *
 * <p>A name that is no connection's is an {@link IllegalArgumentException}; a deed that its state forbids is an
 * {@link IllegalStateException} that says what to do.
 */
@Service
public class Steering {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private final Connections connections;
    private final Manifests manifests;
    private final Duties duties;
    private final Errands errands;
    private final Audit audit;

    Steering(Connections connections, Manifests manifests, Duties duties, Errands errands, Audit audit) {
        this.connections = connections;
        this.manifests = manifests;
        this.duties = duties;
        this.errands = errands;
        this.audit = audit;
    }

    /**
     * Makes a connection, in shadow mode.
     *
     * @throws InvalidConnection with every problem there is
     */
    public void add(NewConnection connection) {
        connections.add(
                connection, () -> record("add connection", connection.id(), "connector " + connection.connector()));
    }

    /**
     * Changes a connection made in the console to this. Its connector stays; secrets that are not given stay as well.
     *
     * @throws InvalidConnection with every problem there is
     */
    public void change(NewConnection changed) {
        String secrets = changed.secrets().isEmpty()
                ? "no secret"
                : "secrets " + String.join(", ", new TreeSet<>(changed.secrets().keySet()));
        connections.change(
                changed.id(), row -> changed, () -> record("change connection", changed.id(), "with " + secrets));
    }

    /**
     * Decides what happens to differences of a connection's figures that no order explains.
     *
     * @throws IllegalStateException if the connection belongs to the file
     */
    public void drift(ConnectionId id, DriftPolicy policy) {
        connections.change(
                id,
                row -> new NewConnection(
                        id,
                        row.connection().connector(),
                        row.connection().title(),
                        row.connection().settings(),
                        Map.of(),
                        row.connection().network(),
                        row.connection().locations(),
                        row.poll(),
                        row.autoLive(),
                        policy),
                () -> record("change connection", id, "drift " + policy.code()));
    }

    /** Stops work on a connection until a person resumes it. */
    public void pause(ConnectionId id, String why) {
        connections.pause(id, Pause.By.PERSON, why, () -> record("pause connection", id, why));
    }

    /** Lets a connection work again. */
    public void resume(ConnectionId id) {
        connections.resume(id, Pause.By.PERSON, () -> record("resume connection", id, ""));
    }

    /** Lets a connection write to its vendor, or stops it from doing so. */
    public void mode(ConnectionId id, Mode mode) {
        connections.mode(
                id, mode, () -> record(mode == Mode.LIVE ? "set connection live" : "set connection to shadow", id, ""));
    }

    /** Tries the credentials; also while the connection is paused. */
    @Transactional
    public void test(ConnectionId id) {
        requireCapability(id, Capability.ACCOUNT_READ);
        duties.keep(id, DutyKind.ACCOUNT.code(), null);
        mark("test connection", id, DutyKind.ACCOUNT);
    }

    /** Pulls the orders that changed since the last pull. */
    @Transactional
    public void pull(ConnectionId id) {
        requireCapability(id, Capability.ORDERS_READ);
        requireWorking(id);
        mark("pull orders", id, DutyKind.ORDERS);
    }

    /** Reads every figure of the channel anew. */
    @Transactional
    public void readFigures(ConnectionId id) {
        requireCapability(id, Capability.INVENTORY_READ);
        requireWorking(id);
        mark("read figures", id, DutyKind.FIGURES);
    }

    /** Lists what the channel sells. */
    @Transactional
    public void importCatalogue(ConnectionId id) {
        requireCapability(id, Capability.PRODUCTS_READ);
        requireWorking(id);
        mark("import catalogue", id, DutyKind.CATALOGUE);
    }

    /** Lists what the channel sells, unless it cannot be asked now: one that is paused imports when it works again. */
    @Transactional
    public void importCatalogueIfPossible(ConnectionId id) {
        if (connections.require(id).pause() == null && can(id, Capability.PRODUCTS_READ)) {
            importCatalogue(id);
        }
    }

    /**
     * Reads the orders that changed since a day in the past, once; one that is under way begins anew.
     *
     * @throws IllegalStateException also if the day is not between the year 2000 and now
     */
    @Transactional
    public void backfill(ConnectionId id, Instant since) {
        requireCapability(id, Capability.ORDERS_READ);
        requireWorking(id);
        if (since.isBefore(EARLIEST) || since.isAfter(Instant.now())) {
            throw new IllegalStateException("The day must be between 2000-01-01 and today.");
        }
        record("backfill orders", id, "since " + since);
        errands.begin(id, DutyKind.HISTORY.code(), Backfill.since(since).text());
    }

    /** Stops the backfill where it is. */
    @Transactional
    public void stopBackfill(ConnectionId id) {
        connections.require(id);
        if (!errands.halt(id, DutyKind.HISTORY.code())) {
            throw new IllegalStateException("No backfill of connection '" + id + "' is under way.");
        }
        record("stop backfill", id, "");
    }

    /** Lets a backfill that was stopped go on from where it was. */
    @Transactional
    public void goOnWithBackfill(ConnectionId id) {
        requireWorking(id);
        if (backfill(id).filter(Backfill.Progress::stopped).isEmpty()) {
            throw new IllegalStateException("No backfill of connection '" + id + "' was stopped.");
        }
        mark("go on with backfill", id, DutyKind.HISTORY);
    }

    /** How the last backfill stands; empty if there was none. */
    public Optional<Backfill.Progress> backfill(ConnectionId id) {
        return duties.of(id).stream()
                .filter(duty -> duty.kind().equals(DutyKind.HISTORY.code()))
                .flatMap(duty -> Backfill.parse(duty.cursor()).map(at -> new Backfill.Progress(at, duty)).stream())
                .findFirst();
    }

    private void mark(String action, ConnectionId id, DutyKind kind) {
        record(action, id, "");
        duties.mark(id, kind.code());
    }

    private void requireWorking(ConnectionId id) {
        Pause pause = connections.require(id).pause();
        if (pause != null) {
            throw new IllegalStateException("Connection '" + id + "' is paused: " + pause.why() + " Resume it first.");
        }
    }

    /** Whether a connection can do something, by its manifest. */
    public boolean can(ConnectionId id, Capability capability) {
        Connection connection = connections.require(id);
        return manifests
                .find(connection.connector())
                .flatMap(manifest -> manifest.use(capability, Manifests.filled(manifest, connection.settings())))
                .isPresent();
    }

    private void requireCapability(ConnectionId id, Capability capability) {
        if (!can(id, capability)) {
            throw new IllegalStateException(
                    "Connector '" + connections.require(id).connector() + "' cannot do this: it does not declare '"
                            + capability.code() + "', or its folder is not right.");
        }
    }

    private void record(String action, ConnectionId id, String detail) {
        audit.record(action, "connection " + id, detail);
    }
}

package caravan.flow;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.kernel.ConnectionId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a connection may be worked on at present; asked before each piece of work. */
final class Standing {
    private static final Logger log = LoggerFactory.getLogger(Standing.class);

    private final ConnectionId id;
    private final Connections connections;

    Standing(ConnectionId id, Connections connections) {
        this.id = id;
        this.connections = connections;
    }

    boolean mayWork() {
        return connections.find(id).map(Connection::pause).isEmpty();
    }

    boolean mayWrite() {
        Optional<Connection> known = connections.find(id);
        return known.isEmpty() || (known.get().pause() == null && known.get().mode() == Connection.Mode.LIVE);
    }

    /** What goes on while the connection is paused: trying its credentials, by itself or because a person asked for it. */
    static List<Chore> whilePaused(List<Chore> chores) {
        return chores.stream().flatMap(chore -> chore.whilePaused().stream()).toList();
    }

    /** Which state of the connection's settings a call begins with at earliest. */
    long revision() {
        return connections.revision(id);
    }

    /** Pauses the connection, which then tries its credentials again every minute, unless they have been changed since. */
    void misconfigured(long revision, String detail) {
        if (connections.find(id).isPresent()) {
            log.warn("Connection '{}' is refused: {}", id, detail);
            connections.pauseAsRefused(id, revision, detail);
        }
    }
}

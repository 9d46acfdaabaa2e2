package caravan.connection;

import caravan.connection.Connection.Mode;
import caravan.connector.Manifest;
import caravan.kernel.ConnectionId;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Takes a connection back to shadow that leads elsewhere than before: what the hub knows of one shop's figures would be written
 * into the other.
 */
@Component
class Moves {
    private static final Logger log = LoggerFactory.getLogger(Moves.class);

    private final ConnectionRows rows;
    private final ApplicationEventPublisher events;

    Moves(ConnectionRows rows, ApplicationEventPublisher events) {
        this.rows = rows;
        this.events = events;
    }

    /** Whether the address that calls and secrets go to changes. */
    static boolean isToNewAddress(Manifest manifest, Map<String, String> before, Map<String, String> after) {
        return !manifest.origin(Manifests.filled(manifest, before))
                .equals(manifest.origin(Manifests.filled(manifest, after)));
    }

    /**
     * Does it, in the transaction that changes the connection; whatever was read of it is read anew.
     *
     * @return whether the connection leads elsewhere
     */
    boolean settle(Manifest manifest, Connection before, Map<String, String> after) {
        if (!isToNewAddress(manifest, before.settings(), after) && isSamePlace(manifest, before.settings(), after)) {
            return false;
        }
        ConnectionId id = before.id();
        if (before.mode() == Mode.LIVE) {
            rows.mode(id, Mode.SHADOW);
            events.publishEvent(new ModeChanged(id, Mode.SHADOW));
            log.warn(
                    "Connection '{}' leads elsewhere than before and is in shadow mode now: it writes nothing until"
                            + " somebody has seen its preview and sets it live.",
                    id);
        }
        events.publishEvent(new ConnectionMoved(id));
        return true;
    }

    private static boolean isSamePlace(Manifest manifest, Map<String, String> before, Map<String, String> after) {
        Map<String, String> was = Manifests.filled(manifest, before);
        Map<String, String> is = Manifests.filled(manifest, after);
        return manifest.settings().entrySet().stream()
                .filter(setting -> setting.getValue().startsAnew())
                .map(Map.Entry::getKey)
                .allMatch(name -> was.getOrDefault(name, "").equals(is.getOrDefault(name, "")));
    }
}

package caravan.connection;

import caravan.connector.VendorAccount;
import caravan.kernel.ConnectionId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One configured account of a connector.
 *
 * @param settings as they were given, by the manifest's names; no secrets, no defaults
 * @param pause why it does not work now; null if it does
 * @param locations which of the hub's locations feed each location of the channel
 */
public record Connection(
        ConnectionId id,
        String connector,
        String title,
        Origin origin,
        Map<String, String> settings,
        VendorAccount.Network network,
        Mode mode,
        @Nullable Pause pause,
        Map<String, List<String>> locations) {

    /** Who made it, and alone may change it. */
    public enum Origin {
        FILE,
        CONSOLE
    }

    /** Whether it writes to its vendor. */
    public enum Mode {
        /** It reads and keeps books, and writes nothing. */
        SHADOW,
        LIVE
    }

    /** Why it does not work now. */
    public record Pause(By by, String why) {

        /** Who paused it; the strongest first. */
        public enum By {
            /** Lifted by a person only. */
            PERSON,
            /** It is not in the file any more. */
            FILE,
            /** Its credentials or permissions are wrong. */
            FAULT
        }
    }

    /** Keeps its own copies. */
    public Connection {
        settings = Map.copyOf(settings);
        locations = Map.copyOf(locations);
    }

    Connection standing(Mode now, @Nullable Pause why) {
        return new Connection(id, connector, title, origin, settings, network, now, why, locations);
    }
}

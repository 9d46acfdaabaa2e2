package caravan.intake;

import caravan.kernel.ConnectionId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What came to the doors of known connections and was not signed with their secrets, since this hub started. In memory: whoever
 * sends such things must cost no row.
 */
@Component
public class RefusedWebhooks {
    /** How many there were, and when the last one came. */
    public record Refused(long times, Instant last) {}

    private final Map<ConnectionId, Refused> refused = new ConcurrentHashMap<>();

    void count(ConnectionId connection) {
        refused.merge(
                connection,
                new Refused(1, Instant.now()),
                (before, once) -> new Refused(before.times() + 1, once.last()));
    }

    /** What was refused of a connection; empty if nothing was. */
    public Optional<Refused> of(ConnectionId connection) {
        return Optional.ofNullable(refused.get(connection));
    }
}

package caravan.intake;

import caravan.kernel.ConnectionId;
import java.util.List;
import java.util.Optional;

/** Knows the connections that may receive webhooks. */
public interface HookSource {

    /** All of them. */
    List<Hook> load();

    /** One that was added a moment ago. */
    Optional<Hook> load(ConnectionId connection);
}

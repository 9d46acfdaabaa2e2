package caravan.api;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.kernel.ConnectionId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Connections by the texts requests give. */
@Component
class NamedConnections {
    private final Connections connections;

    NamedConnections(Connections connections) {
        this.connections = connections;
    }

    /**
     * Finds a connection that has to be there.
     *
     * @throws Refused if there is none
     */
    Connection require(String id) {
        return parse(id)
                .flatMap(connections::find)
                .orElseThrow(() -> Refused.notFound("There is no connection '" + id + "'."));
    }

    private static Optional<ConnectionId> parse(String id) {
        try {
            return Optional.of(new ConnectionId(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}

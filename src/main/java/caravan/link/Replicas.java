package caravan.link;

import caravan.kernel.ConnectionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The hub processes on this database: which works on a connection, and which leave one to another. For people who ask. */
@Component
public class Replicas {
    private final JdbcClient jdbc;
    private final ReplicaRows rows;
    private final Replica self;

    Replicas(JdbcClient jdbc, LeaseSettings settings, Replica self) {
        this.jdbc = jdbc;
        this.rows = new ReplicaRows(jdbc, settings.length());
        this.self = self;
    }

    /** The replica that owns a connection at present; empty if none does. */
    public Optional<String> owner(ConnectionId connection) {
        return jdbc.sql("SELECT holder FROM lease WHERE connection = :connection AND until > clock_timestamp()")
                .param("connection", connection.value())
                .query(String.class)
                .optional()
                .map(Behind.Peer::name);
    }

    /** Which replicas leave connections to another, and why; a sentence each, the same at every replica. */
    public List<String> differences() {
        return Behind.texts(rows.behind(self.connections().entrySet()));
    }

    /** Which replicas leave one connection to another, and why. */
    public List<String> differences(ConnectionId connection) {
        String connector = self.connections().get(connection);
        return connector == null ? List.of() : Behind.texts(rows.behind(List.of(Map.entry(connection, connector))));
    }
}

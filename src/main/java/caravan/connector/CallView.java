package caravan.connector;

import caravan.kernel.ConnectionId;
import caravan.kernel.Mark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The log of calls to vendors, as people look at it. */
@Component
public class CallView {

    /**
     * One call.
     *
     * @param path with the query, without what proves who called
     * @param status null if there was no answer
     * @param cost by the vendor's count
     * @param requestId the vendor's id of the call
     * @param fault null if it went well
     * @param request body of a call that failed, redacted; for operators
     * @param answer body of a call that failed, redacted; for operators
     */
    public record Call(
            Instant at,
            String route,
            String method,
            String path,
            @Nullable Integer status,
            @Nullable Long cost,
            @Nullable String requestId,
            long millis,
            @Nullable String fault,
            @Nullable String detail,
            @Nullable String request,
            @Nullable String answer) {

        /** Whether a body was kept. */
        public boolean hasBody() {
            return request != null || answer != null;
        }
    }

    private final JdbcClient jdbc;

    CallView(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The last calls of a connection, newest first.
     *
     * @param failed only those that failed
     */
    public List<Call> latest(ConnectionId connection, boolean failed, int most) {
        return page(connection, failed, Mark.END, most).stream()
                .map(Logged::call)
                .toList();
    }

    /**
     * A call of a list.
     *
     * @param id tells calls of one moment apart
     */
    public record Logged(long id, Call call) {}

    /**
     * The calls of a connection before a mark, newest first.
     *
     * @param failed only those that failed
     */
    public List<Logged> page(ConnectionId connection, boolean failed, Mark before, int most) {
        return jdbc.sql("SELECT * FROM call_log WHERE connection = :connection AND (at, id) < (:at, :id)"
                        + (failed ? " AND fault IS NOT NULL" : "")
                        + " ORDER BY at DESC, id DESC LIMIT :most")
                .param("connection", connection.value())
                .param("at", Timestamp.from(before.at()))
                .param("id", before.id())
                .param("most", most)
                .query((row, index) -> new Logged(row.getLong("id"), call(row)))
                .list();
    }

    /**
     * A call about one thing of ours.
     *
     * @param id tells calls of one moment apart
     * @param write the write it sent; null if it read an order
     */
    public record About(
            long id, ConnectionId connection, @Nullable UUID write, Call call) {}

    /** A write and the connection it was sent to. */
    public record Sent(ConnectionId connection, UUID write) {}

    /**
     * The calls that read one order by its id or sent some writes, before a mark, newest first.
     *
     * @param order the order's id at its channel
     */
    public List<About> about(ConnectionId connection, String order, Collection<Sent> writes, Mark before, int most) {
        List<String> connections = new ArrayList<>(List.of(connection.value()));
        List<String> subjects = new ArrayList<>(List.of(CallSubject.ofOrder(order)));
        for (Sent sent : writes) {
            connections.add(sent.connection().value());
            subjects.add(CallSubject.ofWrite(sent.write().toString()));
        }
        return jdbc.sql("""
                SELECT c.* FROM unnest(:connection::text[], :subject::text[]) AS s(connection, subject)
                JOIN call_log c USING (connection, subject)
                WHERE (c.at, c.id) < (:at, :id) ORDER BY c.at DESC, c.id DESC LIMIT :most""")
                .param("connection", connections.toArray(String[]::new))
                .param("subject", subjects.toArray(String[]::new))
                .param("at", Timestamp.from(before.at()))
                .param("id", before.id())
                .param("most", most)
                .query((row, index) -> new About(
                        row.getLong("id"),
                        new ConnectionId(row.getString("connection")),
                        CallSubject.write(row.getString("subject")),
                        call(row)))
                .list();
    }

    private static Call call(ResultSet row) throws SQLException {
        return new Call(
                row.getTimestamp("at").toInstant(),
                row.getString("route"),
                row.getString("method"),
                row.getString("path"),
                row.getObject("status", Integer.class),
                row.getObject("cost", Long.class),
                row.getString("request_id"),
                row.getLong("millis"),
                row.getString("fault"),
                row.getString("detail"),
                row.getString("request"),
                row.getString("answer"));
    }
}

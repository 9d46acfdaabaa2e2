package caravan.connector;

import caravan.kernel.ConnectionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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
        return jdbc.sql("SELECT * FROM call_log WHERE connection = :connection"
                        + (failed ? " AND fault IS NOT NULL" : "")
                        + " ORDER BY at DESC LIMIT :most")
                .param("connection", connection.value())
                .param("most", most)
                .query(CallView::call)
                .list();
    }

    private static Call call(ResultSet row, int index) throws SQLException {
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

package caravan.link;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.time.Duration;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Things to read at the vendor by id, because something hinted at them. Many hints become one look. */
@Component
public class Looks {

    /**
     * A hint.
     *
     * @param kind what to read, for example {@code order}
     * @param subject its id at the vendor
     */
    public record Hint(ConnectionId connection, String kind, String subject) implements Comparable<Hint> {
        @Override
        public int compareTo(Hint other) {
            return (connection + "/" + kind + "/" + subject)
                    .compareTo(other.connection + "/" + other.kind + "/" + other.subject);
        }
    }

    private final JdbcClient jdbc;

    Looks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes looks due after a while, in which further hints of the same thing add nothing.
     *
     * @param debounce how long to wait for more hints
     */
    @Transactional
    public void want(Collection<Hint> hints, Duration debounce) {
        if (!hints.isEmpty()) {
            jdbc.sql("""
                    INSERT INTO look AS l (connection, kind, subject, due_at)
                    SELECT c, k, s, clock_timestamp() + :debounce::interval
                    FROM unnest(:connection::text[], :kind::text[], :subject::text[]) AS d(c, k, s)
                    ON CONFLICT (connection, kind, subject)
                        DO UPDATE SET hints = l.hints + 1, due_at = least(l.due_at, excluded.due_at)""")
                    .params(Columns.of(hints.stream().distinct().sorted().toList())
                            .text("connection", Hint::connection)
                            .text("kind", Hint::kind)
                            .text("subject", Hint::subject)
                            .arrays())
                    .param("debounce", debounce.toMillis() + " milliseconds")
                    .update();
        }
    }
}

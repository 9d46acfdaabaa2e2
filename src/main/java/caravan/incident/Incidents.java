package caravan.incident;

import java.sql.Types;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people have to decide. One open incident per kind and subject: finding it again counts, it does not repeat. */
@Component
public class Incidents {

    /**
     * Something found.
     *
     * @param connection the connection concerned, empty if none is
     * @param subject what it is about, the same each time it is found
     * @param title one line without personal data
     * @param evidence what was seen
     */
    public record Finding(IncidentKind kind, String connection, String subject, String title, String evidence) {}

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::kind)
            .thenComparing(Finding::connection)
            .thenComparing(Finding::subject);

    private final JdbcClient jdbc;

    Incidents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Raises incidents in the caller's transaction, in sorted order. */
    @Transactional
    public void raise(List<Finding> findings) {
        findings.stream().sorted(ORDER).forEach(finding -> raise(finding, null));
    }

    /**
     * Raises one incident.
     *
     * @param bytes what came in and could not be used, kept as it came
     */
    @Transactional
    public void raise(Finding finding, byte @Nullable [] bytes) {
        jdbc.sql("""
                INSERT INTO incident AS i (kind, connection, subject, title, evidence, bytes)
                VALUES (:kind, :connection, :subject, :title, :evidence, :bytes)
                ON CONFLICT (kind, connection, subject) WHERE resolved_at IS NULL
                    DO UPDATE SET seen = i.seen + 1, last_at = now(), title = excluded.title, evidence = excluded.evidence""")
                .param("kind", finding.kind().name())
                .param("connection", finding.connection())
                .param("subject", finding.subject())
                .param("title", finding.title())
                .param("evidence", finding.evidence())
                .param("bytes", bytes, Types.BINARY)
                .update();
    }

    /** How many decisions are open, by connection; those of no connection under the empty name. */
    public Map<String, Long> open() {
        Map<String, Long> open = new HashMap<>();
        jdbc.sql("SELECT connection, count(*) AS open FROM incident WHERE resolved_at IS NULL GROUP BY connection")
                .query(row -> {
                    open.put(row.getString("connection"), row.getLong("open"));
                });
        return open;
    }

    /** Closes an incident with what was decided; a closed one stays as it is. */
    @Transactional
    public void resolve(long id, String by, String resolution) {
        jdbc.sql("""
                UPDATE incident SET resolved_at = now(), resolved_by = :by, resolution = :resolution
                WHERE id = :id AND resolved_at IS NULL""")
                .param("id", id)
                .param("by", by)
                .param("resolution", resolution)
                .update();
    }
}

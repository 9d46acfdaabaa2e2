package caravan.incident;

import caravan.kernel.Columns;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
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
     * @param facts what a decision about it needs to know, by name
     */
    public record Finding(
            IncidentKind kind,
            String connection,
            String subject,
            String title,
            String evidence,
            Map<String, String> facts) {}

    /** What an incident is about. */
    public record Cause(IncidentKind kind, String connection, String subject) {}

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::kind)
            .thenComparing(Finding::connection)
            .thenComparing(Finding::subject);
    private static final int LONGEST = 400;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Incidents(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
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
        List<Map.Entry<String, String>> facts = List.copyOf(finding.facts().entrySet());
        jdbc.sql("""
                INSERT INTO incident AS i (kind, connection, subject, title, evidence, facts, bytes)
                VALUES (:kind, :connection, :subject, :title, :evidence, jsonb_object(:names::text[], :values::text[]), :bytes)
                ON CONFLICT (kind, connection, subject) WHERE resolved_at IS NULL
                    DO UPDATE SET seen = i.seen + 1, last_at = now(), title = excluded.title, evidence = excluded.evidence,
                        facts = i.facts || excluded.facts""")
                .param("kind", finding.kind().name())
                .param("connection", finding.connection())
                .param("subject", key(finding.subject()))
                .param("title", printable(finding.title()))
                .param("evidence", printable(finding.evidence()))
                .param("names", facts.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .param(
                        "values",
                        facts.stream().map(fact -> printable(fact.getValue())).toArray(String[]::new))
                .param("bytes", bytes, Types.BINARY)
                .update();
        events.publishEvent(new IncidentsChanged());
    }

    /** Says of an open incident how it stands by now; it was not found once more, and one that is closed stays so. */
    @Transactional
    public void restate(Finding finding) {
        int restated = jdbc.sql("""
                UPDATE incident SET title = :title, evidence = :evidence
                WHERE kind = :kind AND connection = :connection AND subject = :subject AND resolved_at IS NULL""")
                .param("title", printable(finding.title()))
                .param("evidence", printable(finding.evidence()))
                .param("kind", finding.kind().name())
                .param("connection", finding.connection())
                .param("subject", key(finding.subject()))
                .update();
        tell(restated > 0);
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

    /**
     * Closes an incident with what was decided; one that was closed before this transaction stays as it is.
     *
     * @return whether it was open
     */
    @Transactional
    public boolean resolve(long id, String by, String resolution) {
        boolean closed = jdbc.sql("""
                UPDATE incident SET resolved_at = now(), resolved_by = :by, resolution = :resolution
                WHERE id = :id AND (resolved_at IS NULL OR xmin = pg_current_xact_id()::xid)""")
                        .param("id", id)
                        .param("by", by)
                        .param("resolution", printable(resolution))
                        .update()
                > 0;
        tell(closed);
        return closed;
    }

    /** Closes the open ones among incidents whose cause is gone, in the caller's transaction. */
    @Transactional
    public void close(Collection<Cause> causes, String resolution) {
        if (causes.isEmpty()) {
            return;
        }
        List<Long> open = jdbc.sql("""
                SELECT i.id FROM unnest(:kind::text[], :connection::text[], :subject::text[]) AS c(kind, connection, subject)
                JOIN incident i USING (kind, connection, subject)
                WHERE i.resolved_at IS NULL ORDER BY i.kind, i.connection, i.subject FOR UPDATE OF i""")
                .params(Columns.of(causes)
                        .text("kind", Cause::kind)
                        .text("connection", Cause::connection)
                        .text("subject", cause -> key(cause.subject()))
                        .arrays())
                .query(Long.class)
                .list();
        if (!open.isEmpty()) {
            int closed = jdbc.sql("""
                    UPDATE incident SET resolved_at = now(), resolved_by = 'hub', resolution = :resolution
                    WHERE id = ANY(:id) AND resolved_at IS NULL""")
                    .param("id", open.toArray(Long[]::new))
                    .param("resolution", resolution)
                    .update();
            tell(closed > 0);
        }
    }

    /** The connections that have an open incident of a kind and subject. */
    public List<String> connections(IncidentKind kind, String subject) {
        return jdbc.sql("""
                SELECT connection FROM incident WHERE kind = :kind AND subject = :subject AND resolved_at IS NULL
                ORDER BY connection""")
                .param("kind", kind.name())
                .param("subject", key(subject))
                .query(String.class)
                .list();
    }

    /** When the newest open incident of a kind was last met on a connection. */
    public Optional<Instant> newest(IncidentKind kind, String connection) {
        return jdbc.sql(
                        "SELECT max(last_at) FROM incident WHERE kind = :kind AND connection = :connection AND resolved_at IS NULL")
                .param("kind", kind.name())
                .param("connection", connection)
                .query((row, index) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** The subjects of a connection's open incidents of a kind. */
    public List<String> subjects(IncidentKind kind, String connection) {
        return jdbc.sql("""
                SELECT subject FROM incident WHERE kind = :kind AND connection = :connection AND resolved_at IS NULL
                ORDER BY subject""")
                .param("kind", kind.name())
                .param("connection", connection)
                .query(String.class)
                .list();
    }

    /** Notes what came of a choice that left an incident open, also where the choice itself was taken back. */
    @Transactional
    void note(long id, String text) {
        int noted = jdbc.sql(
                        "UPDATE incident SET note = :note, noted_at = now() WHERE id = :id AND resolved_at IS NULL")
                .param("note", printable(text))
                .param("id", id)
                .update();
        tell(noted > 0);
    }

    /** A subject as it is kept: cut where it is longer than an index takes, told apart by what follows. */
    static String key(String subject) {
        String clean = printable(subject);
        return clean.length() <= LONGEST
                ? clean
                : clean.substring(0, LONGEST) + "/" + clean.length() + "/" + Integer.toHexString(clean.hashCode());
    }

    /** Leaves out the one character the database cannot take. */
    private static String printable(String text) {
        return text.replace("\0", "");
    }

    private void tell(boolean changed) {
        if (changed) {
            events.publishEvent(new IncidentsChanged());
        }
    }
}

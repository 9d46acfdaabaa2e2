package caravan.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Incidents as people look at them, the newest raised first. */
@Component
public class IncidentList {

    /**
     * What is looked for.
     *
     * @param kind null for every kind
     * @param connection empty for every connection
     * @param open whether open ones are looked for, or resolved ones
     */
    public record Search(@Nullable IncidentKind kind, String connection, boolean open) {
        public static final Search OPEN = new Search(null, "", true);
    }

    private static final String COLUMNS = """
            SELECT id, kind, connection, subject, title, evidence, seen, raised_at, last_at, note, noted_at, resolved_at,
                   resolved_by, resolution, coalesce(length(bytes), 0) AS size
            FROM incident WHERE""" + " ";

    private final JdbcClient jdbc;

    IncidentList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Returns a page of incidents, without their facts.
     *
     * @param behind the last one of the page before; null for the newest
     */
    public List<Incident> page(Search search, @Nullable Long behind, int most) {
        String where = where(search) + (behind == null ? "" : " AND id < :behind");
        return bind(jdbc.sql(COLUMNS + where + " ORDER BY id DESC LIMIT :most"), search)
                .param("behind", behind)
                .param("most", most)
                .query((row, index) -> incident(row, Map.of()))
                .list();
    }

    /** The ids of open incidents, the oldest first. */
    List<Long> oldest(Search search, int most) {
        Search open = new Search(search.kind(), search.connection(), true);
        return bind(jdbc.sql("SELECT id FROM incident WHERE " + where(open) + " ORDER BY id LIMIT :most"), open)
                .param("most", most)
                .query(Long.class)
                .list();
    }

    /** Finds one with all its facts. */
    public Optional<Incident> find(long id) {
        Map<String, String> facts = new HashMap<>();
        jdbc.sql("SELECT f.key, f.value FROM incident i CROSS JOIN jsonb_each_text(i.facts) AS f WHERE i.id = :id")
                .param("id", id)
                .query(row -> {
                    facts.put(row.getString("key"), row.getString("value"));
                });
        return jdbc.sql(COLUMNS + "id = :id")
                .param("id", id)
                .query((row, index) -> incident(row, facts))
                .optional();
    }

    /** The open one of a kind and subject. */
    public Optional<Long> open(IncidentKind kind, String connection, String subject) {
        return jdbc.sql("""
                SELECT id FROM incident
                WHERE kind = :kind AND connection = :connection AND subject = :subject AND resolved_at IS NULL""")
                .param("kind", kind.name())
                .param("connection", connection)
                .param("subject", Incidents.key(subject))
                .query(Long.class)
                .optional();
    }

    /** The bytes kept with one, as they came: personal data. */
    public Optional<byte[]> bytes(long id) {
        return jdbc.sql("SELECT bytes FROM incident WHERE id = :id AND bytes IS NOT NULL")
                .param("id", id)
                .query((row, index) -> row.getBytes("bytes"))
                .optional();
    }

    /** How many are open of each kind that has any. */
    public Map<IncidentKind, Long> counts(String connection) {
        Map<IncidentKind, Long> counts = new EnumMap<>(IncidentKind.class);
        jdbc.sql("""
                SELECT kind, count(*) AS open FROM incident
                WHERE resolved_at IS NULL AND (:connection = '' OR connection = :connection) GROUP BY kind""").param("connection", connection).query(row -> {
            counts.put(IncidentKind.valueOf(row.getString("kind")), row.getLong("open"));
        });
        return counts;
    }

    private static String where(Search search) {
        return "resolved_at IS " + (search.open() ? "NULL" : "NOT NULL")
                + (search.kind() == null ? "" : " AND kind = :kind")
                + (search.connection().isEmpty() ? "" : " AND connection = :connection");
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, Search search) {
        return statement
                .param("kind", search.kind() == null ? null : search.kind().name())
                .param("connection", search.connection());
    }

    private static Incident incident(ResultSet row, Map<String, String> facts) throws SQLException {
        String note = row.getString("note");
        Instant notedAt = instant(row, "noted_at");
        Instant resolvedAt = instant(row, "resolved_at");
        return new Incident(
                row.getLong("id"),
                IncidentKind.valueOf(row.getString("kind")),
                row.getString("connection"),
                row.getString("subject"),
                row.getString("title"),
                row.getString("evidence"),
                facts,
                row.getLong("seen"),
                row.getTimestamp("raised_at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                row.getLong("size"),
                note == null || notedAt == null ? null : new Incident.Note(note, notedAt),
                resolvedAt == null
                        ? null
                        : new Incident.End(resolvedAt, row.getString("resolved_by"), row.getString("resolution")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}

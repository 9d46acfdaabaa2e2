package caravan.incident;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something a person has to decide, or had to.
 *
 * @param connection the connection concerned, empty if none is
 * @param subject what it is about, the same each time it is found
 * @param facts what a decision needs to know; keys depend on the kind
 * @param seen how often it was found
 * @param size bytes kept with it, 0 if none are
 * @param note what came of the last choice that did not close it
 * @param end how it was resolved; null while it is open
 */
public record Incident(
        long id,
        IncidentKind kind,
        String connection,
        String subject,
        String title,
        String evidence,
        Map<String, String> facts,
        long seen,
        Instant raisedAt,
        Instant lastAt,
        long size,
        @Nullable Note note,
        @Nullable End end) {

    /** What came of a choice that left the incident open. */
    public record Note(String text, Instant at) {}

    /** How an incident was resolved. */
    public record End(Instant at, String by, String resolution) {}

    public boolean isOpen() {
        return end == null;
    }

    /** One of the facts, an empty text if it is not known. */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }
}

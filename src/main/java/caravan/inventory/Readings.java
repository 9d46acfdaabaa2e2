package caravan.inventory;

import caravan.kernel.ConnectionId;
import caravan.kernel.Period;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Figures read from channels, compared with the books. A figure that differs is adopted, and the listing is held: it may be
 * lowered, not raised, until {@link Holds} lets it go.
 */
@Component
public class Readings {

    /**
     * A listing about to be read.
     *
     * @param version proves later that nothing happened beside the reading that makes it worthless
     */
    public record Begun(long listing, String externalId, String batch, String channelLocation, long version) {}

    /**
     * A figure read.
     *
     * @param figure units the channel shows
     * @param at when the channel read it, by its own clock
     */
    public record Reading(Begun begun, long figure, Period at) {}

    /** What became of a reading. */
    public enum Outcome {
        /** Something happened beside it; read again. */
        VOID,
        /** The books say the same. */
        EQUAL,
        /** The books start anew from it. */
        ADOPTED
    }

    private final JdbcClient jdbc;
    private final Books books;

    Readings(JdbcClient jdbc, Books books) {
        this.jdbc = jdbc;
        this.books = books;
    }

    /** Begins reading listings; one with a write under way is left out, for its figure would mean nothing. */
    @Transactional
    public List<Begun> begin(List<Long> listings) {
        return jdbc.sql("""
                SELECT * FROM listing WHERE id = ANY(:id) AND open_write IS NULL ORDER BY id""")
                .param("id", listings.toArray(Long[]::new))
                .query(Readings::begun)
                .list();
    }

    /**
     * Begins reading the listings of one batch that are due, the longest due first. One that failed when it was read alone is
     * read alone again, so that it keeps no other unread.
     */
    @Transactional
    public List<Begun> begin(ConnectionId connection, int most) {
        return jdbc.sql("""
                SELECT l.* FROM listing l JOIN (
                    SELECT d.id, d.batch, coalesce(f.alone, false) AS alone
                    FROM listing d LEFT JOIN reading_failure f ON f.listing = d.id
                    WHERE d.connection = :connection AND d.reading_due_since <= clock_timestamp() AND d.open_write IS NULL
                    ORDER BY d.reading_due_since, d.id LIMIT 1) AS first USING (batch)
                LEFT JOIN reading_failure f ON f.listing = l.id
                WHERE l.connection = :connection AND l.reading_due_since <= clock_timestamp() AND l.open_write IS NULL
                  AND CASE WHEN first.alone THEN l.id = first.id ELSE f.alone IS NOT TRUE END
                ORDER BY l.reading_due_since, l.id LIMIT :most""")
                .param("connection", connection.value())
                .param("most", most)
                .query(Readings::begun)
                .list();
    }

    /** Makes readings due after a while: on a hint, or because one did not come off. Earlier ones stay due earlier. */
    @Transactional
    public void due(List<Long> listings, Duration after) {
        books.lock(listings);
        jdbc.sql("""
                UPDATE listing SET reading_due_since =
                    least(coalesce(reading_due_since, 'infinity'), clock_timestamp() + :after::interval)
                WHERE id = ANY(:id) AND NOT starts_with(external_id, 'left/')""")
                .param("id", listings.toArray(Long[]::new))
                .param("after", after.toMillis() + " milliseconds")
                .update();
    }

    /**
     * Makes readings due because the channel hinted that a figure moved, as it does at every sale and every write of ours. A
     * reading beside a sale can leave a listing a unit low and held, so hints alone lead to one reading in five minutes.
     */
    @Transactional
    public void hint(List<Long> listings) {
        books.lock(listings);
        jdbc.sql("""
                UPDATE listing SET reading_due_since = least(coalesce(reading_due_since, 'infinity'),
                    greatest(clock_timestamp() + interval '10 seconds', coalesce(read_at + interval '5 minutes', '-infinity')))
                WHERE id = ANY(:id)""").param("id", listings.toArray(Long[]::new)).update();
    }

    /** Puts readings off that could not be made. */
    @Transactional
    public void putOff(List<Long> listings, Duration after) {
        books.lock(listings);
        jdbc.sql("UPDATE listing SET reading_due_since = clock_timestamp() + :after::interval WHERE id = ANY(:id)")
                .param("id", listings.toArray(Long[]::new))
                .param("after", after.toMillis() + " milliseconds")
                .update();
    }

    private static Begun begun(ResultSet row, int index) throws SQLException {
        return new Begun(
                row.getLong("id"),
                row.getString("external_id"),
                row.getString("batch"),
                row.getString("channel_location"),
                row.getLong("version"));
    }

    /**
     * Compares a figure with the books.
     *
     * @param settle how long a sale may take to appear in a pull of the channel's orders
     */
    @Transactional
    public Outcome finish(Reading reading, Duration settle) {
        record Shown(
                long version, boolean written, @Nullable Long shown, boolean uncertain) {}
        Shown now = jdbc.sql("SELECT * FROM listing WHERE id = :id FOR UPDATE")
                .param("id", reading.begun().listing())
                .query((row, index) -> new Shown(
                        row.getLong("version"),
                        row.getObject("open_write") != null,
                        row.getObject("shown", Long.class),
                        row.getBoolean("uncertain")))
                .single();
        if (now.written() || now.version() != reading.begun().version()) {
            return Outcome.VOID;
        }
        if (now.shown() != null && now.shown() == reading.figure() && !now.uncertain()) {
            jdbc.sql(
                            "UPDATE listing SET reading_due_since = NULL, doubt = 0, read_at = clock_timestamp() WHERE id = :id")
                    .param("id", reading.begun().listing())
                    .update();
            return Outcome.EQUAL;
        }
        adopt(reading, settle);
        return Outcome.ADOPTED;
    }

    private void adopt(Reading reading, Duration settle) {
        jdbc.sql("""
                UPDATE line_stock s
                SET inside = CASE WHEN s.changed_from >= :to::timestamptz THEN s.taken_before ELSE s.taken END
                FROM listing l
                WHERE l.id = :id AND s.connection = l.connection AND s.channel_location = l.channel_location
                  AND s.sku = l.sku AND s.taken <> s.inside""")
                .param("id", reading.begun().listing())
                .param("to", reading.at().to().toString())
                .update();
        jdbc.sql("""
                UPDATE listing l SET baseline = :figure, baseline_from = :from::timestamptz, baseline_to = :to::timestamptz,
                    pushed = 0, counted = c.counted,
                    -- What a doubtful write left open is no drift.
                    unexplained = l.unexplained + coalesce(:figure - c.counted - l.shown
                        - CASE WHEN :figure - c.counted - l.shown <= l.doubt THEN l.doubt ELSE 0 END, 0),
                    held_until = :held::timestamptz, uncertain = false, doubt = 0, unmanaged = false,
                    reading_due_since = NULL, read_at = clock_timestamp(), version = l.version + 1
                FROM (SELECT coalesce(sum(s.taken - s.inside), 0) AS counted FROM listing k LEFT JOIN line_stock s
                          ON s.connection = k.connection AND s.channel_location = k.channel_location AND s.sku = k.sku
                         AND s.taken <> s.inside
                      WHERE k.id = :id) AS c
                WHERE l.id = :id""")
                .param("id", reading.begun().listing())
                .param("figure", reading.figure())
                .param("from", reading.at().from().toString())
                .param("to", reading.at().to().toString())
                .param("held", reading.at().to().plus(settle).toString())
                .update();
    }
}

package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opening balances for many items at once: a draft is made from a file or from what a channel shows, a person looks at it, then
 * it is booked in parts. What was refused and why is kept with it.
 */
@Component
public class OpeningRuns {

    /** How far a run is. */
    public enum State {
        /** A dry run: nothing is booked. */
        DRAFT,
        BOOKING,
        DONE,
        /** It met a defect; what it booked stays. */
        FAILED
    }

    /**
     * A run.
     *
     * @param source name of the file or of the connection
     * @param countedAt when the units were free to sell, unless a row knows better
     * @param refused rows that are not booked
     * @param opened rows that are booked
     */
    public record Run(
            long id,
            String source,
            Instant countedAt,
            String madeBy,
            Instant madeAt,
            State state,
            long rows,
            long refused,
            long opened,
            @Nullable Instant finishedAt) {

        /** Rows that are, or would be, booked. */
        public long usable() {
            return rows - refused;
        }
    }

    /**
     * A row of a run.
     *
     * @param line of the file
     * @param units null if none could be told
     * @param refusal why it is not booked; null if nothing speaks against it
     */
    public record Row(
            long line,
            String sku,
            String location,
            @Nullable Long units,
            boolean opened,
            @Nullable String refusal) {}

    private static final int CHUNK = 5_000;
    private static final int LONGEST_SOURCE = 100;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    OpeningRuns(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * Makes a draft from a CSV file with the columns sku, location and units.
     *
     * @param countedAt when the units were free to sell; null for now
     * @return its id
     * @throws OpeningRefused if the file cannot be used as a whole
     */
    @Transactional
    public long fromFile(String name, InputStream file, @Nullable Instant countedAt, String actor) throws IOException {
        List<OpeningFile.Row> rows = OpeningFile.read(file);
        long run = make(clean(name), countedAt, actor);
        for (int from = 0; from < rows.size(); from += CHUNK) {
            add(run, rows.subList(from, Math.min(rows.size(), from + CHUNK)));
        }
        judge(run);
        return run;
    }

    /**
     * Makes a draft from what a channel shows: every item that it lists, at the location that feeds it first.
     *
     * @return its id
     * @throws OpeningRefused if there is nothing to open
     */
    @Transactional
    public long fromChannel(ConnectionId connection, String actor) {
        long run = make(connection.value(), null, actor);
        int rows = jdbc.sql("""
                INSERT INTO opening_row (run, line, sku, location, units, at)
                SELECT :run, row_number() OVER (ORDER BY l.sku, f.location), l.sku, f.location, l.baseline, l.baseline_from
                FROM listing l CROSS JOIN LATERAL (
                    SELECT location FROM location_feed f
                    WHERE f.connection = l.connection AND f.channel_location = l.channel_location
                    ORDER BY priority, location LIMIT 1) AS f
                WHERE l.connection = :connection AND l.baseline IS NOT NULL""")
                .param("run", run)
                .param("connection", connection.value())
                .update();
        if (rows == 0) {
            throw new OpeningRefused("No figure of connection '" + connection + "' was read yet at a location of yours."
                    + " Import its catalogue, wait until its figures are read, and see to its locations.");
        }
        judge(run);
        return run;
    }

    private long make(String source, @Nullable Instant countedAt, String actor) {
        if (countedAt != null && countedAt.isAfter(Instant.now())) {
            throw new OpeningRefused("The stock cannot have been counted in the future. Times are in UTC.");
        }
        jdbc.sql("DELETE FROM opening_run WHERE state = 'draft' AND made_at < now() - interval '7 days'")
                .update();
        return jdbc.sql("""
                INSERT INTO opening_run (source, counted_at, made_by)
                VALUES (:source, coalesce(:at::timestamptz, now()), :actor) RETURNING id""")
                .param("source", source)
                .param("at", countedAt == null ? null : countedAt.toString())
                .param("actor", actor)
                .query(Long.class)
                .single();
    }

    private void add(long run, List<OpeningFile.Row> rows) {
        jdbc.sql("""
                INSERT INTO opening_row (run, line, sku, location, units, refusal)
                SELECT :run, n, s, l, u::bigint, r
                FROM unnest(:line::bigint[], :sku::text[], :location::text[], :units::text[], :refusal::text[])
                    AS d(n, s, l, u, r)""")
                .param("run", run)
                .params(Columns.of(rows)
                        .whole("line", OpeningFile.Row::line)
                        .text("sku", OpeningFile.Row::sku)
                        .text("location", OpeningFile.Row::location)
                        .text("units", OpeningFile.Row::units)
                        .text("refusal", OpeningFile.Row::refusal)
                        .arrays())
                .update();
    }

    /** Says of every row why it cannot be booked, the first reason that holds. */
    private void judge(long run) {
        jdbc.sql("""
                UPDATE opening_row r SET refusal = j.refusal
                FROM (SELECT o.line, CASE
                          WHEN i.sku IS NULL THEN 'There is no item of this SKU'
                          WHEN l.code IS NULL THEN 'There is no location of this name'
                          WHEN EXISTS (SELECT FROM bundle_component b WHERE b.bundle = o.sku)
                              THEN 'It is a bundle: open its components'
                          WHEN v.opened_at IS NOT NULL THEN 'It has an opening balance here: book a stock count'
                          WHEN o.first < o.line THEN 'Line ' || o.first || ' says it already'
                      END AS refusal
                      FROM (SELECT *, min(line) OVER (PARTITION BY sku, location) AS first
                            FROM opening_row WHERE run = :run AND refusal IS NULL) AS o
                      LEFT JOIN item i ON i.sku = o.sku
                      LEFT JOIN location l ON l.code = o.location
                      LEFT JOIN level v ON v.sku = o.sku AND v.location = o.location) AS j
                WHERE r.run = :run AND r.line = j.line AND j.refusal IS NOT NULL""").param("run", run).update();
        jdbc.sql("""
                UPDATE opening_run SET rows = c.rows, refused = c.refused
                FROM (SELECT count(*) AS rows, count(refusal) AS refused FROM opening_row WHERE run = :run) AS c
                WHERE id = :run""").param("run", run).update();
    }

    /**
     * Lets a draft be booked, in the background and in parts; one that is booked already stays as it is.
     *
     * @throws OpeningRefused if there is no such draft, or nothing in it can be booked
     */
    @Transactional
    public void book(long run) {
        int begun = jdbc.sql(
                        "UPDATE opening_run SET state = 'booking' WHERE id = :run AND state = 'draft' AND rows > refused")
                .param("run", run)
                .update();
        if (begun == 0) {
            throw new OpeningRefused("There is nothing to book here: every row is refused, or it was booked before.");
        }
        events.publishEvent(new OpeningBegun(run));
    }

    public Optional<Run> find(long run) {
        return jdbc.sql("SELECT * FROM opening_run WHERE id = :run")
                .param("run", run)
                .query(OpeningRuns::run)
                .optional();
    }

    /** The last runs, newest first. */
    public List<Run> latest(int most) {
        return jdbc.sql("SELECT * FROM opening_run ORDER BY id DESC LIMIT :most")
                .param("most", most)
                .query(OpeningRuns::run)
                .list();
    }

    /**
     * Rows of a run, by line.
     *
     * @param refused only those that are refused
     * @param after line of the last one of the page before
     */
    public List<Row> rows(long run, boolean refused, long after, int most) {
        return jdbc.sql("SELECT * FROM opening_row WHERE run = :run AND line > :after"
                        + (refused ? " AND refusal IS NOT NULL" : "") + " ORDER BY line LIMIT :most")
                .param("run", run)
                .param("after", after)
                .param("most", most)
                .query((row, index) -> new Row(
                        row.getLong("line"),
                        row.getString("sku"),
                        row.getString("location"),
                        row.getObject("units", Long.class),
                        row.getBoolean("opened"),
                        row.getString("refusal")))
                .list();
    }

    private static Run run(ResultSet row, int index) throws SQLException {
        var finished = row.getTimestamp("finished_at");
        return new Run(
                row.getLong("id"),
                row.getString("source"),
                row.getTimestamp("counted_at").toInstant(),
                row.getString("made_by"),
                row.getTimestamp("made_at").toInstant(),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("rows"),
                row.getLong("refused"),
                row.getLong("opened"),
                finished == null ? null : finished.toInstant());
    }

    private static String clean(String name) {
        String text = name.codePoints()
                .filter(point -> !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE)
                .limit(LONGEST_SOURCE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return text.isEmpty() ? "file" : text;
    }
}

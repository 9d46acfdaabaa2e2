package caravan.inventory;

import caravan.kernel.Backoff;
import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.Sku;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Listings whose figures could not be read: how often in a row, why, and when it is tried again. */
@Component
public class ReadingFailures {

    /**
     * Why a reading failed.
     *
     * @param atLeast how long the vendor wants to be left alone, zero if it did not say
     * @param alone whether it was the reading of a single listing, which is read alone from now on until that succeeds
     */
    public record Failure(Fault fault, String detail, Duration atLeast, boolean alone) {}

    /**
     * A listing that goes on failing.
     *
     * @param failures how often in a row
     * @param since when it failed first
     */
    public record Unread(String externalId, Sku sku, int failures, Instant since, Fault fault, String detail) {}

    private record Failed(long listing, int failures) {}

    private record Wait(long listing, long millis) {}

    private final JdbcClient jdbc;
    private final Books books;

    ReadingFailures(JdbcClient jdbc, Books books) {
        this.jdbc = jdbc;
        this.books = books;
    }

    /** Puts readings off that failed, each for as long as its number of failures asks for. */
    @Transactional
    public void failed(ConnectionId connection, List<Long> listings, Failure failure, Backoff backoff) {
        books.lock(listings);
        List<Failed> failed = jdbc.sql("""
                INSERT INTO reading_failure AS f (listing, connection, failures, alone, since, fault, detail)
                SELECT l, :connection, 1, :alone, clock_timestamp(), :fault, :detail
                FROM unnest(:listing::bigint[]) AS d(l) ORDER BY l
                ON CONFLICT (listing) DO UPDATE SET failures = f.failures + 1, alone = f.alone OR excluded.alone,
                    fault = excluded.fault, detail = excluded.detail
                RETURNING listing, failures""")
                .params(columns(listings))
                .param("connection", connection.value())
                .param("alone", failure.alone())
                .param("fault", failure.fault().name())
                .param("detail", failure.detail())
                .query((row, index) -> new Failed(row.getLong("listing"), row.getInt("failures")))
                .list();
        // Those that failed as often come back together, as one call.
        Map<Integer, Duration> waits = new HashMap<>();
        List<Wait> next = failed.stream()
                .map(each -> new Wait(
                        each.listing(),
                        waits.computeIfAbsent(each.failures(), times -> backoff.after(times, failure.atLeast()))
                                .toMillis()))
                .toList();
        jdbc.sql("""
                UPDATE listing SET reading_due_since = clock_timestamp() + d.millis * interval '1 millisecond'
                FROM unnest(:listing::bigint[], :millis::bigint[]) AS d(listing, millis) WHERE id = d.listing""")
                .params(Columns.of(next)
                        .whole("listing", Wait::listing)
                        .whole("millis", Wait::millis)
                        .arrays())
                .update();
    }

    /**
     * Notes that the channel answered about listings.
     *
     * @return whether any of them had failed
     */
    @Transactional
    public boolean answered(List<Long> listings) {
        List<Long> failed = jdbc.sql(
                        "SELECT listing FROM reading_failure WHERE listing = ANY(:listing::bigint[]) ORDER BY listing FOR UPDATE")
                .params(columns(listings))
                .query(Long.class)
                .list();
        if (!failed.isEmpty()) {
            jdbc.sql("DELETE FROM reading_failure WHERE listing = ANY(:listing::bigint[])")
                    .params(columns(failed))
                    .update();
        }
        return !failed.isEmpty();
    }

    /**
     * The listings of a connection that people are to know of, the longest unread first: those that failed too often for a reason
     * that time does not mend, or for too long for any. One that left the channel is not tried any more and not among them.
     */
    public List<Unread> lasting(ConnectionId connection, int often, Duration patience, int most) {
        return jdbc.sql("""
                SELECT l.external_id, l.sku, f.* FROM reading_failure f JOIN listing l ON l.id = f.listing
                WHERE f.connection = :connection AND l.reading_due_since IS NOT NULL
                  AND (f.since <= clock_timestamp() - :patience::interval
                       OR f.failures >= :often AND f.fault IN ('REFUSED', 'DEFECT'))
                ORDER BY f.since, f.listing LIMIT :most""")
                .param("connection", connection.value())
                .param("patience", patience.toMillis() + " milliseconds")
                .param("often", often)
                .param("most", most)
                .query((row, index) -> new Unread(
                        row.getString("external_id"),
                        new Sku(row.getString("sku")),
                        row.getInt("failures"),
                        row.getTimestamp("since").toInstant(),
                        Fault.valueOf(row.getString("fault")),
                        row.getString("detail")))
                .list();
    }

    private static Map<String, Object> columns(List<Long> listings) {
        return Columns.of(listings).whole("listing", listing -> listing).arrays();
    }
}

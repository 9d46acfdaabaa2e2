package caravan.inventory;

import caravan.kernel.ConnectionId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far channels are behind the books: how late they were told, and what they may sell too much of now. */
@Component
public class SyncView {
    private static final Duration READ_AGAIN = Duration.ofSeconds(10);

    /**
     * How long channels took to accept what had to be lowered, over the last hour.
     *
     * @param writes how many were accepted
     */
    public record Lag(Duration p50, Duration p99, long writes) {}

    /**
     * The lag of all channels together, and of each.
     *
     * @param all null if nothing was written in the last hour
     */
    public record Lags(@Nullable Lag all, Map<ConnectionId, Lag> each) {}

    /** How many writes took so long. */
    private record Bar(String connection, long millis, long writes) {}

    private final JdbcClient jdbc;
    private final Remembered<Lags> lags;

    SyncView(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.lags = new Remembered<>(READ_AGAIN, this::readLags);
    }

    /** From a sale first heard of to the write accepted by the other channels; at most a few seconds old. */
    public Lags lags() {
        return lags.get();
    }

    /** Read as a histogram, whole milliseconds up to a second and tenths of seconds above: sorting every write costs far more. */
    private Lags readLags() {
        List<Bar> bars = jdbc.sql("""
                SELECT connection, CASE WHEN millis < 1000 THEN round(millis) ELSE round(millis / 100) * 100 END::bigint AS millis,
                    count(*) AS writes
                FROM (SELECT connection, greatest(0, date_part('epoch', closed_at - news_since) * 1000) AS millis FROM stock_write
                      WHERE news_since IS NOT NULL AND closed_at > now() - interval '1 hour') AS told
                GROUP BY 1, 2""").query(Bar.class).list();
        Map<ConnectionId, Lag> each = new HashMap<>();
        bars.stream()
                .collect(Collectors.groupingBy(Bar::connection))
                .forEach((connection, own) -> each.put(new ConnectionId(connection), lag(own)));
        return new Lags(bars.isEmpty() ? null : lag(bars), Map.copyOf(each));
    }

    private static Lag lag(List<Bar> bars) {
        List<Bar> rising =
                bars.stream().sorted(Comparator.comparingLong(Bar::millis)).toList();
        long writes = bars.stream().mapToLong(Bar::writes).sum();
        return new Lag(percentile(rising, writes, 50), percentile(rising, writes, 99), writes);
    }

    private static Duration percentile(List<Bar> rising, long writes, long percent) {
        long wanted = (writes * percent + 99) / 100;
        long seen = 0;
        for (Bar bar : rising) {
            seen += bar.writes();
            if (seen >= wanted) {
                return Duration.ofMillis(bar.millis());
            }
        }
        return Duration.ZERO;
    }

    /**
     * Units that channels show beyond what they should and cannot be told now: what waits to be lowered for more than five
     * seconds, or whose last write failed. Connections without any are left out.
     */
    public Map<ConnectionId, Long> exposed() {
        Map<ConnectionId, Long> exposed = new HashMap<>();
        jdbc.sql("""
                SELECT connection, sum(shown - wanted)::bigint AS units FROM (
                    SELECT l.connection, l.shown, l.wanted FROM listing_due d JOIN listing l ON l.id = d.listing
                    WHERE l.state = 'live' AND l.open_write IS NULL AND l.wanted < l.shown
                      AND (l.fault IS NOT NULL OR coalesce(l.news_since, d.since) < clock_timestamp() - interval '5 seconds')
                    UNION ALL
                    SELECT l.connection, l.shown, l.wanted FROM stock_write w
                    JOIN stock_write_row r ON r.write = w.id JOIN listing l ON l.id = r.listing
                    WHERE w.closed_at IS NULL AND r.outcome IS NULL AND l.state = 'live' AND l.wanted < l.shown
                      AND (l.fault IS NOT NULL OR w.sent_at < clock_timestamp() - interval '5 seconds')) AS apart
                GROUP BY connection""").query(row -> {
            exposed.put(new ConnectionId(row.getString("connection")), row.getLong("units"));
        });
        return exposed;
    }
}

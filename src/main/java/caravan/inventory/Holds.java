package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Listings that may be lowered, not raised, since a figure was read that differed from the books: until the orders that it may
 * already show have been pulled. What no order explains then is drift, unless the channel shows as many units more at another
 * of its locations: it took an order's units elsewhere than the order says, put them back elsewhere, or they were moved.
 */
@Component
public class Holds {
    /**
     * A pull of all orders that changed, and what it left open.
     *
     * @param begun when it began, by the channel's clock
     * @param contradicted when the first order changed that was pulled, then or earlier, and of which it is not known yet what it
     *     holds, as it has to be read by itself first;
     *     null if there is none. A figure read at that moment or later may show what nobody knows of that order yet
     * @param unknown when the channel last sold something of which it is not known what it was, null if never: units missing about
     *     then may be those, so they are not put back, and wait for a later pull
     */
    public record Pull(
            Instant begun,
            @Nullable Instant contradicted,
            @Nullable Instant unknown) {}

    /**
     * A listing that the orders pulled have explained as far as they do.
     *
     * @param moves whether units missing here may have gone to another location of the channel, or come from there
     * @param compared whether all other locations were read since, so that this can be told
     * @param unread listings at other locations that were not
     */
    private record Waiting(
            long id,
            String channelLocation,
            Sku sku,
            long unexplained,
            boolean live,
            DriftPolicy policy,
            Instant baseline,
            boolean moves,
            boolean compared,
            List<Long> unread) {

        boolean drifted() {
            return live && unexplained != 0;
        }
    }

    private final JdbcClient jdbc;
    private final Drifts drifts;
    private final Books books;
    private final ApplicationEventPublisher events;

    Holds(JdbcClient jdbc, Drifts drifts, Books books, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.drifts = drifts;
        this.books = books;
        this.events = events;
    }

    /**
     * Notes that all orders a channel changed have been pulled and taken in. Listings that waited for it are let go;
     * what no order explained is drift.
     */
    @Transactional
    public void pulled(ConnectionId connection, Pull pull) {
        List<Waiting> waiting = waiting(connection, pull);
        List<Waiting> explained = explained(waiting);
        Map<Long, Long> moved = moved(explained);
        List<Long> moving = books.concerned(book(explained, moved), Set.of());
        List<Long> unread =
                waiting.stream().flatMap(each -> each.unread().stream()).toList();
        Set<Long> all = new TreeSet<>(moving);
        all.addAll(unread);
        waiting.forEach(each -> all.add(each.id()));
        books.lock(all);
        if (!waiting(connection, pull).equals(waiting)) {
            throw new IllegalStateException("Listings of connection '" + connection
                    + "' changed while their hold was lifted; the next pull lifts it.");
        }
        announce(connection, explained, moved);
        letGo(explained);
        readNext(unread);
        books.refresh(moving);
    }

    /** All but those of items that are compared only once another location has been read, or its orders were pulled. */
    private static List<Waiting> explained(List<Waiting> waiting) {
        Set<Sku> behind = waiting.stream()
                .filter(each -> !each.compared())
                .map(Waiting::sku)
                .collect(Collectors.toSet());
        return waiting.stream()
                .filter(each -> !each.moves() || !behind.contains(each.sku()))
                .toList();
    }

    private void letGo(List<Waiting> explained) {
        jdbc.sql("""
                UPDATE listing SET unexplained = CASE WHEN keeps THEN unexplained ELSE 0 END,
                    held_until = CASE WHEN keeps THEN 'infinity'::timestamptz END
                FROM (SELECT id AS listing, state = 'live' AND unexplained <> 0 AND drift_policy = 'ask' AS keeps
                      FROM listing WHERE id = ANY(:id)) AS k
                WHERE id = k.listing""")
                .params(Columns.of(explained).whole("id", Waiting::id).arrays())
                .update();
    }

    private void readNext(List<Long> unread) {
        jdbc.sql("""
                UPDATE listing SET reading_due_since = least(coalesce(reading_due_since, 'infinity'), clock_timestamp())
                WHERE id = ANY(:id)""").param("id", unread.toArray(Long[]::new)).update();
    }

    /**
     * How many of a listing's units its channel shows at another of its locations instead (negative), or here instead of there.
     * They are all there, so no policy about differences has a say in them.
     */
    private static Map<Long, Long> moved(List<Waiting> explained) {
        Map<Sku, List<Waiting>> bySku =
                explained.stream().filter(Waiting::moves).collect(Collectors.groupingBy(Waiting::sku));
        Map<Long, Long> moved = new HashMap<>();
        for (List<Waiting> places : bySku.values()) {
            long more = places.stream()
                    .mapToLong(each -> Math.max(0, each.unexplained()))
                    .sum();
            long fewer = places.stream()
                    .mapToLong(each -> Math.max(0, -each.unexplained()))
                    .sum();
            long come = Math.min(more, fewer);
            long go = come;
            for (Waiting each : places) {
                long units = each.unexplained() > 0
                        ? Math.min(come, each.unexplained())
                        : -Math.min(go, -each.unexplained());
                come -= Math.max(0, units);
                go -= Math.max(0, -units);
                moved.put(each.id(), units);
            }
        }
        return moved;
    }

    /** Books what was moved, and differences where the channel's figure wins; answers what items' levels that changed. */
    private List<Sku> book(List<Waiting> explained, Map<Long, Long> moved) {
        List<Drifts.Count> counts = new ArrayList<>();
        for (Waiting each : explained) {
            String key = each.baseline().toString();
            long units = moved.getOrDefault(each.id(), 0L);
            if (units != 0) {
                counts.add(new Drifts.Count(each.id(), units, key, "at another location of its channel"));
            } else if (each.drifted() && each.policy() == DriftPolicy.CHANNEL) {
                counts.add(new Drifts.Count(each.id(), each.unexplained(), key, "stock count by channel"));
            }
        }
        return drifts.book(counts, "hub");
    }

    private void announce(ConnectionId connection, List<Waiting> explained, Map<Long, Long> moved) {
        for (Waiting each : explained) {
            long left = each.unexplained() - moved.getOrDefault(each.id(), 0L);
            if (each.drifted() && left != 0) {
                events.publishEvent(
                        new DriftFound(each.id(), connection, each.channelLocation(), each.sku(), left, each.policy()));
            }
        }
    }

    /** Lets a listing go that was held until a person decided on its drift: the hub's figure wins. */
    @Transactional
    public void release(long listing) {
        jdbc.sql("UPDATE listing SET held_until = NULL, unexplained = 0 WHERE id = :id AND held_until = 'infinity'")
                .param("id", listing)
                .update();
    }

    /**
     * Notes that a channel's clock was set back. What is held until a moment of its former time would be held until that clock
     * comes there again, maybe for years; it was read before now, so it need not be held for longer than what is read now.
     *
     * @param now by the channel's clock, rather late than early
     * @param settle how long a sale may take to appear in a pull of the channel's orders
     */
    @Transactional
    public void clockSetBack(ConnectionId connection, Instant now, Duration settle) {
        List<Long> ahead = jdbc.sql("""
                SELECT id FROM listing WHERE connection = :connection AND held_until > :until::timestamptz
                  AND held_until < 'infinity' ORDER BY id""")
                .param("connection", connection.value())
                .param("until", now.plus(settle).toString())
                .query(Long.class)
                .list();
        books.lock(ahead);
        jdbc.sql("""
                UPDATE listing SET held_until = least(held_until, :until::timestamptz)
                WHERE id = ANY(:id) AND held_until < 'infinity'""")
                .param("id", ahead.toArray(Long[]::new))
                .param("until", now.plus(settle).toString())
                .update();
    }

    /**
     * A bundle's units are those of its parts, which are compared themselves. Where the channel's figure wins or a person is asked,
     * each location is settled by itself.
     */
    private List<Waiting> waiting(ConnectionId connection, Pull pull) {
        return jdbc.sql("""
                WITH held AS (
                    SELECT * FROM listing WHERE connection = :connection AND held_until <= :begun::timestamptz AND NOT uncertain
                      AND (:contradicted::timestamptz IS NULL OR baseline_to < :contradicted::timestamptz)
                      AND NOT (state = 'live' AND unexplained < 0 AND drift_policy <> 'ask'
                               AND coalesce(baseline_from < :unknown::timestamptz + interval '1 day', false)))
                SELECT h.*, other.moves, other.missing = 0 AS compared, other.unread
                FROM held h CROSS JOIN LATERAL (
                    SELECT count(*) > 0 AS moves, count(*) FILTER (WHERE k.behind) AS missing,
                        coalesce(array_agg(k.id ORDER BY k.id) FILTER (WHERE k.behind AND k.unexplained = 0), '{}') AS unread
                    FROM (SELECT k.id, k.unexplained,
                              CASE WHEN k.unexplained = 0 THEN k.read_at IS NULL OR k.read_at < h.read_at
                                   ELSE NOT EXISTS (SELECT FROM held e WHERE e.id = k.id) END AS behind
                          FROM listing k
                          WHERE k.connection = h.connection AND k.sku = h.sku AND k.id <> h.id AND k.state = 'live'
                            AND k.drift_policy = 'hub' AND k.held_until IS DISTINCT FROM 'infinity'
                            AND h.state = 'live' AND h.unexplained <> 0 AND h.drift_policy = 'hub'
                            AND NOT EXISTS (SELECT FROM bundle_component b WHERE b.bundle = h.sku)
                            AND (SELECT count(DISTINCT f.channel_location) FROM location_feed f
                                 WHERE f.connection = h.connection
                                   AND f.channel_location IN (h.channel_location, k.channel_location)) = 2) AS k) AS other
                ORDER BY h.id""")
                .param("connection", connection.value())
                .param("begun", pull.begun().toString())
                .param(
                        "contradicted",
                        pull.contradicted() == null ? null : pull.contradicted().toString())
                .param("unknown", pull.unknown() == null ? null : pull.unknown().toString())
                .query(Holds::waiting)
                .list();
    }

    private static Waiting waiting(ResultSet row, int index) throws SQLException {
        return new Waiting(
                row.getLong("id"),
                row.getString("channel_location"),
                new Sku(row.getString("sku")),
                row.getLong("unexplained"),
                row.getString("state").equals("live"),
                DriftPolicy.of(row.getString("drift_policy")),
                row.getTimestamp("baseline_from").toInstant(),
                row.getBoolean("moves"),
                row.getBoolean("compared"),
                List.of((Long[]) row.getArray("unread").getArray()));
    }
}

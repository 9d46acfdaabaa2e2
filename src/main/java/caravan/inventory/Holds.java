package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.kernel.Sku;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Listings that may be lowered, not raised, since a figure was read that differed from the books: until the orders that it may
 * already show have been pulled. What no order explains then is drift.
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

    private record Waiting(
            long id,
            ConnectionId connection,
            String channelLocation,
            Sku sku,
            long unexplained,
            boolean live,
            DriftPolicy policy,
            Instant baseline) {}

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
        Set<Sku> moved = new TreeSet<>();
        for (Waiting each : waiting) {
            if (each.live() && each.unexplained() != 0 && each.policy() == DriftPolicy.CHANNEL) {
                moved.addAll(book(each));
            }
        }
        List<Long> moving = books.concerned(moved, Set.of());
        Set<Long> all = new TreeSet<>(moving);
        waiting.forEach(each -> all.add(each.id()));
        books.lock(all);
        List<Waiting> locked = waiting(connection, pull);
        if (!locked.equals(waiting)) {
            throw new IllegalStateException("Listings of connection '" + connection
                    + "' changed while their hold was lifted; the next pull lifts it.");
        }
        for (Waiting each : locked) {
            if (each.live() && each.unexplained() != 0) {
                events.publishEvent(new DriftFound(
                        each.id(),
                        each.connection(),
                        each.channelLocation(),
                        each.sku(),
                        each.unexplained(),
                        each.policy()));
            }
        }
        jdbc.sql("""
                UPDATE listing SET unexplained = CASE WHEN keeps THEN unexplained ELSE 0 END,
                    held_until = CASE WHEN keeps THEN 'infinity'::timestamptz END
                FROM (SELECT id AS listing, state = 'live' AND unexplained <> 0 AND drift_policy = 'ask' AS keeps
                      FROM listing WHERE id = ANY(:id)) AS k
                WHERE id = k.listing""")
                .params(Columns.of(locked).whole("id", Waiting::id).arrays())
                .update();
        books.refresh(moving);
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

    private List<Waiting> waiting(ConnectionId connection, Pull pull) {
        return jdbc.sql("""
                SELECT * FROM listing WHERE connection = :connection AND held_until <= :begun::timestamptz AND NOT uncertain
                  AND (:contradicted::timestamptz IS NULL OR baseline_to < :contradicted::timestamptz)
                  AND NOT (state = 'live' AND unexplained < 0 AND drift_policy <> 'ask'
                           AND coalesce(baseline_from < :unknown::timestamptz + interval '1 day', false))
                ORDER BY id""")
                .param("connection", connection.value())
                .param("begun", pull.begun().toString())
                .param(
                        "contradicted",
                        pull.contradicted() == null ? null : pull.contradicted().toString())
                .param("unknown", pull.unknown() == null ? null : pull.unknown().toString())
                .query((row, index) -> new Waiting(
                        row.getLong("id"),
                        connection,
                        row.getString("channel_location"),
                        new Sku(row.getString("sku")),
                        row.getLong("unexplained"),
                        row.getString("state").equals("live"),
                        DriftPolicy.of(row.getString("drift_policy")),
                        row.getTimestamp("baseline_from").toInstant()))
                .list();
    }

    /** The channel's figure wins: the difference becomes a stock count. */
    private List<Sku> book(Waiting drifted) {
        return drifts.book(
                drifted.id(),
                drifted.unexplained(),
                drifted.baseline().toString(),
                new StockLevels.Deed("drift", "stock count by channel", "hub"));
    }
}

package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.KeyedPlans;
import caravan.kernel.Sku;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What channels are told about stock: a row before it is a call. A raise counts when its row is committed, a lowering when the
 * channel has confirmed it; a definite no takes a raise back; doubt changes nothing and makes a reading due.
 */
@Component
public class StockWrites {

    /**
     * One listing's part of a write.
     *
     * @param delta units to add, negative to lower
     * @param expected what the books said the channel showed before it
     */
    public record Row(long listing, String externalId, Sku sku, String channelLocation, long delta, long expected) {}

    /**
     * A write about to be sent, once.
     *
     * @param id stands in the vendor's own records, or is the key of the call
     */
    public record Write(UUID id, ConnectionId connection, long epoch, boolean raising, String batch, List<Row> rows) {}

    /**
     * A write that an older owner left open.
     *
     * @param age since it was first about to be sent, by the database's clock
     */
    public record Leftover(Write write, Duration age) {}

    /** How one row of a write ended. */
    enum Outcome {
        CONFIRMED("confirmed"),
        /** The channel did not do it, for certain. */
        REFUSED("refused"),
        IN_DOUBT("in doubt");

        private final String stored;

        Outcome(String stored) {
            this.stored = stored;
        }
    }

    // The queue tells the order, the listing whether it may go now; it is looked at again when it is locked.
    private static final String SENDABLE = """
            AND l.state = 'live' AND l.open_write IS NULL AND l.batch = d.batch AND (l.wanted > l.shown) = d.raising
            AND (l.wanted < l.shown OR l.held_until IS NULL AND NOT l.uncertain)
            AND l.doubt = 0 AND l.next_at <= clock_timestamp() AND (l.fault IS NULL OR l.fault NOT IN ('REFUSED', 'DEFECT'))
            """;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    StockWrites(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    private record Due(Row row, String batch) {}

    /**
     * Opens the next write of a connection: lowering before raising, oldest due first, one batch, never both directions.
     * Held listings are not raised; one whose last write is in doubt waits for its reading.
     *
     * @param epoch the lease under which it will be sent
     * @param most rows the vendor takes in one call
     * @return empty if nothing is due
     */
    @Transactional
    public Optional<Write> open(ConnectionId connection, long epoch, int most) {
        KeyedPlans.useForQueue(jdbc);
        List<Due> due = jdbc.sql("""
                WITH first AS MATERIALIZED (
                    SELECT d.batch, d.raising FROM listing_due d JOIN listing l ON l.id = d.listing
                    WHERE d.connection = :connection
                """ + SENDABLE + """
                    ORDER BY d.raising, d.since, d.listing LIMIT 1 FOR UPDATE OF l SKIP LOCKED)
                SELECT l.id, l.external_id, l.sku, l.channel_location, l.wanted, l.shown, l.batch
                FROM first f JOIN listing_due d ON d.batch = f.batch AND d.raising = f.raising JOIN listing l ON l.id = d.listing
                WHERE d.connection = :connection
                """ + SENDABLE + """
                ORDER BY d.since, d.listing LIMIT :most FOR UPDATE OF l SKIP LOCKED""")
                .param("connection", connection.value())
                .param("most", most)
                .query((row, index) -> new Due(
                        new Row(
                                row.getLong("id"),
                                row.getString("external_id"),
                                new Sku(row.getString("sku")),
                                row.getString("channel_location"),
                                row.getLong("wanted") - row.getLong("shown"),
                                row.getLong("shown")),
                        row.getString("batch")))
                .list();
        if (due.isEmpty()) {
            return Optional.empty();
        }
        Write write = write(UUID.randomUUID(), connection, epoch, due);
        insert(write);
        return Optional.of(write);
    }

    private void insert(Write write) {
        jdbc.sql("INSERT INTO stock_write (id, connection, epoch, raising) VALUES (:id, :connection, :epoch, :raising)")
                .param("id", write.id())
                .param("connection", write.connection().value())
                .param("epoch", write.epoch())
                .param("raising", write.raising())
                .update();
        Columns<Row> columns = Columns.of(write.rows())
                .whole("listing", Row::listing)
                .whole("delta", Row::delta)
                .whole("expected", Row::expected);
        jdbc.sql("""
                INSERT INTO stock_write_row (write, listing, delta, expected, news_since, due_since)
                SELECT :write, l.id, r.d, r.e, l.news_since, l.due_since
                FROM unnest(:listing::bigint[], :delta::bigint[], :expected::bigint[]) AS r(l, d, e) JOIN listing l ON l.id = r.l""").params(columns.arrays()).param("write", write.id()).update();
        jdbc.sql("""
                UPDATE listing SET open_write = :write, version = version + 1, pushed = pushed + greatest(0, r.delta),
                    news_since = NULL
                FROM unnest(:listing::bigint[], :delta::bigint[]) AS r(listing, delta) WHERE id = r.listing""")
                .param("write", write.id())
                .params(Columns.of(write.rows())
                        .whole("listing", Row::listing)
                        .whole("delta", Row::delta)
                        .arrays())
                .update();
    }

    /** How a row ended that was not confirmed. */
    public record Failure(Fault fault, String detail, Duration retryIn) {}

    /** Closes rows that the channel has confirmed. */
    @Transactional
    public int confirm(UUID write, long epoch, List<Long> listings) {
        return close(write, epoch, listings, Outcome.CONFIRMED, null);
    }

    /**
     * Closes rows that failed: a definite no takes a raise back; an unanswered call leaves doubt. What passes is tried
     * again after the wait, a refusal when the figure wanted changes, a defect when a person says so.
     */
    @Transactional
    public int fail(UUID write, long epoch, List<Long> listings, Failure failure) {
        Outcome outcome = failure.fault().isDefiniteNo() ? Outcome.REFUSED : Outcome.IN_DOUBT;
        return close(write, epoch, listings, outcome, failure);
    }

    /**
     * Forgets that a listing's last write was refused or met a defect, so that it is written when it is its turn.
     *
     * @return whether the channel is to be told anything
     */
    @Transactional
    public boolean retry(long listing) {
        jdbc.sql("UPDATE listing SET fault = NULL, detail = NULL, next_at = '-infinity' WHERE id = :id")
                .param("id", listing)
                .update();
        Optional<ConnectionId> due = jdbc.sql("SELECT connection FROM listing WHERE id = :id AND due_since IS NOT NULL")
                .param("id", listing)
                .query((row, index) -> new ConnectionId(row.getString(1)))
                .optional();
        due.ifPresent(connection -> events.publishEvent(new ListingsDue(Set.of(connection))));
        return due.isPresent();
    }

    /**
     * Takes over the writes that an older owner of a connection left open, once any call of it must have ended. From then
     * on only the new owner can close them.
     *
     * @param timeout how long a call can take at most
     */
    @Transactional
    public List<Leftover> takeOver(ConnectionId connection, long epoch, Duration timeout) {
        Map<UUID, Duration> left = new LinkedHashMap<>();
        jdbc.sql("""
                UPDATE stock_write SET epoch = :epoch
                WHERE connection = :connection AND closed_at IS NULL AND epoch < :epoch
                  AND sent_at < clock_timestamp() - :timeout::interval
                RETURNING id, (extract(epoch FROM clock_timestamp() - sent_at) * 1000)::bigint AS age""")
                .param("connection", connection.value())
                .param("epoch", epoch)
                .param("timeout", timeout.toMillis() + " milliseconds")
                .query(row -> {
                    left.put(row.getObject("id", UUID.class), Duration.ofMillis(row.getLong("age")));
                });
        return left.entrySet().stream()
                .map(each -> new Leftover(read(each.getKey(), connection, epoch), each.getValue()))
                .toList();
    }

    private Write read(UUID id, ConnectionId connection, long epoch) {
        List<Due> rows = jdbc.sql("""
                SELECT l.id, l.external_id, l.sku, l.channel_location, l.batch, r.delta, r.expected
                FROM stock_write_row r JOIN listing l ON l.id = r.listing
                WHERE r.write = :write AND r.outcome IS NULL ORDER BY l.id""")
                .param("write", id)
                .query((row, index) -> new Due(
                        new Row(
                                row.getLong("id"),
                                row.getString("external_id"),
                                new Sku(row.getString("sku")),
                                row.getString("channel_location"),
                                row.getLong("delta"),
                                row.getLong("expected")),
                        row.getString("batch")))
                .list();
        return write(id, connection, epoch, rows);
    }

    private static Write write(UUID id, ConnectionId connection, long epoch, List<Due> due) {
        List<Row> rows = due.stream().map(Due::row).toList();
        return new Write(
                id, connection, epoch, rows.get(0).delta() > 0, due.get(0).batch(), rows);
    }

    private int close(UUID write, long epoch, List<Long> listings, Outcome outcome, @Nullable Failure failure) {
        KeyedPlans.use(jdbc);
        Long[] ids = listings.toArray(Long[]::new);
        jdbc.sql("SELECT id FROM listing WHERE id = ANY(:id) ORDER BY id FOR UPDATE")
                .param("id", ids)
                .query(Long.class)
                .list();
        int closed = jdbc.sql("""
                WITH ended AS (
                    UPDATE stock_write_row r SET outcome = :outcome FROM stock_write w
                    WHERE r.write = :write AND w.id = r.write AND w.epoch = :epoch AND r.listing = ANY(:id)
                      AND r.outcome IS NULL
                    RETURNING r.listing, r.delta, r.expected, r.news_since)
                UPDATE listing l SET open_write = NULL, version = l.version + 1,
                    pushed = l.pushed + CASE
                        WHEN :outcome = 'confirmed' THEN least(0, e.delta)
                        WHEN :outcome = 'refused' THEN -greatest(0, e.delta)
                        ELSE 0 END,
                    attempts = CASE WHEN :outcome = 'confirmed' THEN 0 ELSE l.attempts + 1 END,
                    next_at = CASE WHEN :outcome = 'confirmed' THEN '-infinity'
                                   ELSE clock_timestamp() + :wait::interval END,
                    -- A refusal of a figure that is no longer wanted is none of the figure wanted now.
                    fault = CASE WHEN :fault = 'REFUSED' AND l.wanted <> e.expected + e.delta THEN NULL ELSE :fault END,
                    detail = :detail,
                    news_since = CASE WHEN :outcome = 'confirmed' THEN l.news_since ELSE least(l.news_since, e.news_since) END,
                    doubt = CASE WHEN :outcome = 'in doubt' THEN -abs(e.delta) ELSE l.doubt END,
                    reading_due_since = CASE WHEN :outcome = 'in doubt'
                        THEN least(coalesce(l.reading_due_since, 'infinity'), clock_timestamp()) ELSE l.reading_due_since END
                FROM ended e WHERE l.id = e.listing AND l.open_write = :write""")
                .param("write", write)
                .param("epoch", epoch)
                .param("id", ids)
                .param("outcome", outcome.stored)
                .param("wait", failure == null ? "0" : failure.retryIn().toMillis() + " milliseconds")
                .param("fault", failure == null ? null : failure.fault().name())
                .param("detail", failure == null ? null : failure.detail())
                .update();
        end(write);
        events.publishEvent(new WriteClosed(write));
        return closed;
    }

    /** Closes a write whose last row has ended, and says how late it was. */
    private void end(UUID write) {
        jdbc.sql("""
                UPDATE stock_write w SET closed_at = clock_timestamp(), news_since =
                    (SELECT min(r.news_since) FROM stock_write_row r WHERE r.write = w.id AND r.outcome = 'confirmed')
                WHERE w.id = :write AND w.closed_at IS NULL
                  AND NOT EXISTS (SELECT FROM stock_write_row r WHERE r.write = w.id AND r.outcome IS NULL)
                RETURNING w.connection, extract(epoch FROM w.closed_at - w.news_since) AS lag""").param("write", write).query(row -> {
            BigDecimal lag = row.getBigDecimal("lag");
            if (lag != null && lag.signum() >= 0) {
                events.publishEvent(new ChannelFollowed(
                        new ConnectionId(row.getString("connection")),
                        Duration.ofNanos(lag.movePointRight(9).longValue())));
            }
        });
    }
}

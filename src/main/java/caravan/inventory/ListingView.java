package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Listings with their two books, as people look at them. */
@Component
public class ListingView {
    /** Counting reads every listing. */
    private static final Duration COUNTED_AGAIN = Duration.ofSeconds(5);

    /**
     * How the listings of one connection stand.
     *
     * @param held those that may not be raised at present
     * @param due those that do not show what they should, and are not being told now
     */
    public record Tally(long live, long watched, long held, long due) {
        public static final Tally NONE = new Tally(0, 0, 0, 0);
    }

    private record Counted(long live, long watched) {}

    /**
     * What one listing should show and does at most show.
     *
     * @param shown null while no figure was read
     */
    public record Figure(
            Sku sku,
            ConnectionId connection,
            String channelLocation,
            boolean live,
            long wanted,
            @Nullable Long shown) {
        public boolean inStep() {
            return shown != null && shown == wanted;
        }
    }

    /** Why a listing shows what it shows: the rule applied to the ledger, and the books about the channel's figure. */
    public record Reasons(long id, Figure figure, Reckoning reckoning, Book book, Waits waits, OnDrift onDrift) {}

    /**
     * What happens to differences that no order explains.
     *
     * @param decided whether a person decided so for this listing; false if its connection says so
     */
    public record OnDrift(DriftPolicy policy, boolean decided) {}

    /** What {@code shown} is made of. */
    public record Book(
            @Nullable Long baseline,
            @Nullable Instant readAt,
            long pushed,
            long counted,
            long unexplained,
            long doubt) {}

    /**
     * What keeps a listing from being written, or is about to happen to it.
     *
     * @param stopped whether a person decided that it is only watched
     * @param uncertain whether it cannot be told how much the channel shows at most: it is not raised before it was read anew
     * @param unread why its figure could not be read when it was tried last; null if it could
     */
    public record Waits(
            @Nullable Instant heldUntil,
            boolean heldForPerson,
            boolean stopped,
            @Nullable Instant readingDue,
            boolean writing,
            boolean uncertain,
            int attempts,
            @Nullable String fault,
            @Nullable String detail,
            @Nullable Unread unread) {}

    /**
     * A figure that could not be read.
     *
     * @param failures how often in a row
     */
    public record Unread(int failures, String fault, String detail) {}

    /**
     * One change a channel was told.
     *
     * @param outcome null while it is under way
     */
    public record Told(
            ConnectionId connection,
            String channelLocation,
            Instant sentAt,
            long delta,
            long expected,
            @Nullable String outcome) {}

    private final JdbcClient jdbc;
    private final Remembered<Map<ConnectionId, Counted>> counts;

    ListingView(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.counts = new Remembered<>(COUNTED_AGAIN, this::count);
    }

    /** How each connection's listings stand; how many there are may be a few seconds old. */
    public Map<ConnectionId, Tally> tallies() {
        Map<ConnectionId, Tally> tallies = new HashMap<>();
        counts.get()
                .forEach((connection, counted) ->
                        tallies.put(connection, new Tally(counted.live(), counted.watched(), 0, 0)));
        // Each half has an index of just these rows; the few of many that are on the move.
        jdbc.sql("""
                SELECT connection, sum(held) AS held, sum(due) AS due FROM (
                    SELECT connection, count(*) AS held, 0 AS due FROM listing
                    WHERE held_until IS NOT NULL AND state = 'live' GROUP BY connection
                    UNION ALL
                    SELECT l.connection, 0, count(*) FROM listing_due d JOIN listing l ON l.id = d.listing
                    WHERE l.state = 'live' AND l.open_write IS NULL GROUP BY l.connection) AS moving
                GROUP BY connection""").query(row -> {
            ConnectionId connection = new ConnectionId(row.getString("connection"));
            Tally counted = tallies.getOrDefault(connection, Tally.NONE);
            tallies.put(
                    connection, new Tally(counted.live(), counted.watched(), row.getLong("held"), row.getLong("due")));
        });
        return tallies;
    }

    private Map<ConnectionId, Counted> count() {
        Map<ConnectionId, Counted> counts = new HashMap<>();
        jdbc.sql("""
                SELECT connection, count(*) FILTER (WHERE state = 'live') AS live,
                    count(*) FILTER (WHERE state = 'watched') AS watched
                FROM listing GROUP BY connection""").query(row -> {
            counts.put(
                    new ConnectionId(row.getString("connection")),
                    new Counted(row.getLong("live"), row.getLong("watched")));
        });
        return counts;
    }

    /** The figures of items on every channel. */
    public List<Figure> figures(Collection<Sku> skus) {
        return jdbc.sql(
                        "SELECT * FROM listing WHERE sku = ANY(:sku::text[]) ORDER BY sku, connection, channel_location")
                .params(Columns.of(skus).text("sku", sku -> sku).arrays())
                .query(ListingView::figure)
                .list();
    }

    /** Why each listing of an item shows what it shows. */
    public List<Reasons> reasons(Sku sku) {
        return jdbc.sql(
                        "SELECT l.*, l.held_until = 'infinity' AS held_for_person, w.available, w.buffer, w.share, w.minimum,"
                                + " w.maximum, f.failures AS unread, f.fault AS unread_fault, f.detail AS unread_detail"
                                + " FROM listing l JOIN (" + Books.WANTED
                                + " WHERE li.sku = :sku) AS w USING (id) LEFT JOIN reading_failure f ON f.listing = l.id ORDER BY l.connection, l.channel_location")
                .param("sku", sku.value())
                .query(ListingView::reason)
                .list();
    }

    /** What channels were told of an item, newest first. */
    public List<Told> told(Sku sku, int most) {
        return jdbc.sql("""
                SELECT l.connection, l.channel_location, w.sent_at, r.delta, r.expected, r.outcome
                FROM listing l CROSS JOIN LATERAL (
                    SELECT * FROM stock_write_row r WHERE r.listing = l.id ORDER BY r.number DESC LIMIT :most) AS r
                JOIN stock_write w ON w.id = r.write
                WHERE l.sku = :sku ORDER BY r.number DESC LIMIT :most""")
                .param("sku", sku.value())
                .param("most", most)
                .query((row, index) -> new Told(
                        new ConnectionId(row.getString("connection")),
                        row.getString("channel_location"),
                        row.getTimestamp("sent_at").toInstant(),
                        row.getLong("delta"),
                        row.getLong("expected"),
                        row.getString("outcome")))
                .list();
    }

    private static Figure figure(ResultSet row, int index) throws SQLException {
        return new Figure(
                new Sku(row.getString("sku")),
                new ConnectionId(row.getString("connection")),
                row.getString("channel_location"),
                row.getString("state").equals("live"),
                row.getLong("wanted"),
                row.getObject("shown", Long.class));
    }

    private static Reasons reason(ResultSet row, int index) throws SQLException {
        boolean forPerson = row.getBoolean("held_for_person");
        return new Reasons(
                row.getLong("id"),
                figure(row, index),
                new Reckoning(
                        row.getLong("available"),
                        row.getLong("buffer"),
                        row.getBigDecimal("share"),
                        row.getLong("minimum"),
                        row.getObject("maximum", Long.class)),
                new Book(
                        row.getObject("baseline", Long.class),
                        instant(row, "baseline_to"),
                        row.getLong("pushed"),
                        row.getLong("counted"),
                        row.getLong("unexplained"),
                        row.getLong("doubt")),
                new Waits(
                        forPerson ? null : instant(row, "held_until"),
                        forPerson,
                        row.getBoolean("stopped"),
                        instant(row, "reading_due_since"),
                        row.getObject("open_write") != null,
                        row.getBoolean("uncertain"),
                        row.getInt("attempts"),
                        row.getString("fault"),
                        row.getString("detail"),
                        row.getInt("unread") == 0
                                ? null
                                : new Unread(
                                        row.getInt("unread"),
                                        row.getString("unread_fault"),
                                        row.getString("unread_detail"))),
                new OnDrift(DriftPolicy.of(row.getString("drift_policy")), row.getBoolean("drift_decided")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}

package caravan.order;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Orders as lists show them, newest first. An order known by its id alone is in no list. */
@Component
public class OrderList {

    /** One order of a list. */
    public record Row(
            long id,
            OrderKey key,
            String number,
            String state,
            String payment,
            boolean deleted,
            Instant placedAt,
            BigDecimal total,
            String currency) {}

    /** The last order of the page before: the next page begins behind it. */
    public record Place(Instant placedAt, long id) {}

    /**
     * What is looked for; empty texts and null leave it open.
     *
     * @param text the first characters of a number or of the channel's id
     * @param from placed then or later
     * @param before placed earlier than that
     */
    public record Search(
            String text,
            String connection,
            @Nullable OrderState state,
            @Nullable Instant from,
            @Nullable Instant before) {
        public static final Search ALL = new Search("", "", null);

        /** Looks for orders whenever they were placed. */
        public Search(String text, String connection, @Nullable OrderState state) {
            this(text, connection, state, null, null);
        }
    }

    /** How many orders were placed lately, by this database's clock. */
    public record Pace(long minute, long hour) {}

    private final JdbcClient jdbc;

    OrderList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Returns a page of orders.
     *
     * @param behind where the page begins; null for the newest
     */
    public List<Row> page(Search search, @Nullable Place behind, int most) {
        StringBuilder where = new StringBuilder("placed_at IS NOT NULL AND total_shop IS NOT NULL");
        if (!search.text().isEmpty()) {
            where.append(" AND (number ~>=~ :text AND number ~<=~ (:text || :last)"
                    + " OR external_id ~>=~ :text AND external_id ~<=~ (:text || :last))");
        }
        if (!search.connection().isEmpty()) {
            where.append(" AND connection = :connection");
        }
        if (search.state() != null) {
            where.append(" AND state = :state");
        }
        if (search.from() != null) {
            where.append(" AND placed_at >= :from::timestamptz");
        }
        if (search.before() != null) {
            where.append(" AND placed_at < :before::timestamptz");
        }
        if (behind != null) {
            where.append(" AND (placed_at, id) < (:placed::timestamptz, :id)");
        }
        return jdbc.sql("SELECT * FROM orders WHERE " + where + " ORDER BY placed_at DESC, id DESC LIMIT :most")
                .param("text", search.text())
                .param("last", Character.toString(Character.MAX_CODE_POINT))
                .param("connection", search.connection())
                .param("state", search.state() == null ? null : search.state().name())
                .param("from", search.from() == null ? null : search.from().toString())
                .param(
                        "before",
                        search.before() == null ? null : search.before().toString())
                .param("placed", behind == null ? null : behind.placedAt().toString())
                .param("id", behind == null ? null : behind.id())
                .param("most", most)
                .query(OrderList::row)
                .list();
    }

    /** Orders by their channels' ids, newest first. */
    public List<Row> of(Collection<OrderKey> keys) {
        return jdbc.sql("""
                SELECT o.* FROM unnest(:connection::text[], :external::text[]) AS k(connection, external_id)
                JOIN orders o USING (connection, external_id)
                WHERE o.placed_at IS NOT NULL AND o.total_shop IS NOT NULL ORDER BY o.placed_at DESC, o.id DESC""")
                .params(Columns.of(keys)
                        .text("connection", OrderKey::connection)
                        .text("external", OrderKey::externalId)
                        .arrays())
                .query(OrderList::row)
                .list();
    }

    /** The channel's ids of the orders of a connection that last changed within a time, by the channel's clock; deleted ones not. */
    public List<String> changedWithin(ConnectionId connection, Instant from, Instant until) {
        return jdbc.sql("""
                SELECT external_id FROM orders WHERE connection = :connection AND NOT deleted
                  AND vendor_time >= :from::timestamptz AND vendor_time < :until::timestamptz""")
                .param("connection", connection.value())
                .param("from", from.toString())
                .param("until", until.toString())
                .query(String.class)
                .list();
    }

    public Pace pace() {
        return jdbc.sql("""
                SELECT count(*) FILTER (WHERE placed_at > now() - interval '1 minute') AS minute, count(*) AS hour
                FROM orders WHERE placed_at > now() - interval '1 hour' AND placed_at <= now()""").query(Pace.class).single();
    }

    private static Row row(ResultSet row, int index) throws SQLException {
        return new Row(
                row.getLong("id"),
                new OrderKey(new ConnectionId(row.getString("connection")), row.getString("external_id")),
                row.getString("number"),
                row.getString("state"),
                row.getString("payment"),
                row.getBoolean("deleted"),
                row.getTimestamp("placed_at").toInstant(),
                row.getBigDecimal("total_shop"),
                row.getString("shop_currency"));
    }
}

package caravan.order;

import caravan.kernel.ConnectionId;
import caravan.kernel.Mark;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** One order with everything known of it. */
@Component
public class OrderView {

    /** The order itself; nulls while it is known by its id alone. */
    public record Head(
            long id,
            OrderKey key,
            long revision,
            String number,
            String state,
            String payment,
            boolean deleted,
            @Nullable Instant placedAt,
            @Nullable Instant vendorTime,
            Instant firstSeenAt,
            Sums sums,
            String note) {}

    /** What it comes to, in the currency of the shop and in that of the buyer. */
    public record Sums(
            @Nullable String shopCurrency,
            @Nullable String buyerCurrency,
            boolean taxesIncluded,
            @Nullable BigDecimal totalShop,
            @Nullable BigDecimal totalBuyer,
            @Nullable BigDecimal refundedShop,
            @Nullable BigDecimal refundedBuyer) {
        public boolean twoCurrencies() {
            return shopCurrency != null && !shopCurrency.equals(buyerCurrency);
        }

        public boolean refunded() {
            return refundedShop != null && refundedShop.signum() != 0;
        }
    }

    /** One line; its price per unit in the currency of the shop and in that of the buyer. */
    public record Line(
            long id,
            String externalId,
            @Nullable String sku,
            String channelSku,
            String title,
            boolean stocked,
            long ordered,
            long cancelled,
            long shipped,
            long returned,
            long taken,
            BigDecimal unit,
            BigDecimal unitBuyer) {}

    /** One amount besides the lines, in the currency of the shop and in that of the buyer. */
    public record Amount(
            String kind, @Nullable String line, String title, boolean included, BigDecimal shop, BigDecimal buyer) {}

    /** One entry of the timeline. */
    public record Entry(long id, Instant at, String event, String detail) {}

    private final JdbcClient jdbc;

    OrderView(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Finds an order by its id in this database. */
    public Optional<Head> find(long id) {
        return jdbc.sql("SELECT * FROM orders WHERE id = :id")
                .param("id", id)
                .query(OrderView::head)
                .optional();
    }

    /** Finds an order by its channel's id. */
    public Optional<Head> find(OrderKey key) {
        return jdbc.sql("SELECT * FROM orders WHERE connection = :connection AND external_id = :external")
                .param("connection", key.connection().value())
                .param("external", key.externalId())
                .query(OrderView::head)
                .optional();
    }

    /**
     * A line and the order it belongs to.
     *
     * @param deleted whether the channel says that the order is gone
     */
    public record Member(long line, OrderKey order, String number, boolean deleted) {}

    /** All lines of the orders that these lines belong to. */
    public List<Member> together(Collection<Long> lines) {
        return jdbc.sql("""
                SELECT l.id, o.connection, o.external_id, o.number, o.deleted
                FROM orders o JOIN order_line l ON l.order_id = o.id
                WHERE o.id = ANY(ARRAY(SELECT order_id FROM order_line WHERE id = ANY(:line)))
                ORDER BY l.id""")
                .param("line", lines.toArray(Long[]::new))
                .query((row, index) -> new Member(
                        row.getLong("id"),
                        new OrderKey(new ConnectionId(row.getString("connection")), row.getString("external_id")),
                        row.getString("number"),
                        row.getBoolean("deleted")))
                .list();
    }

    /** The orders that these lines belong to, each once, in the order of the lines. */
    public List<OrderKey> keys(List<Long> lines) {
        return jdbc.sql("""
                SELECT o.connection, o.external_id
                FROM unnest(:line::bigint[]) WITH ORDINALITY AS d(line, place)
                JOIN order_line l ON l.id = d.line JOIN orders o ON o.id = l.order_id
                GROUP BY o.id ORDER BY min(d.place)""")
                .param("line", lines.toArray(Long[]::new))
                .query((row, index) ->
                        new OrderKey(new ConnectionId(row.getString("connection")), row.getString("external_id")))
                .list();
    }

    /** The orders that lines belong to, by line. */
    public Map<Long, OrderKey> byLine(Collection<Long> lines) {
        Map<Long, OrderKey> orders = new HashMap<>();
        jdbc.sql("""
                SELECT l.id, o.connection, o.external_id FROM order_line l JOIN orders o ON o.id = l.order_id
                WHERE l.id = ANY(:line)""").param("line", lines.toArray(Long[]::new)).query(row -> {
            orders.put(
                    row.getLong("id"),
                    new OrderKey(new ConnectionId(row.getString("connection")), row.getString("external_id")));
        });
        return orders;
    }

    public List<Line> lines(long order) {
        return jdbc.sql("SELECT *, unit_shop AS unit FROM order_line WHERE order_id = :order ORDER BY position, id")
                .param("order", order)
                .query(Line.class)
                .list();
    }

    public List<Amount> amounts(long order) {
        return jdbc.sql(
                        "SELECT kind, line, title, included, shop, buyer FROM order_charge WHERE order_id = :order ORDER BY position")
                .param("order", order)
                .query(Amount.class)
                .list();
    }

    /** Who is concerned: personal data. */
    public List<Party> parties(long order) {
        return jdbc.sql("SELECT * FROM order_party WHERE order_id = :order ORDER BY role")
                .param("order", order)
                .query(Party.class)
                .list();
    }

    /** What happened to it before a mark, the newest first. */
    public List<Entry> timeline(long order, Mark before, int most) {
        return jdbc.sql("""
                SELECT id, at, event, detail FROM order_timeline WHERE order_id = :order AND (at, id) < (:at, :id)
                ORDER BY at DESC, id DESC LIMIT :most""")
                .param("order", order)
                .param("at", Timestamp.from(before.at()))
                .param("id", before.id())
                .param("most", most)
                .query((row, index) -> new Entry(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("event"),
                        row.getString("detail")))
                .list();
    }

    private static Head head(ResultSet row, int index) throws SQLException {
        String note = row.getString("note");
        return new Head(
                row.getLong("id"),
                new OrderKey(new ConnectionId(row.getString("connection")), row.getString("external_id")),
                row.getLong("revision"),
                row.getString("number"),
                row.getString("state"),
                row.getString("payment"),
                row.getBoolean("deleted"),
                instant(row, "placed_at"),
                instant(row, "vendor_time"),
                row.getTimestamp("first_seen_at").toInstant(),
                new Sums(
                        row.getString("shop_currency"),
                        row.getString("buyer_currency"),
                        row.getBoolean("taxes_included"),
                        row.getBigDecimal("total_shop"),
                        row.getBigDecimal("total_buyer"),
                        row.getBigDecimal("refunded_shop"),
                        row.getBigDecimal("refunded_buyer")),
                note == null ? "" : note);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}

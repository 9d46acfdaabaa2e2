package caravan.order;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.order.Orders.Unknown;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The lines of which nobody knows yet which item they are. */
@Component
class UnknownLines {
    private static final int MOST = 1000;
    private static final String UNKNOWN = """
            SELECT DISTINCT o.connection, l.external_listing, l.channel_sku
            FROM order_line l JOIN orders o ON o.id = l.order_id
            WHERE l.sku IS NULL AND l.stocked AND\s""";

    private final JdbcClient jdbc;

    UnknownLines(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Unknown> of(ConnectionId connection) {
        return jdbc.sql(UNKNOWN + "o.connection = :connection LIMIT :most")
                .param("connection", connection.value())
                .param("most", MOST)
                .query(UnknownLines::unknown)
                .list();
    }

    List<Unknown> of(ConnectionId connection, String externalListing) {
        return jdbc.sql(UNKNOWN + "o.connection = :connection AND l.external_listing = :listing LIMIT :most")
                .param("connection", connection.value())
                .param("listing", externalListing)
                .param("most", MOST)
                .query(UnknownLines::unknown)
                .list();
    }

    List<Unknown> of(String channelSku) {
        return jdbc.sql(UNKNOWN + "l.channel_sku = :sku LIMIT :most")
                .param("sku", channelSku)
                .param("most", MOST)
                .query(UnknownLines::unknown)
                .list();
    }

    /** When the newest order of a connection that has such a line was placed. */
    Optional<Instant> newest(ConnectionId connection) {
        return jdbc.sql("""
                SELECT max(o.placed_at) FROM order_line l JOIN orders o ON o.id = l.order_id
                WHERE l.sku IS NULL AND l.stocked AND o.connection = :connection""")
                .param("connection", connection.value())
                .query((row, index) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** The orders that have a line of it; of one without a SKU by its listing alone. */
    List<OrderKey> waiting(ConnectionId connection, String channelSku, String externalListing, int most) {
        return jdbc.sql("""
                SELECT DISTINCT o.id, o.connection, o.external_id FROM order_line l JOIN orders o ON o.id = l.order_id
                WHERE l.sku IS NULL AND l.stocked AND l.channel_sku = :sku AND o.connection = :connection
                  AND (:sku <> '' OR l.external_listing = :listing)
                ORDER BY o.id DESC LIMIT :most""")
                .param("connection", connection.value())
                .param("sku", channelSku)
                .param("listing", externalListing)
                .param("most", most)
                .query((row, index) ->
                        new OrderKey(new ConnectionId(row.getString("connection")), row.getString("external_id")))
                .list();
    }

    /**
     * Writes which items lines are, or that they are none; the orders are locked.
     *
     * @return the lines that are items now
     */
    Set<Long> assign(List<OrderRows.Known> orders, Map<Unknown, Optional<Sku>> known) {
        record Row(Unknown unknown, Optional<Sku> sku) {}
        List<Row> rows = new ArrayList<>();
        known.forEach((unknown, sku) -> rows.add(new Row(unknown, sku)));
        return new HashSet<>(jdbc.sql("""
                WITH assigned AS (
                    UPDATE order_line l SET sku = u.item, stocked = u.item IS NOT NULL
                    FROM unnest(:connection::text[], :listing::text[], :channelSku::text[], :item::text[])
                        AS u(connection, listing, sku, item), orders o
                    WHERE l.order_id = ANY(:order) AND o.id = l.order_id AND o.connection = u.connection
                      AND l.external_listing = u.listing AND l.channel_sku = u.sku AND l.sku IS NULL AND l.stocked
                    RETURNING l.id, l.sku)
                SELECT id FROM assigned WHERE sku IS NOT NULL""")
                .params(Columns.of(rows)
                        .text("connection", row -> row.unknown().connection())
                        .text("listing", row -> row.unknown().externalListing())
                        .text("channelSku", row -> row.unknown().channelSku())
                        .text("item", row -> row.sku().map(Sku::value).orElse(null))
                        .arrays())
                .params(Columns.of(orders).whole("order", OrderRows.Known::id).arrays())
                .query(Long.class)
                .list());
    }

    private static Unknown unknown(ResultSet row, int index) throws SQLException {
        return new Unknown(
                new ConnectionId(row.getString("connection")),
                row.getString("external_listing"),
                row.getString("channel_sku"));
    }
}

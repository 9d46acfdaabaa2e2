package caravan.order;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What orders are known to have been refunded. */
@Component
class RefundRows {
    private final JdbcClient jdbc;

    RefundRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<OrderKey, Orders.Refunded> of(List<OrderKey> keys) {
        Map<OrderKey, Orders.Refunded> known = new HashMap<>();
        jdbc.sql("""
                SELECT o.connection, o.external_id, o.refunded_shop, l.external_id AS line, l.cancelled
                FROM unnest(:connection::text[], :external::text[]) AS k(connection, external_id)
                JOIN orders o USING (connection, external_id) LEFT JOIN order_line l ON l.order_id = o.id
                WHERE o.refunded_shop IS NOT NULL AND NOT o.deleted""")
                .params(Columns.of(keys)
                        .text("connection", OrderKey::connection)
                        .text("external", OrderKey::externalId)
                        .arrays())
                .query(row -> {
                    OrderKey key =
                            new OrderKey(new ConnectionId(row.getString("connection")), row.getString("external_id"));
                    Orders.Refunded refunded = known.get(key);
                    if (refunded == null) {
                        refunded = new Orders.Refunded(row.getBigDecimal("refunded_shop"), new HashMap<>());
                        known.put(key, refunded);
                    }
                    String line = row.getString("line");
                    if (line != null) {
                        refunded.cancelled().put(line, row.getLong("cancelled"));
                    }
                });
        return known;
    }
}

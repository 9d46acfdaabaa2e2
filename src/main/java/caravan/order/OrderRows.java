package caravan.order;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of an order besides its lines. */
@Component
class OrderRows {
    private static final String KNOWN = """
            SELECT o.id, o.connection, o.external_id, o.vendor_time, o.content_hash, o.accepted_at, o.deleted, o.state,
                   o.placed_at, clock_timestamp() AS now
            FROM orders o
            """;

    /**
     * An order as it is known, locked.
     *
     * @param now the database's clock while it is locked
     */
    record Known(
            long id,
            OrderKey key,
            OrderVersion version,
            String state,
            @Nullable Instant placedAt,
            Instant now) {}

    private final JdbcClient jdbc;

    OrderRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks orders, making rows for those never heard of. */
    List<Known> lock(List<OrderKey> sorted) {
        Map<String, Object> keys = Columns.of(sorted)
                .text("connection", OrderKey::connection)
                .text("external", OrderKey::externalId)
                .arrays();
        jdbc.sql("""
                INSERT INTO orders (connection, external_id)
                SELECT * FROM unnest(:connection::text[], :external::text[]) AS k(connection, external_id)
                ORDER BY connection, external_id
                ON CONFLICT DO NOTHING""").params(keys).update();
        return jdbc.sql(KNOWN + """
                JOIN unnest(:connection::text[], :external::text[]) AS k(connection, external_id)
                    USING (connection, external_id)
                ORDER BY o.connection, o.external_id FOR UPDATE OF o""").params(keys).query(OrderRows::known).list();
    }

    /** Locks the orders that have a line of these things of which no item is known. */
    List<Known> lockWaiting(Collection<Orders.Unknown> unknown) {
        List<Long> waiting = jdbc.sql("""
                SELECT DISTINCT o.id
                FROM unnest(:connection::text[], :listing::text[], :sku::text[]) AS u(connection, listing, sku)
                JOIN order_line l ON l.channel_sku = u.sku AND l.external_listing = u.listing AND l.sku IS NULL AND l.stocked
                JOIN orders o ON o.id = l.order_id AND o.connection = u.connection""")
                .params(Columns.of(unknown)
                        .text("connection", Orders.Unknown::connection)
                        .text("listing", Orders.Unknown::externalListing)
                        .text("sku", Orders.Unknown::channelSku)
                        .arrays())
                .query(Long.class)
                .list();
        return jdbc.sql(KNOWN + "WHERE o.id = ANY(:id) ORDER BY o.connection, o.external_id FOR UPDATE OF o")
                .param("id", waiting.toArray(Long[]::new))
                .query(OrderRows::known)
                .list();
    }

    void markDeleted(long id) {
        jdbc.sql(
                        "UPDATE orders SET deleted = true, revision = revision + 1, accepted_at = clock_timestamp() WHERE id = :id")
                .param("id", id)
                .update();
    }

    /** Writes what accepted documents say about the orders themselves. */
    void update(List<OrderChange> accepted) {
        jdbc.sql("""
                UPDATE orders o SET revision = o.revision + 1, number = d.number, state = d.state, payment = d.payment,
                    placed_at = d.placed_at::timestamptz, vendor_time = d.vendor_time::timestamptz,
                    content_hash = d.hash, accepted_at = clock_timestamp(), deleted = false,
                    shop_currency = d.shop_currency, buyer_currency = d.buyer_currency,
                    taxes_included = d.taxes_included::boolean, total_shop = d.total_shop::numeric,
                    total_buyer = d.total_buyer::numeric, refunded_shop = d.refunded_shop::numeric,
                    refunded_buyer = d.refunded_buyer::numeric, note = d.note
                FROM unnest(:id::bigint[], :number::text[], :state::text[], :payment::text[], :placed::text[],
                            :vendor::text[], :hash::text[], :shop::text[], :buyer::text[], :taxes::text[],
                            :totalShop::text[], :totalBuyer::text[], :refundedShop::text[], :refundedBuyer::text[],
                            :note::text[])
                    AS d(id, number, state, payment, placed_at, vendor_time, hash, shop_currency, buyer_currency,
                         taxes_included, total_shop, total_buyer, refunded_shop, refunded_buyer, note)
                WHERE o.id = d.id""")
                .params(Columns.of(accepted)
                        .whole("id", change -> change.known().id())
                        .text("number", change -> change.content().number())
                        .text("state", change -> change.content().state())
                        .text("payment", change -> change.content().payment())
                        .text("placed", change -> change.content().placedAt())
                        .text("vendor", change -> change.document().vendorTime())
                        .text("hash", change -> change.content().hash())
                        .text("shop", change -> change.content().total().shop().currency())
                        .text(
                                "buyer",
                                change -> change.content().total().buyer().currency())
                        .text("taxes", change -> change.content().taxesIncluded())
                        .text(
                                "totalShop",
                                change -> change.content().total().shop().amount())
                        .text(
                                "totalBuyer",
                                change -> change.content().total().buyer().amount())
                        .text(
                                "refundedShop",
                                change -> change.content().refunded().shop().amount())
                        .text(
                                "refundedBuyer",
                                change -> change.content().refunded().buyer().amount())
                        .text("note", change -> change.content().note())
                        .arrays())
                .update();
        replaceCharges(accepted);
        replaceParties(accepted);
    }

    private void replaceCharges(List<OrderChange> accepted) {
        record Row(long order, int position, Charge charge) {}
        List<Row> charges = new ArrayList<>();
        for (OrderChange change : accepted) {
            int position = 0;
            for (Charge charge : change.content().charges()) {
                charges.add(new Row(change.known().id(), position++, charge));
            }
            Totals totals = change.totals();
            if (totals.explained() && !totals.remainder().isZero()) {
                charges.add(new Row(
                        change.known().id(),
                        position,
                        new Charge(Charge.Kind.ROUNDING, null, "Rounding", false, totals.remainder())));
            }
        }
        clear("order_charge", accepted);
        jdbc.sql("""
                INSERT INTO order_charge (order_id, position, kind, line, title, included, shop, buyer)
                SELECT o, p, k, l, t, i::boolean, s::numeric, b::numeric
                FROM unnest(:order::bigint[], :position::bigint[], :kind::text[], :line::text[], :title::text[],
                            :included::text[], :shop::text[], :buyer::text[]) AS c(o, p, k, l, t, i, s, b)""")
                .params(Columns.of(charges)
                        .whole("order", Row::order)
                        .whole("position", Row::position)
                        .text("kind", row -> row.charge().kind())
                        .text("line", row -> row.charge().line())
                        .text("title", row -> row.charge().title())
                        .text("included", row -> row.charge().included())
                        .text("shop", row -> row.charge().amount().shop().amount())
                        .text("buyer", row -> row.charge().amount().buyer().amount())
                        .arrays())
                .update();
    }

    private void replaceParties(List<OrderChange> accepted) {
        record Row(long order, Party party) {}
        List<Row> parties = accepted.stream()
                .flatMap(change -> change.content().parties().stream()
                        .map(party -> new Row(change.known().id(), party)))
                .toList();
        clear("order_party", accepted);
        jdbc.sql("""
                INSERT INTO order_party (order_id, role, name, company, street, city, region, postcode, country, email, phone)
                SELECT * FROM unnest(:order::bigint[], :role::text[], :name::text[], :company::text[], :street::text[],
                    :city::text[], :region::text[], :postcode::text[], :country::text[], :email::text[], :phone::text[])""")
                .params(Columns.of(parties)
                        .whole("order", Row::order)
                        .text("role", row -> row.party().role())
                        .text("name", row -> row.party().name())
                        .text("company", row -> row.party().company())
                        .text("street", row -> row.party().street())
                        .text("city", row -> row.party().city())
                        .text("region", row -> row.party().region())
                        .text("postcode", row -> row.party().postcode())
                        .text("country", row -> row.party().country())
                        .text("email", row -> row.party().email())
                        .text("phone", row -> row.party().phone())
                        .arrays())
                .update();
    }

    /** New orders have nothing to clear; the table's name is one of ours. */
    private void clear(String table, List<OrderChange> accepted) {
        List<OrderChange> known = accepted.stream()
                .filter(change -> change.known().version().vendorTime() != null)
                .toList();
        if (!known.isEmpty()) {
            jdbc.sql("DELETE FROM " + table + " WHERE order_id = ANY(:id)")
                    .params(Columns.of(known)
                            .whole("id", change -> change.known().id())
                            .arrays())
                    .update();
        }
    }

    private static Known known(ResultSet row, int index) throws SQLException {
        OrderKey key = new OrderKey(new ConnectionId(row.getString("connection")), row.getString("external_id"));
        OrderVersion version = new OrderVersion(
                instant(row, "vendor_time"),
                row.getString("content_hash"),
                instant(row, "accepted_at"),
                row.getBoolean("deleted"));
        return new Known(
                row.getLong("id"),
                key,
                version,
                row.getString("state"),
                instant(row, "placed_at"),
                row.getTimestamp("now").toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}

package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** By which rule a channel shows what is available: one for all its items, and one for each item that has its own. */
@Component
public class ChannelRules {

    /**
     * How much of what is available a channel may show: {@code max(0, floor((available - buffer) x share))}, capped by
     * the maximum; below the minimum nothing. Null takes the channel's default, and where that is null too, no limit.
     *
     * @param buffer units held back
     * @param share from 0 to 1
     */
    public record Rule(
            @Nullable Long buffer,
            @Nullable BigDecimal share,
            @Nullable Long minimum,
            @Nullable Long maximum) {}

    /**
     * A rule and what it is for.
     *
     * @param sku null for all items of the connection that have none of their own
     * @param given whether the file of connections gives it, so that it is changed there alone
     */
    public record Placed(ConnectionId connection, @Nullable Sku sku, Rule rule, boolean given) {}

    private static final int MOST_WAITING = 50;

    private final JdbcClient jdbc;
    private final Books books;

    ChannelRules(JdbcClient jdbc, Books books) {
        this.jdbc = jdbc;
        this.books = books;
    }

    /**
     * Sets a rule, in place of the one there is.
     *
     * @param sku the one item it is for, which must be there; null for all that have none of their own
     * @throws IllegalStateException if the file of connections gives it
     */
    @Transactional
    public void put(ConnectionId connection, @Nullable Sku sku, Rule rule) {
        int put = jdbc.sql("""
                INSERT INTO channel_rule AS r (connection, sku, buffer, share, minimum, maximum)
                VALUES (:connection, :sku, :buffer, :share, :minimum, :maximum)
                ON CONFLICT (connection, sku) DO UPDATE SET buffer = excluded.buffer, share = excluded.share,
                    minimum = excluded.minimum, maximum = excluded.maximum
                    WHERE NOT r.given""")
                .param("connection", connection.value())
                .param("sku", sku == null ? null : sku.value())
                .param("buffer", rule.buffer())
                .param("share", rule.share())
                .param("minimum", rule.minimum())
                .param("maximum", rule.maximum())
                .update();
        if (put == 0) {
            throw isTheFiles(connection, sku);
        }
        refresh(connection, sku);
    }

    /** Sets the rules that the file of connections gives a connection, in place of what people set; those it gave before end. */
    @Transactional
    public void give(ConnectionId connection, List<Placed> given) {
        Map<String, Object> columns = Columns.of(given)
                .text("sku", Placed::sku)
                .text("buffer", each -> each.rule().buffer())
                .text("share", each -> each.rule().share())
                .text("minimum", each -> each.rule().minimum())
                .text("maximum", each -> each.rule().maximum())
                .arrays();
        int changed = jdbc.sql("""
                DELETE FROM channel_rule r WHERE r.connection = :connection AND r.given AND NOT EXISTS (
                    SELECT FROM unnest(:sku::text[]) AS d(s) WHERE coalesce(d.s, '') = coalesce(r.sku, ''))""")
                .param("connection", connection.value())
                .params(columns)
                .update();
        changed += jdbc.sql("""
                INSERT INTO channel_rule AS r (connection, sku, buffer, share, minimum, maximum, given)
                SELECT :connection, s, b::bigint, p::numeric, least::bigint, most::bigint, true
                FROM unnest(:sku::text[], :buffer::text[], :share::text[], :minimum::text[], :maximum::text[])
                    AS d(s, b, p, least, most)
                ORDER BY s
                ON CONFLICT (connection, sku) DO UPDATE SET buffer = excluded.buffer, share = excluded.share,
                    minimum = excluded.minimum, maximum = excluded.maximum, given = true
                    WHERE (r.buffer, r.share, r.minimum, r.maximum, r.given)
                        IS DISTINCT FROM (excluded.buffer, excluded.share, excluded.minimum, excluded.maximum, true)""")
                .param("connection", connection.value())
                .params(columns)
                .update();
        if (changed > 0) {
            books.refreshAll(connection.value());
        }
    }

    /**
     * Takes a rule away; the next default holds from then on.
     *
     * @return false if there was none
     * @throws IllegalStateException if the file of connections gives it
     */
    @Transactional
    public boolean drop(ConnectionId connection, @Nullable Sku sku) {
        int dropped = jdbc.sql(
                        "DELETE FROM channel_rule WHERE connection = :connection AND sku IS NOT DISTINCT FROM :sku AND NOT given")
                .param("connection", connection.value())
                .param("sku", sku == null ? null : sku.value())
                .update();
        if (dropped > 0) {
            refresh(connection, sku);
        } else if (isGiven(connection, sku)) {
            throw isTheFiles(connection, sku);
        }
        return dropped > 0;
    }

    /** Finds a rule; for no SKU the connection's default. */
    public Optional<Rule> find(ConnectionId connection, @Nullable Sku sku) {
        return jdbc.sql("SELECT * FROM channel_rule WHERE connection = :connection AND sku IS NOT DISTINCT FROM :sku")
                .param("connection", connection.value())
                .param("sku", sku == null ? null : sku.value())
                .query((row, index) -> rule(row))
                .optional();
    }

    /** Whether the file of connections gives a rule. */
    public boolean isGiven(ConnectionId connection, @Nullable Sku sku) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM channel_rule
                               WHERE connection = :connection AND sku IS NOT DISTINCT FROM :sku AND given)""")
                .param("connection", connection.value())
                .param("sku", sku == null ? null : sku.value())
                .query(Boolean.class)
                .single();
    }

    /** Some rules of each connection whose SKUs are no items yet; only the file of connections gives such. */
    public List<Placed> waiting() {
        return jdbc.sql("""
                SELECT w.* FROM (
                    SELECT r.*, row_number() OVER (PARTITION BY r.connection ORDER BY r.sku) AS place FROM channel_rule r
                    WHERE r.given AND r.sku IS NOT NULL AND NOT EXISTS (SELECT FROM item i WHERE i.sku = r.sku)) AS w
                WHERE w.place <= :most ORDER BY w.connection, w.sku""")
                .param("most", MOST_WAITING)
                .query(ChannelRules::placed)
                .list();
    }

    /** The rules of one item, by connection. */
    public List<Placed> of(Sku sku) {
        return jdbc.sql("SELECT * FROM channel_rule WHERE sku = :sku ORDER BY connection")
                .param("sku", sku.value())
                .query(ChannelRules::placed)
                .list();
    }

    /** The defaults of all connections that have one. */
    public List<Placed> defaults() {
        return jdbc.sql("SELECT * FROM channel_rule WHERE sku IS NULL ORDER BY connection")
                .query(ChannelRules::placed)
                .list();
    }

    /**
     * Lists the items of a connection that have rules of their own, by SKU.
     *
     * @param after the last SKU of the page before, or an empty text
     */
    public List<Placed> page(ConnectionId connection, String after, int most) {
        return jdbc.sql("""
                SELECT * FROM channel_rule WHERE connection = :connection AND sku > :after ORDER BY sku LIMIT :most""")
                .param("connection", connection.value())
                .param("after", after)
                .param("most", most)
                .query(ChannelRules::placed)
                .list();
    }

    private static IllegalStateException isTheFiles(ConnectionId connection, @Nullable Sku sku) {
        return new IllegalStateException((sku == null ? "The default rule" : "The rule of item '" + sku + "'")
                + " on connection '" + connection
                + "' stands in the file of connections. Change it there and start the hub again.");
    }

    private void refresh(ConnectionId connection, @Nullable Sku sku) {
        if (sku == null) {
            books.refreshAll(connection.value());
        } else {
            books.refresh(connection.value(), sku);
        }
    }

    private static Placed placed(ResultSet row, int index) throws SQLException {
        String sku = row.getString("sku");
        return new Placed(
                new ConnectionId(row.getString("connection")),
                sku == null ? null : new Sku(sku),
                rule(row),
                row.getBoolean("given"));
    }

    private static Rule rule(ResultSet row) throws SQLException {
        return new Rule(
                row.getObject("buffer", Long.class),
                row.getBigDecimal("share"),
                row.getObject("minimum", Long.class),
                row.getObject("maximum", Long.class));
    }
}

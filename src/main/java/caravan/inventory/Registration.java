package caravan.inventory;

import caravan.inventory.Listings.Listed;
import caravan.inventory.Listings.Offered;
import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Enters what a channel lists: new listings, other ids for known ones, and those that stand for something else by now. */
@Component
class Registration {
    /** What was read and told belongs to what the channel called by the old id. It goes live again once it is read anew. */
    private static final String FORGET = """
            state = 'watched', approved = l.approved OR l.state = 'live', baseline = NULL, held_until = NULL, unexplained = 0,
            uncertain = false, doubt = 0, fault = NULL, detail = NULL, next_at = '-infinity', version = l.version + 1
            """;

    private final JdbcClient jdbc;
    private final Books books;

    Registration(JdbcClient jdbc, Books books) {
        this.jdbc = jdbc;
        this.books = books;
    }

    /** Adds watched listings, and changes those that are not as listed. */
    @Transactional
    void register(List<Listed> listed) {
        Map<String, Object> columns = Columns.of(listed)
                .text("connection", each -> each.key().connection())
                .text("location", each -> each.key().channelLocation())
                .text("sku", each -> each.key().sku())
                .text("external", Listed::externalId)
                .text("batch", Listed::batch)
                .arrays();
        // An order that books a level now cannot see a listing added now: one of the two has to wait for the other.
        books.lockLevels(skusAdded(columns));
        List<Long> changing = books.lock(changing(columns));
        jdbc.sql(
                        "UPDATE listing l SET external_id = 'left/' || l.id || '/' || l.external_id, reading_due_since = NULL, "
                                + FORGET + """
                FROM unnest(:connection::text[], :location::text[], :sku::text[], :external::text[]) AS d(c, w, s, e)
                WHERE l.id = ANY(:changing) AND l.connection = d.c AND l.channel_location = d.w AND l.external_id = d.e
                  AND l.sku <> d.s""")
                .params(columns)
                .param("changing", changing.toArray(Long[]::new))
                .update();
        jdbc.sql("UPDATE listing l SET external_id = d.e, reading_due_since = clock_timestamp(), " + FORGET + """
                FROM unnest(:connection::text[], :location::text[], :sku::text[], :external::text[]) AS d(c, w, s, e)
                WHERE l.id = ANY(:changing) AND l.connection = d.c AND l.channel_location = d.w AND l.sku = d.s
                  AND l.external_id <> d.e""")
                .params(columns)
                .param("changing", changing.toArray(Long[]::new))
                .update();
        jdbc.sql("""
                UPDATE listing l SET batch = d.b
                FROM unnest(:connection::text[], :location::text[], :sku::text[], :batch::text[]) AS d(c, w, s, b)
                WHERE l.id = ANY(:changing) AND l.connection = d.c AND l.channel_location = d.w AND l.sku = d.s
                  AND l.batch <> d.b""")
                .params(columns)
                .param("changing", changing.toArray(Long[]::new))
                .update();
        List<Long> moved = new ArrayList<>(changing);
        moved.addAll(jdbc.sql("""
                INSERT INTO listing AS l (connection, channel_location, sku, external_id, batch, reading_due_since, drift_policy)
                SELECT c, w, s, e, b, clock_timestamp(),
                       coalesce((SELECT p.policy FROM channel_drift p WHERE p.connection = c), 'hub')
                FROM unnest(:connection::text[], :location::text[], :sku::text[], :external::text[], :batch::text[])
                    AS d(c, w, s, e, b)
                WHERE NOT EXISTS (SELECT FROM listing k WHERE k.connection = c AND k.channel_location = w AND k.sku = s)
                ORDER BY c, w, s
                ON CONFLICT (connection, channel_location, sku) DO NOTHING
                RETURNING id""").params(columns).query(Long.class).list());
        books.refresh(moved);
    }

    /** Watches listings that are gone, stand for no item any more, or for one that is listed twice, and forgets what was read. */
    @Transactional
    void leave(List<Offered> offered) {
        List<Long> left = books.lock(jdbc.sql("""
                SELECT l.id FROM unnest(:connection::text[], :location::text[], :external::text[]) AS d(c, w, e)
                JOIN listing l ON l.connection = d.c AND l.channel_location = d.w AND l.external_id = d.e""")
                .params(Columns.of(offered)
                        .text("connection", Offered::connection)
                        .text("location", Offered::channelLocation)
                        .text("external", Offered::externalId)
                        .arrays())
                .query(Long.class)
                .list());
        jdbc.sql(
                        "UPDATE listing l SET external_id = 'left/' || l.id || '/' || l.external_id, reading_due_since = NULL, "
                                + FORGET + "WHERE l.id = ANY(:id)")
                .param("id", left.toArray(Long[]::new))
                .update();
    }

    List<Offered> besides(ConnectionId connection, List<Offered> offered) {
        return jdbc.sql("SELECT l.channel_location, l.external_id FROM listing l WHERE l.connection = :of AND NOT "
                        + Listings.LEFT
                        + """
                 AND NOT EXISTS (SELECT FROM unnest(:location::text[], :external::text[]) AS d(w, e)
                                 WHERE d.w = l.channel_location AND d.e = l.external_id)""")
                .param("of", connection.value())
                .params(Columns.of(offered)
                        .text("location", Offered::channelLocation)
                        .text("external", Offered::externalId)
                        .arrays())
                .query((row, index) ->
                        new Offered(connection, row.getString("channel_location"), row.getString("external_id")))
                .list();
    }

    private List<String> skusAdded(Map<String, Object> columns) {
        return jdbc.sql("""
                SELECT s FROM unnest(:connection::text[], :location::text[], :sku::text[]) AS d(c, w, s)
                WHERE NOT EXISTS (SELECT FROM listing k WHERE k.connection = c AND k.channel_location = w AND k.sku = s)""").params(columns).query(String.class).list();
    }

    private List<Long> changing(Map<String, Object> columns) {
        return jdbc.sql("""
                SELECT l.id
                FROM unnest(:connection::text[], :location::text[], :sku::text[], :external::text[]) AS d(c, w, s, e)
                JOIN listing l ON l.connection = d.c AND l.channel_location = d.w AND l.external_id = d.e AND l.sku <> d.s
                UNION
                SELECT l.id
                FROM unnest(:connection::text[], :location::text[], :sku::text[], :external::text[], :batch::text[])
                    AS d(c, w, s, e, b)
                JOIN listing l ON l.connection = d.c AND l.channel_location = d.w AND l.sku = d.s
                    AND (l.external_id, l.batch) IS DISTINCT FROM (d.e, d.b)""").params(columns).query(Long.class).list();
    }
}

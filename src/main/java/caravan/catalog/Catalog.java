package caravan.catalog;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The items, and the decisions about what a channel's listings stand for. */
@Component
public class Catalog {

    /**
     * What a channel sold.
     *
     * @param externalListing the channel's id of it, or how its order lines name it; empty for a custom line
     * @param channelSku the SKU as the channel wrote it, empty if it has none
     */
    public record Sold(ConnectionId connection, String externalListing, String channelSku) {}

    /**
     * What something sold stands for.
     *
     * @param sku our item; null if it is ignored on purpose, or unknown
     * @param ignored whether a person decided that it is no item of ours
     * @param aside whether a person decided that another listing of the item is the one kept in step
     */
    public record Match(@Nullable Sku sku, boolean ignored, boolean aside) {
        public static final Match UNKNOWN = new Match(null, false, false);

        /** Whether it is known what it stands for, if only that it is nothing of ours. */
        public boolean isKnown() {
            return sku != null || ignored;
        }
    }

    /**
     * Something of a channel that a person decided to ignore.
     *
     * @param channelSku the SKU as the channel writes it, empty if a listing without one is ignored
     * @param externalListing the listing without SKU, empty if a SKU is ignored
     */
    public record Ignored(String channelSku, String externalListing, Instant decidedAt) {}

    private record Found(
            String listing,
            String channelSku,
            String connection,
            @Nullable String sku,
            boolean decided,
            boolean aside) {}

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Catalog(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** Adds an item, or changes its title. */
    @Transactional
    public void put(Sku sku, String title) {
        boolean added = jdbc.sql("""
                INSERT INTO item (sku, title) VALUES (:sku, :title)
                ON CONFLICT (sku) DO UPDATE SET title = excluded.title RETURNING old.sku IS NULL""")
                .param("sku", sku.value())
                .param("title", title)
                .query(Boolean.class)
                .single();
        if (added) {
            events.publishEvent(new ItemAdded(sku));
        }
    }

    /**
     * Notes how order lines of a channel name its listings, where that is not a listing's own id. What was decided about a listing
     * by such a name is from then on decided about the listing.
     *
     * @param listings the listings' ids by the names of order lines
     */
    @Transactional
    public void alias(ConnectionId connection, Map<String, String> listings) {
        Map<String, Object> columns = Columns.of(new TreeMap<>(listings).entrySet())
                .text("alias", Map.Entry::getKey)
                .text("listing", Map.Entry::getValue)
                .arrays();
        jdbc.sql("""
                INSERT INTO listing_alias AS l (connection, alias, external_listing)
                SELECT :connection, a, e FROM unnest(:alias::text[], :listing::text[]) AS d(a, e) ORDER BY a
                ON CONFLICT (connection, alias) DO UPDATE SET external_listing = excluded.external_listing
                    WHERE l.external_listing <> excluded.external_listing""").param("connection", connection.value()).params(columns).update();
        jdbc.sql("""
                WITH moved AS (
                    DELETE FROM listing_match m USING unnest(:alias::text[], :listing::text[]) AS d(a, e)
                    WHERE m.connection = :connection AND m.external_listing = d.a
                    RETURNING d.e, m.sku, m.decided_at, m.aside)
                INSERT INTO listing_match (connection, external_listing, sku, decided_at, aside)
                SELECT :connection, e, sku, decided_at, aside FROM moved ORDER BY e
                ON CONFLICT DO NOTHING""").param("connection", connection.value()).params(columns).update();
    }

    /**
     * Decides what a channel's listing stands for, whatever SKU the channel writes on it.
     *
     * @param sku the item, or null to ignore the listing
     */
    @Transactional
    public void match(ConnectionId connection, String externalListing, @Nullable Sku sku) {
        jdbc.sql("""
                INSERT INTO listing_match (connection, external_listing, sku) VALUES (:connection, coalesce(
                    (SELECT external_listing FROM listing_alias WHERE connection = :connection AND alias = :listing), :listing), :sku)
                ON CONFLICT (connection, external_listing)
                    DO UPDATE SET sku = excluded.sku, aside = false, decided_at = now()""")
                .param("connection", connection.value())
                .param("listing", externalListing)
                .param("sku", sku == null ? null : sku.value())
                .update();
    }

    /**
     * Decides what a SKU stands for as one channel writes it, on whichever listing; a decision about a listing goes before.
     *
     * @param sku the item, or null to ignore whatever carries it
     */
    @Transactional
    public void matchSku(ConnectionId connection, String channelSku, @Nullable Sku sku) {
        jdbc.sql("""
                INSERT INTO sku_match (connection, channel_sku, sku) VALUES (:connection, :channelSku, :sku)
                ON CONFLICT (connection, channel_sku) DO UPDATE SET sku = excluded.sku, decided_at = now()""")
                .param("connection", connection.value())
                .param("channelSku", channelSku)
                .param("sku", sku == null ? null : sku.value())
                .update();
    }

    /** What is ignored on a channel, the newest decision first. */
    public List<Ignored> ignored(ConnectionId connection, int most) {
        return jdbc.sql("""
                SELECT channel_sku, '' AS listing, decided_at FROM sku_match WHERE connection = :connection AND sku IS NULL
                UNION ALL
                SELECT '', external_listing, decided_at FROM listing_match WHERE connection = :connection AND sku IS NULL
                ORDER BY decided_at DESC, channel_sku, listing LIMIT :most""")
                .param("connection", connection.value())
                .param("most", most)
                .query((row, index) -> new Ignored(
                        row.getString("channel_sku"),
                        row.getString("listing"),
                        row.getTimestamp("decided_at").toInstant()))
                .list();
    }

    /**
     * Takes back that something is ignored: it is unknown again. What was sold meanwhile stays uncounted.
     *
     * @return whether it was ignored
     */
    @Transactional
    public boolean ignoreNoMore(ConnectionId connection, String channelSku, String externalListing) {
        boolean bySku = !channelSku.isEmpty();
        return jdbc.sql(
                                bySku
                                        ? "DELETE FROM sku_match WHERE connection = :connection AND channel_sku = :key AND sku IS NULL"
                                        : "DELETE FROM listing_match WHERE connection = :connection AND external_listing = :key AND sku IS NULL")
                        .param("connection", connection.value())
                        .param("key", bySku ? channelSku : externalListing)
                        .update()
                > 0;
    }

    /** Decides that other listings of an item are left alone; what they sell is the item all the same. */
    @Transactional
    public void setAside(ConnectionId connection, Collection<String> externalListings, Sku sku) {
        jdbc.sql("""
                INSERT INTO listing_match (connection, external_listing, sku, aside)
                SELECT :connection, l, :sku, true FROM unnest(:listing::text[]) AS d(l) ORDER BY l
                ON CONFLICT (connection, external_listing)
                    DO UPDATE SET sku = excluded.sku, aside = true, decided_at = now()""")
                .param("connection", connection.value())
                .param("sku", sku.value())
                .param("listing", externalListings.toArray(String[]::new))
                .update();
    }

    /**
     * Says what each thing sold stands for: by a decision about its listing, else by one about its SKU on that channel, else by
     * its SKU. All in one query.
     */
    public Map<Sold, Match> find(Collection<Sold> sold) {
        Map<Sold, Match> matches = new HashMap<>();
        sold.forEach(each -> matches.put(each, Match.UNKNOWN));
        jdbc.sql("""
                SELECT s.connection, s.listing, s.sku AS channel_sku, coalesce(m.aside, false) AS aside,
                       m.connection IS NOT NULL OR t.connection IS NOT NULL AS decided,
                       CASE WHEN m.connection IS NOT NULL THEN m.sku WHEN t.connection IS NOT NULL THEN t.sku
                            ELSE i.sku END AS sku
                FROM unnest(:connection::text[], :listing::text[], :sku::text[]) AS s(connection, listing, sku)
                LEFT JOIN listing_alias a ON a.connection = s.connection AND a.alias = s.listing
                LEFT JOIN listing_match m ON m.connection = s.connection
                    AND m.external_listing = coalesce(a.external_listing, s.listing) AND s.listing <> ''
                LEFT JOIN sku_match t ON t.connection = s.connection AND t.channel_sku = s.sku AND s.sku <> ''
                LEFT JOIN item i ON i.sku = s.sku
                WHERE m.connection IS NOT NULL OR t.connection IS NOT NULL OR i.sku IS NOT NULL""")
                .params(Columns.of(matches.keySet())
                        .text("connection", Sold::connection)
                        .text("listing", Sold::externalListing)
                        .text("sku", Sold::channelSku)
                        .arrays())
                .query((row, index) -> new Found(
                        row.getString("listing"),
                        row.getString("channel_sku"),
                        row.getString("connection"),
                        row.getString("sku"),
                        row.getBoolean("decided"),
                        row.getBoolean("aside")))
                .list()
                .forEach(found -> matches.put(
                        new Sold(new ConnectionId(found.connection()), found.listing(), found.channelSku()),
                        new Match(
                                found.sku() == null ? null : new Sku(found.sku()),
                                found.decided() && found.sku() == null,
                                found.aside())));
        return matches;
    }

    /** An item by what people call it. */
    public record Item(Sku sku, String title) {}

    /**
     * Lists items by SKU, the first characters of which may be given.
     *
     * @param after the last SKU of the page before, or an empty text
     */
    public List<Item> page(String prefix, String after, int most) {
        return jdbc.sql("""
                SELECT sku, title FROM item
                WHERE sku ~>=~ :prefix AND sku ~<=~ (:prefix || :last) AND sku ~>~ :after
                ORDER BY sku USING ~<~ LIMIT :most""")
                .param("prefix", prefix)
                .param("last", Character.toString(Character.MAX_CODE_POINT))
                .param("after", after)
                .param("most", most)
                .query(Catalog::item)
                .list();
    }

    /** Finds items by their SKUs; those that are none are left out. */
    public List<Item> items(Collection<Sku> skus) {
        return jdbc.sql("SELECT sku, title FROM item WHERE sku = ANY(:sku) ORDER BY sku USING ~<~")
                .params(Columns.of(skus).text("sku", sku -> sku).arrays())
                .query(Catalog::item)
                .list();
    }

    private static Item item(ResultSet row, int index) throws SQLException {
        return new Item(new Sku(row.getString("sku")), row.getString("title"));
    }
}

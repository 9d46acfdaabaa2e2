package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The two books of every listing: what it should show, computed from the ledger, and the most it can show, moved by
 * differences. Listings are locked first, sorted by id, and computed in a later statement, which sees what committed before.
 */
@Component
class Books {
    /** What each listing should show, and how that came about: rule over the least available of its parts. */
    static final String WANTED = """
            SELECT li.id, part.available, r.buffer, r.share, r.minimum, r.maximum,
                   wanted_units(part.available, r.buffer, r.share, r.minimum, r.maximum) AS wanted
            FROM listing li
            CROSS JOIN LATERAL (
                SELECT min(floor(units / quantity::numeric))::bigint AS available FROM (
                    SELECT c.quantity, (SELECT coalesce(sum(lv.on_hand - lv.reserved - lv.withheld), 0)
                        FROM location_feed f JOIN level lv ON lv.location = f.location AND lv.sku = c.sku
                        WHERE f.connection = li.connection AND f.channel_location = li.channel_location) AS units
                    FROM (SELECT component AS sku, quantity FROM bundle_component WHERE bundle = li.sku
                          UNION ALL
                          SELECT li.sku, 1 WHERE NOT EXISTS (SELECT FROM bundle_component WHERE bundle = li.sku)) AS c
                ) AS parts
            ) AS part
            CROSS JOIN LATERAL (
                SELECT coalesce(own.buffer, every.buffer, 0) AS buffer, coalesce(own.share, every.share, 1) AS share,
                       coalesce(own.minimum, every.minimum, 0) AS minimum, coalesce(own.maximum, every.maximum) AS maximum
                FROM (SELECT 1) AS one
                LEFT JOIN channel_rule own ON own.connection = li.connection AND own.sku = li.sku
                LEFT JOIN channel_rule every ON every.connection = li.connection AND every.sku IS NULL
            ) AS r
            """;

    private static final String COUNTED = """
            , counted = l.counted + coalesce(d.counted, 0),
            unexplained = CASE WHEN d.listing IS NULL THEN l.unexplained
                               WHEN l.held_until IS NULL THEN 0 ELSE l.unexplained + d.explained END,
            version = l.version + CASE WHEN d.restocked THEN 1 ELSE 0 END,
            uncertain = l.uncertain OR coalesce(d.uncertain, false),
            reading_due_since = CASE
                WHEN d.uncertain THEN least(coalesce(l.reading_due_since, 'infinity'), clock_timestamp())
                WHEN d.guessed THEN
                    least(coalesce(l.reading_due_since, 'infinity'), clock_timestamp() + interval '3 seconds')
                ELSE l.reading_due_since END
            """;

    /**
     * By how much a line moves its listing's books.
     *
     * @param counted change of taken minus inside
     * @param explained units of the reading that an order now explains
     * @param restocked whether the channel put units back, which makes a reading under way worthless
     * @param uncertain whether the books can no longer be bounded
     * @param guessed whether units were taken for part of the reading that may not be: it is made again soon
     */
    record Count(long listing, long counted, long explained, boolean restocked, boolean uncertain, boolean guessed) {
        boolean matters() {
            return counted != 0 || explained != 0 || restocked || uncertain || guessed;
        }
    }

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Books(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** Locks the listings of items whose levels moved, of bundles made of those, and of items whose lines took units. */
    List<Long> lock(Collection<Sku> moved, Collection<Sku> taken) {
        return lock(concerned(moved, taken));
    }

    /** The listings of items whose levels moved, of bundles made of those, and of items whose lines took units. */
    List<Long> concerned(Collection<Sku> moved, Collection<Sku> taken) {
        return jdbc.sql("""
                SELECT id FROM listing WHERE sku = ANY(:moved::text[] || :taken::text[])
                UNION
                SELECT l.id FROM bundle_component b JOIN listing l ON l.sku = b.bundle WHERE b.component = ANY(:moved)""")
                .params(Columns.of(moved).text("moved", sku -> sku).arrays())
                .params(Columns.of(taken).text("taken", sku -> sku).arrays())
                .query(Long.class)
                .list();
    }

    /**
     * Locks by id alone, sorted, as everything must that changes more than one listing. A row that had to be waited for is checked
     * against the whole query once more, and a subquery of it may not find its rows again: with some plans the row was passed
     * over, unlocked and uncounted.
     */
    List<Long> lock(Collection<Long> listings) {
        return jdbc.sql("SELECT id FROM listing WHERE id = ANY(:id) ORDER BY id FOR UPDATE")
                .param("id", listings.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    /**
     * Locks the levels of items and of what those are made of. Whoever adds something that is computed from levels does this first:
     * an order that books one of them meanwhile would not see it, and it would not see the order.
     */
    void lockLevels(Collection<String> skus) {
        List<String> parts = jdbc.sql("SELECT component FROM bundle_component WHERE bundle = ANY(:sku)")
                .param("sku", skus.toArray(String[]::new))
                .query(String.class)
                .list();
        jdbc.sql("SELECT sku FROM level WHERE sku = ANY(:sku) ORDER BY sku, location FOR UPDATE")
                .param("sku", Stream.concat(skus.stream(), parts.stream()).toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** Computes anew what locked listings should show. */
    void refresh(List<Long> listings) {
        move(listings, List.of());
    }

    /**
     * Computes anew what locked listings should show, and moves their books by what their lines changed. Both in one statement: a
     * channel that sells a unit is not to be told of it, and between two statements it would be.
     *
     * @param counts of some of the listings
     */
    void move(List<Long> listings, List<Count> counts) {
        if (listings.isEmpty()) {
            return;
        }
        Set<ConnectionId> due =
                new HashSet<>(jdbc.sql("UPDATE listing l SET wanted = w.wanted" + COUNTED + "FROM (" + WANTED + """
                WHERE li.id = ANY(:id)) AS w
                LEFT JOIN (SELECT listing, sum(counted) AS counted, sum(explained) AS explained,
                                  bool_or(restocked::boolean) AS restocked, bool_or(uncertain::boolean) AS uncertain,
                                  bool_or(guessed::boolean) AS guessed
                           FROM unnest(:listing::bigint[], :counted::bigint[], :explained::bigint[], :restocked::text[],
                                       :uncertain::text[], :guessed::text[])
                               AS c(listing, counted, explained, restocked, uncertain, guessed)
                           GROUP BY listing) AS d ON d.listing = w.id
                WHERE l.id = w.id AND (l.wanted <> w.wanted OR d.listing IS NOT NULL)
                RETURNING l.connection""")
                        .param("id", listings.toArray(Long[]::new))
                        .params(Columns.of(counts)
                                .whole("listing", Count::listing)
                                .whole("counted", Count::counted)
                                .whole("explained", Count::explained)
                                .text("restocked", Count::restocked)
                                .text("uncertain", Count::uncertain)
                                .text("guessed", Count::guessed)
                                .arrays())
                        .query((row, index) -> new ConnectionId(row.getString(1)))
                        .list());
        if (!due.isEmpty()) {
            events.publishEvent(new ListingsDue(due));
        }
    }

    /** Recomputes the listings of one item on a connection, after its rule changed. */
    void refresh(String connection, Sku sku) {
        refresh(jdbc.sql("SELECT id FROM listing WHERE connection = :connection AND sku = :sku ORDER BY id FOR UPDATE")
                .param("connection", connection)
                .param("sku", sku.value())
                .query(Long.class)
                .list());
    }

    /** Recomputes every listing of a connection, after its rules or feeds changed. */
    void refreshAll(String connection) {
        refresh(jdbc.sql("SELECT id FROM listing WHERE connection = :connection ORDER BY id FOR UPDATE")
                .param("connection", connection)
                .query(Long.class)
                .list());
    }
}

package caravan.inventory;

import caravan.kernel.ConnectionId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is for sale where. A listing is watched (accounted, not written) until it goes live. */
@Component
public class Listings {

    /** That a location of ours feeds the channel location of a listing l. */
    static final String FED = """
            EXISTS (SELECT FROM location_feed f
                    WHERE f.connection = l.connection AND f.channel_location = l.channel_location)""";

    private static final String EVERY_PART = """
            NOT EXISTS (
                SELECT FROM (SELECT component AS sku FROM bundle_component WHERE bundle = l.sku
                             UNION ALL
                             SELECT l.sku WHERE NOT EXISTS (SELECT FROM bundle_component WHERE bundle = l.sku)) AS part
                WHERE NOT EXISTS""";

    /** That every part of a listing l has an opening balance at a location that feeds its channel location. */
    static final String OPENED = EVERY_PART + """
             (SELECT FROM level v JOIN location_feed f USING (location)
              WHERE f.connection = l.connection AND f.channel_location = l.channel_location
                AND v.sku = part.sku AND v.opened_at IS NOT NULL))""";

    /** That the channel has no listing l of its item alone any more, see {@link #leave}. */
    static final String LEFT = "starts_with(l.external_id, 'left/')";

    /** That every part of a listing l has an opening balance, wherever. */
    static final String OPENED_SOMEWHERE =
            EVERY_PART + " (SELECT FROM level v WHERE v.sku = part.sku AND v.opened_at IS NOT NULL))";

    /** What a listing l needs before it may be written. */
    static final String READY = "l.baseline IS NOT NULL AND " + FED + " AND " + OPENED;

    private final JdbcClient jdbc;
    private final Books books;
    private final Registration registration;

    Listings(JdbcClient jdbc, Books books, Registration registration) {
        this.jdbc = jdbc;
        this.books = books;
        this.registration = registration;
    }

    /**
     * A listing as a channel describes it.
     *
     * @param externalId the channel's ids, as its connector writes them
     * @param batch listings of one batch may share a call
     */
    public record Listed(ListingKey key, String externalId, String batch) {}

    /** A listing as a channel offers it, whatever it stands for. */
    public record Offered(ConnectionId connection, String channelLocation, String externalId) {}

    /**
     * Adds watched listings, or changes what the channel calls them; those that are as they were are left alone. One with another
     * id is another thing at the channel: it is watched until its figure was read anew. So is what a listing stood for before it
     * came to stand for another item.
     */
    @Transactional
    public void register(List<Listed> listed) {
        registration.register(listed);
    }

    /**
     * Takes listings back to watched that the channel has no more, or whose SKU there is no item any more, or is there twice: what
     * they sell cannot be told, so they must not be raised. They come back when they are listed for their item again.
     */
    @Transactional
    public void leave(List<Offered> offered) {
        registration.leave(offered);
    }

    /** The listings of a connection that are none of those offered; without those that were left. */
    public List<Offered> besides(ConnectionId connection, List<Offered> offered) {
        return registration.besides(connection, offered);
    }

    /**
     * Adds a location of ours, if it is not there.
     *
     * @return false if it was
     */
    @Transactional
    public boolean addLocation(String code, String name) {
        return jdbc.sql("INSERT INTO location (code, name) VALUES (:code, :name) ON CONFLICT DO NOTHING")
                        .param("code", code)
                        .param("name", name)
                        .update()
                > 0;
    }

    /** Lets one of our locations feed a location of a channel; orders of that location reserve where the priority is lowest. */
    @Transactional
    public void feed(ConnectionId connection, String location, String channelLocation, int priority) {
        jdbc.sql("""
                INSERT INTO location_feed (connection, location, channel_location, priority)
                VALUES (:connection, :location, :channel, :priority)
                ON CONFLICT (connection, location)
                    DO UPDATE SET channel_location = excluded.channel_location, priority = excluded.priority""")
                .param("connection", connection.value())
                .param("location", location)
                .param("channel", channelLocation)
                .param("priority", priority)
                .update();
        books.refreshAll(connection.value());
    }

    /**
     * Lets a listing be written.
     *
     * @throws IllegalStateException if no baseline was read, no opening balance was booked, or no location feeds it
     */
    @Transactional
    public void goLive(long listing) {
        int changed = jdbc.sql("UPDATE listing l SET state = 'live' WHERE l.id = :id AND " + READY)
                .param("id", listing)
                .update();
        if (changed == 0) {
            throw new IllegalStateException(
                    "Listing " + listing + " cannot go live. It needs a figure read from the channel,"
                            + " an opening balance of its item at a location that feeds its channel location.");
        }
    }

    /**
     * Lets listings of a connection be written that can be, and says how many that were.
     *
     * @param all also those that came after a person let the connection write
     */
    @Transactional
    public int goLive(ConnectionId connection, boolean all) {
        // Asked after every reading, and mostly there is none; those that sell must not wait for that.
        List<Long> ready = jdbc.sql(
                        "SELECT l.id FROM listing l WHERE l.connection = :connection AND l.state = 'watched'"
                                + " AND (l.approved OR :all) AND NOT l.stopped AND " + READY)
                .param("connection", connection.value())
                .param("all", all)
                .query(Long.class)
                .list();
        if (ready.isEmpty()) {
            return 0;
        }
        List<Long> locked = books.lock(ready);
        books.refresh(locked);
        return jdbc.sql(
                        "UPDATE listing l SET state = 'live' WHERE l.id = ANY(:id) AND l.state = 'watched' AND NOT l.stopped AND "
                                + READY)
                .param("id", locked.toArray(Long[]::new))
                .update();
    }

    /** Takes a listing back to watched, and keeps it there whatever else is let, until {@link #resume}. */
    @Transactional
    public void stop(long listing) {
        jdbc.sql("UPDATE listing SET state = 'watched', stopped = true WHERE id = :id")
                .param("id", listing)
                .update();
    }

    /**
     * Lets a listing that was stopped be written again, as soon as its figure is read anew.
     *
     * @return whether it was stopped
     */
    @Transactional
    public boolean resume(long listing) {
        return jdbc.sql("""
                UPDATE listing SET stopped = false, approved = true, fault = NULL, detail = NULL, next_at = '-infinity',
                    reading_due_since = clock_timestamp()
                WHERE id = :id AND stopped""").param("id", listing).update() == 1;
    }

    /** Those of some listings that were stopped. */
    public List<Long> stopped(List<Long> listings) {
        return jdbc.sql("SELECT id FROM listing WHERE id = ANY(:id) AND stopped")
                .param("id", listings.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    /** Forgets what was read of listings whose stock the channel does not count; they are watched until it does. */
    @Transactional
    public void setAside(List<Long> listings) {
        books.lock(listings);
        jdbc.sql("UPDATE listing SET state = 'watched', baseline = NULL, unmanaged = true WHERE id = ANY(:id)")
                .param("id", listings.toArray(Long[]::new))
                .update();
    }

    /**
     * Forgets what was read of a connection's listings, so that all of it is read anew, and approves of them: a person has seen
     * what would be written. Until they are read they are watched.
     */
    @Transactional
    public void startAnew(ConnectionId connection) {
        books.lock(of(connection));
        jdbc.sql("""
                UPDATE listing SET state = 'watched', approved = true, baseline = NULL,
                    reading_due_since = CASE WHEN starts_with(external_id, 'left/') THEN NULL ELSE clock_timestamp() END
                WHERE connection = :connection""").param("connection", connection.value()).update();
    }

    /** Takes every listing of a connection back to watched. */
    @Transactional
    public void watch(ConnectionId connection) {
        books.lock(of(connection));
        jdbc.sql("UPDATE listing SET state = 'watched' WHERE connection = :connection AND state = 'live'")
                .param("connection", connection.value())
                .update();
    }

    /** The listings a channel means by one of its ids: a listing's own, or that of a batch. */
    public List<Long> find(ConnectionId connection, String external) {
        return jdbc.sql("""
                SELECT id FROM listing WHERE connection = :connection AND external_id = :external
                UNION SELECT id FROM listing WHERE connection = :connection AND batch = :external AND batch <> ''""")
                .param("connection", connection.value())
                .param("external", external)
                .query(Long.class)
                .list();
    }

    /** All listings of a connection. */
    public List<Long> of(ConnectionId connection) {
        return jdbc.sql("SELECT id FROM listing WHERE connection = :connection ORDER BY id")
                .param("connection", connection.value())
                .query(Long.class)
                .list();
    }
}

package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which of our locations feed each location of a channel. */
@Component
public class Feeds {
    private record Feed(String location, String channelLocation, long priority) {}

    /**
     * A location of a channel that lists items and that no location of ours feeds.
     *
     * @param listings how many items it lists
     */
    public record Unfed(String channelLocation, long listings) {}

    private final JdbcClient jdbc;
    private final Books books;

    Feeds(JdbcClient jdbc, Books books) {
        this.jdbc = jdbc;
        this.books = books;
    }

    /**
     * Sets what feeds a connection, and nothing else does. Locations of ours that are not there are made. Listings that nothing
     * feeds any more are watched: what they should show is not known.
     *
     * @param feeds our locations by the channel's, the one first where orders reserve
     */
    @Transactional
    public void set(ConnectionId connection, Map<String, List<String>> feeds) {
        List<Feed> wanted = new ArrayList<>();
        feeds.forEach((channel, ours) -> {
            for (String location : ours) {
                wanted.add(new Feed(location, channel, ours.indexOf(location) + 1L));
            }
        });
        Map<String, Object> columns = Columns.of(wanted)
                .text("location", Feed::location)
                .text("channel", Feed::channelLocation)
                .whole("priority", Feed::priority)
                .arrays();
        jdbc.sql("""
                INSERT INTO location (code, name) SELECT DISTINCT l, l FROM unnest(:location::text[]) AS d(l) ORDER BY l
                ON CONFLICT DO NOTHING""").params(columns).update();
        int changed = jdbc.sql("""
                DELETE FROM location_feed f WHERE f.connection = :connection AND f.location <> ALL(:location::text[])""")
                .param("connection", connection.value())
                .params(columns)
                .update();
        changed += jdbc.sql("""
                INSERT INTO location_feed AS f (connection, location, channel_location, priority)
                SELECT :connection, l, c, p FROM unnest(:location::text[], :channel::text[], :priority::bigint[]) AS d(l, c, p)
                ORDER BY l
                ON CONFLICT (connection, location)
                    DO UPDATE SET channel_location = excluded.channel_location, priority = excluded.priority
                    WHERE (f.channel_location, f.priority) IS DISTINCT FROM (excluded.channel_location, excluded.priority)""")
                .param("connection", connection.value())
                .params(columns)
                .update();
        if (changed > 0) {
            books.refreshAll(connection.value());
            jdbc.sql("""
                    UPDATE listing l SET state = 'watched'
                    WHERE l.connection = :connection AND l.state = 'live' AND NOT EXISTS (
                        SELECT FROM location_feed f
                        WHERE f.connection = l.connection AND f.channel_location = l.channel_location)""").param("connection", connection.value()).update();
        }
    }

    /** The locations of a channel that list items but are fed by none of ours. */
    public List<Unfed> unfed(ConnectionId connection) {
        return jdbc.sql("""
                SELECT l.channel_location, count(*) AS listings FROM listing l
                WHERE l.connection = :connection AND NOT EXISTS (
                    SELECT FROM location_feed f
                    WHERE f.connection = l.connection AND f.channel_location = l.channel_location)
                GROUP BY l.channel_location ORDER BY l.channel_location""")
                .param("connection", connection.value())
                .query((row, index) -> new Unfed(row.getString("channel_location"), row.getLong("listings")))
                .list();
    }
}

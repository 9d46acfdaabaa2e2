package caravan.inventory;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The locations that channels say they have. */
@Component
public class ChannelLocations {

    /**
     * One location of a channel.
     *
     * @param id what the channel calls it in its own documents
     */
    public record Named(String id, String title) {}

    private final JdbcClient jdbc;

    ChannelLocations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps what was read of a channel, and forgets what it does not have any more. */
    @Transactional
    public void keep(ConnectionId connection, List<Named> locations) {
        var columns = Columns.of(locations)
                .text("location", Named::id)
                .text("title", Named::title)
                .arrays();
        jdbc.sql("""
                INSERT INTO channel_location (connection, location, title, read_at)
                SELECT DISTINCT ON (l) :connection, l, t, now() FROM unnest(:location::text[], :title::text[]) AS d(l, t)
                ORDER BY l
                ON CONFLICT (connection, location) DO UPDATE SET title = excluded.title, read_at = excluded.read_at""").param("connection", connection.value()).params(columns).update();
        jdbc.sql("DELETE FROM channel_location WHERE connection = :connection AND location <> ALL(:location::text[])")
                .param("connection", connection.value())
                .params(columns)
                .update();
    }

    /** Those of a channel by title; none if it was not asked yet, or has none of its own. */
    public List<Named> of(ConnectionId connection) {
        return jdbc.sql(
                        "SELECT location, title FROM channel_location WHERE connection = :connection ORDER BY title, location")
                .param("connection", connection.value())
                .query((row, index) -> new Named(row.getString("location"), row.getString("title")))
                .list();
    }
}

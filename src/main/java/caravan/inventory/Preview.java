package caravan.inventory;

import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a channel would be told if its listings were written now, and why some would not be. */
@Component
public class Preview {

    /** Why a listing would not be written, or not yet. */
    public enum Why {
        /** The channel does not list its item any more, or not as one listing that could be told from others. */
        NOT_LISTED,
        /** The channel has not told its figure yet. */
        NOT_READ,
        /** The channel does not count its stock. */
        NOT_MANAGED,
        /** Its item, or a part of it, has no opening balance. */
        NO_OPENING,
        /** Its item, or a part of it, has an opening balance, but at no location that feeds its location. */
        OPENED_ELSEWHERE,
        /** No location of ours feeds its location. */
        NOT_FED,
        /** It would be raised, and waits for its figure to be read anew: how much it shows at most cannot be told. */
        UNCERTAIN,
        /** It would be raised, and waits for a pull of the channel's orders, or for a person. */
        HELD
    }

    /**
     * One listing.
     *
     * @param shown units the channel shows by the books; null while none was read
     * @param wanted units it should show
     * @param live whether it is written already
     * @param why what keeps it from being written; empty if nothing does
     */
    public record Line(
            long id,
            Sku sku,
            String channelLocation,
            @Nullable Long shown,
            long wanted,
            boolean live,
            List<Why> why) {
        /** By how many units it would change; 0 while that is not known. */
        public long change() {
            return shown == null ? 0 : wanted - shown;
        }
    }

    /**
     * All listings of a connection together.
     *
     * @param written how many would be written
     * @param raised by how many units those would rise
     * @param lowered by how many units those would fall
     * @param equal how many show what they should
     * @param waiting how many cannot be written
     * @param live how many are written already
     */
    public record Totals(long written, long raised, long lowered, long equal, long waiting, long live) {
        public long all() {
            return written + equal + waiting;
        }
    }

    /** A row per listing l with what {@link Listings#READY} asks for, taken apart. */
    private static final String JUDGED = """
            SELECT l.id, l.sku, l.channel_location, l.shown, l.wanted, l.state = 'live' AS live, l.unmanaged,
                l.baseline IS NULL AS unread, l.held_until IS NOT NULL AND l.wanted > l.shown AS held,
                l.uncertain AND l.wanted > l.shown AS uncertain,
            """ + "NOT " + Listings.FED + " AS unfed, NOT " + Listings.OPENED
            + " AS unopened, " + Listings.OPENED_SOMEWHERE
            + " AS elsewhere, " + Listings.LEFT + " AS gone, " + Listings.READY
            + " AS ready FROM listing l WHERE l.connection = :connection";

    private final JdbcClient jdbc;

    Preview(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All listings of a connection together. */
    public Totals totals(ConnectionId connection) {
        return jdbc.sql("""
                SELECT count(*) FILTER (WHERE ready AND shown <> wanted) AS written,
                    coalesce(sum(wanted - shown) FILTER (WHERE ready AND wanted > shown), 0) AS raised,
                    coalesce(sum(shown - wanted) FILTER (WHERE ready AND wanted < shown), 0) AS lowered,
                    count(*) FILTER (WHERE ready AND shown = wanted) AS equal,
                    count(*) FILTER (WHERE NOT ready) AS waiting, count(*) FILTER (WHERE live) AS live
                FROM (""" + JUDGED + ") AS j")
                .param("connection", connection.value())
                .query(Totals.class)
                .single();
    }

    /**
     * Listings by location of the channel and SKU.
     *
     * @param differing only those that would change or cannot be written
     * @param afterLocation location of the last one of the page before, empty for the first page
     * @param afterSku SKU of the last one of the page before
     */
    public List<Line> page(
            ConnectionId connection, boolean differing, String afterLocation, String afterSku, int most) {
        String which = differing ? " AND (NOT ready OR shown <> wanted)" : "";
        return jdbc.sql("SELECT * FROM (" + JUDGED + """
                ) AS j WHERE (channel_location, sku) > (:location, :sku)""" + which + " ORDER BY channel_location, sku LIMIT :most")
                .param("connection", connection.value())
                .param("location", afterLocation)
                .param("sku", afterSku)
                .param("most", most)
                .query(Preview::line)
                .list();
    }

    private static Line line(ResultSet row, int index) throws SQLException {
        List<Why> why = new ArrayList<>();
        boolean unread = row.getBoolean("unread");
        if (row.getBoolean("gone")) {
            why.add(Why.NOT_LISTED);
        } else if (unread) {
            why.add(row.getBoolean("unmanaged") ? Why.NOT_MANAGED : Why.NOT_READ);
        }
        if (row.getBoolean("unfed")) {
            why.add(Why.NOT_FED);
        }
        if (!row.getBoolean("elsewhere")) {
            why.add(Why.NO_OPENING);
        } else if (row.getBoolean("unopened") && !row.getBoolean("unfed")) {
            why.add(Why.OPENED_ELSEWHERE);
        }
        if (!unread && row.getBoolean("uncertain")) {
            why.add(Why.UNCERTAIN);
        }
        if (!unread && row.getBoolean("held")) {
            why.add(Why.HELD);
        }
        return new Line(
                row.getLong("id"),
                new Sku(row.getString("sku")),
                row.getString("channel_location"),
                row.getObject("shown", Long.class),
                row.getLong("wanted"),
                row.getBoolean("live"),
                why);
    }
}

package caravan.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the hub knows that makes a difference likely which no order explains. */
@Component
public class DriftCauses {

    /** Where a difference may come from, what the hub knows for certain before what it can only guess. */
    public enum Kind {
        /** The channel refused a write that explains the difference if it was carried out all the same. */
        REFUSED_WRITE,
        /** A write of the last day was never answered: the channel may show less than it was told. */
        DOUBTFUL_WRITE,
        /** The channel keeps the item at a location too that none of ours feeds. */
        UNMAPPED_LOCATION,
        /** The item is a bundle here, whose figure the channel may compute from its parts. */
        BUNDLE,
        /** The item is a part of a bundle here, whose sales the channel may take from its parts. */
        PART_OF_BUNDLE,
        /** Nothing is known but that the channel shows more. */
        RAISED_BY_HAND,
        /** Nothing is known but that the channel shows fewer. */
        LOWERED_BY_HAND
    }

    /**
     * The likeliest cause.
     *
     * @param detail the location or the bundle meant, or by how much was to be written; empty if it says nothing more
     */
    public record Cause(Kind kind, String detail) {}

    private final JdbcClient jdbc;

    DriftCauses(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Says what a difference most likely comes from. */
    public Cause likely(DriftFound drift) {
        return jdbc.sql("""
                SELECT w.outcome, w.delta,
                    (SELECT k.channel_location FROM listing k
                     WHERE k.connection = l.connection AND k.sku = l.sku AND k.id <> l.id AND NOT EXISTS (
                         SELECT FROM location_feed f
                         WHERE f.connection = k.connection AND f.channel_location = k.channel_location)
                     ORDER BY k.channel_location LIMIT 1) AS unmapped,
                    EXISTS (SELECT FROM bundle_component b WHERE b.bundle = l.sku) AS bundle,
                    (SELECT b.bundle FROM bundle_component b WHERE b.component = l.sku ORDER BY b.bundle LIMIT 1) AS part_of
                FROM listing l
                LEFT JOIN LATERAL (
                    SELECT r.outcome, r.delta FROM stock_write_row r JOIN stock_write s ON s.id = r.write
                    WHERE r.listing = l.id AND s.sent_at > clock_timestamp() - interval '1 day'
                    ORDER BY r.number DESC LIMIT 1) AS w ON true
                WHERE l.id = :id""")
                .param("id", drift.listing())
                .query((row, index) -> cause(row, drift.units()))
                .single();
    }

    private static Cause cause(ResultSet row, long units) throws SQLException {
        @Nullable String outcome = row.getString("outcome");
        long delta = row.getLong("delta");
        if ("refused".equals(outcome) && units == delta) {
            return new Cause(Kind.REFUSED_WRITE, String.valueOf(delta));
        }
        if ("in doubt".equals(outcome) && units == -Math.abs(delta)) {
            return new Cause(Kind.DOUBTFUL_WRITE, String.valueOf(delta));
        }
        String unmapped = row.getString("unmapped");
        if (unmapped != null) {
            return new Cause(Kind.UNMAPPED_LOCATION, unmapped);
        }
        if (row.getBoolean("bundle")) {
            return new Cause(Kind.BUNDLE, "");
        }
        String bundle = row.getString("part_of");
        if (bundle != null) {
            return new Cause(Kind.PART_OF_BUNDLE, bundle);
        }
        return new Cause(units > 0 ? Kind.RAISED_BY_HAND : Kind.LOWERED_BY_HAND, "");
    }
}

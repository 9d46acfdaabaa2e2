package caravan.kit;

import caravan.inventory.ListingKey;
import caravan.inventory.Listings;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Registers single listings, as an import does many. */
public final class Registered {
    private Registered() {}

    /** Answers the listing's id in the hub's database. */
    public static long listing(Listings listings, JdbcClient jdbc, ListingKey key, String external, String batch) {
        listings.register(List.of(new Listings.Listed(key, external, batch)));
        return jdbc.sql("""
                SELECT id FROM listing
                WHERE connection = :connection AND channel_location = :location AND sku = :sku""")
                .param("connection", key.connection().value())
                .param("location", key.channelLocation())
                .param("sku", key.sku().value())
                .query(Long.class)
                .single();
    }
}

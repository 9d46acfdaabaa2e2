package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Registered;
import caravan.kit.Shop;
import caravan.kit.Shops;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which locations feed a connection, and what happens to listings that none feeds any more. */
@HubTest
class FeedsTests {
    private final Feeds feeds;
    private final Listings listings;
    private final StockLevels levels;
    private final StockWrites writes;
    private final Shop shop;
    private final String back = Names.unique("back");

    FeedsTests(Shops shops, Feeds feeds, Listings listings, StockLevels levels, StockWrites writes) {
        this.shop = shops.open();
        this.feeds = feeds;
        this.listings = listings;
        this.levels = levels;
        this.writes = writes;
    }

    @Test
    void onlyWatchesAListingWhoseLocationWasTakenOut() {
        feeds.set(shop.connection(), Map.of("default", List.of(shop.shelf()), "second", List.of(back)));
        Sku sku = shop.selling(4);
        long kept = shop.listing(sku);
        levels.open(sku, back, 9, Shop.deed());
        long dropped = Registered.listing(
                listings, shop.jdbc(), new ListingKey(shop.connection(), "second", sku), "second-" + sku, "");
        shop.read(dropped, 9, Shop.OPENED);
        shop.pulled(Shop.OPENED.plusSeconds(60));
        listings.goLive(dropped);
        assertThat(state(dropped)).isEqualTo("live");

        feeds.set(shop.connection(), Map.of("default", List.of(shop.shelf())));
        assertThat(state(dropped)).isEqualTo("watched");
        assertThat(feeds.unfed(shop.connection())).containsExactly(new Feeds.Unfed("second", 1));
        levels.adjust(sku, back, 5, Shop.deed());
        assertThat(writes.open(shop.connection(), 1, 10))
                .as("neither its nothing nor what lies at the location is told")
                .isEmpty();

        assertThat(state(kept)).isEqualTo("live");
        levels.adjust(sku, shop.shelf(), 3, Shop.deed());
        assertThat(writes.open(shop.connection(), 1, 10).orElseThrow().rows())
                .extracting(StockWrites.Row::listing, StockWrites.Row::delta)
                .containsExactly(tuple(kept, 3L));
    }

    private String state(long listing) {
        return shop.jdbc()
                .sql("SELECT state FROM listing WHERE id = :id")
                .param("id", listing)
                .query(String.class)
                .single();
    }
}

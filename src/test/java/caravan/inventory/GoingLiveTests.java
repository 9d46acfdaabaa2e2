package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Shop;
import caravan.kit.Shops;
import org.junit.jupiter.api.Test;

/** Which listings a connection may write once it has left shadow mode. */
@HubTest
class GoingLiveTests {
    private final Listings listings;
    private final StockLevels levels;
    private final Shop shop;

    GoingLiveTests(Shops shops, Listings listings, StockLevels levels) {
        this.listings = listings;
        this.levels = levels;
        shop = shops.open();
    }

    @Test
    void letsOnlyThoseBeWrittenThatWereThereWhenAPersonLetIt() {
        long seen = listed();
        assertThat(listings.goLive(shop.connection(), false)).isZero();
        listings.startAnew(shop.connection());
        shop.read(seen, 4, Shop.OPENED);
        listed();
        assertThat(listings.goLive(shop.connection(), false)).isEqualTo(1);
        assertThat(listings.goLive(shop.connection(), true)).isEqualTo(1);
    }

    @Test
    void waitsForAFigureReadAnew() {
        listed();
        listings.startAnew(shop.connection());
        assertThat(listings.goLive(shop.connection(), true)).isZero();
    }

    private long listed() {
        Sku sku = shop.item();
        levels.open(sku, shop.shelf(), 4, Shop.deed());
        return shop.listed(sku, 4);
    }
}

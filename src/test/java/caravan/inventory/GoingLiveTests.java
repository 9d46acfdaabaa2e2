package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Registered;
import caravan.kit.Shop;
import caravan.kit.Shops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which listings a connection may write once it has left shadow mode. */
@HubTest
class GoingLiveTests {
    private static final Instant LATER = Shop.OPENED.plusSeconds(900);

    private final Listings listings;
    private final StockLevels levels;
    private final Readings readings;
    private final Preview preview;
    private final Shop shop;

    GoingLiveTests(Shops shops, Listings listings, StockLevels levels, Readings readings, Preview preview) {
        this.preview = preview;
        this.readings = readings;
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

    @Test
    void waitsForAnOpeningBalanceAtALocationThatFeedsItsChannelLocation() {
        Sku sku = shop.item();
        levels.open(sku, shop.shelf(), 4, Shop.deed());
        String back = Names.unique("back");
        shop.addLocation(back);
        listings.feed(shop.connection(), back, "second", 1);
        long second = Registered.listing(
                listings, shop.jdbc(), new ListingKey(shop.connection(), "second", sku), "second-" + sku, "");
        shop.read(second, 9, Shop.OPENED);
        assertThat(listings.goLive(shop.connection(), true)).isZero();
        assertThat(preview.totals(shop.connection()))
                .as("the preview promises nothing that does not go live")
                .returns(1L, Preview.Totals::waiting)
                .returns(0L, Preview.Totals::written);
        assertThat(why()).containsExactly(Preview.Why.OPENED_ELSEWHERE);

        levels.open(sku, back, 9, Shop.deed());
        assertThat(why()).isEmpty();
        assertThat(listings.goLive(shop.connection(), true)).isEqualTo(1);
    }

    private List<Preview.Why> why() {
        return preview.page(shop.connection(), false, "", "", 10).get(0).why();
    }

    @Test
    void watchesAListingThatHasAnotherIdUntilItIsReadAnew() {
        Sku sku = shop.selling(5);
        long listing = shop.listing(sku);
        List<Readings.Begun> before = readings.begin(List.of(listing));
        listings.register(
                List.of(new Listings.Listed(new ListingKey(shop.connection(), "default", sku), "re-made", "")));
        assertThat(readings.finish(
                        new Readings.Reading(before.get(0), 5, new Period(LATER, LATER.plusSeconds(1))), Duration.ZERO))
                .as("what was read of the old one")
                .isEqualTo(Readings.Outcome.VOID);
        assertThat(listings.goLive(shop.connection(), false)).isZero();

        shop.read(listing, 20, LATER);
        assertThat(listings.goLive(shop.connection(), false)).isEqualTo(1);
        assertThat(shop.stand(sku).shown()).isEqualTo(20);
    }

    private long listed() {
        Sku sku = shop.item();
        levels.open(sku, shop.shelf(), 4, Shop.deed());
        return shop.listed(sku, 4);
    }
}

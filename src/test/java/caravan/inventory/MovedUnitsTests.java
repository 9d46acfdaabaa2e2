package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.DriftPolicy;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Registered;
import caravan.kit.Shop;
import caravan.kit.Shops;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A channel with two locations, one of ours feeding each, which takes an order's units at another than the order says. */
@HubTest
class MovedUnitsTests {
    private static final Instant LATER = Shop.OPENED.plusSeconds(1800);

    private final DriftPolicies policies;
    private final StockWrites writes;
    private final Shop shop;
    private final Sku sku;
    private final String cellar;
    private final long first;
    private final long second;

    MovedUnitsTests(Shops shops, DriftPolicies policies, StockWrites writes, StockLevels levels, Listings listings) {
        this.policies = policies;
        this.writes = writes;
        shop = shops.open();
        sku = shop.selling(10);
        first = shop.listing(sku);
        cellar = Names.unique("cellar");
        shop.addLocation(cellar);
        listings.feed(shop.connection(), cellar, "second", 1);
        levels.open(sku, cellar, 20, Shop.deed());
        second = Registered.listing(listings, shop.jdbc(), new ListingKey(shop.connection(), "second", sku), "2", "");
        shop.read(second, 20, Shop.OPENED);
        shop.pulled(Shop.OPENED.plusSeconds(60));
        listings.goLive(second);
    }

    @Test
    void followsAnOrderWhoseUnitsTheChannelTookElsewhere() {
        shop.hear(shop.order("1", sku, 2).after(0));
        assertThat(figures()).containsExactly("8 of 8", "20 of 20");

        shop.read(second, 18, LATER);
        shop.read(first, 10, LATER);
        shop.pulled(LATER.plusSeconds(60));

        assertThat(figures()).as("nothing is put back, nothing taken away").containsExactly("10 of 10", "18 of 18");
        assertThat(onHand()).containsExactly(12L, 18L);
        assertThat(shop.incidents("DRIFT")).isEmpty();
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
    }

    @Test
    void putsNothingBackBeforeTheOtherLocationIsRead() {
        shop.hear(shop.order("1", sku, 2).after(0));
        shop.read(second, 18, LATER);
        shop.pulled(LATER.plusSeconds(60));

        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
        assertThat(shop.incidents("DRIFT")).isEmpty();
        assertThat(due(first)).as("the other is read at once").isTrue();

        shop.read(first, 10, LATER.plusSeconds(90));
        shop.pulled(LATER.plusSeconds(100));
        assertThat(shop.incidents("DRIFT")).as("it is held itself first").isEmpty();
        shop.pulled(LATER.plusSeconds(150));
        assertThat(onHand()).containsExactly(12L, 18L);
        assertThat(shop.incidents("DRIFT")).isEmpty();
    }

    @Test
    void bringsBackOnlyWhatIsMissingAtAllLocationsTogether() {
        shop.read(second, 15, LATER);
        shop.read(first, 12, LATER);
        shop.pulled(LATER.plusSeconds(60));

        assertThat(onHand()).containsExactly(12L, 18L);
        assertThat(figures()).containsExactly("12 of 12", "18 of 15");
        assertThat(shop.incidents("DRIFT")).containsExactly(1L);
    }

    @Test
    void bringsBackWhatIsMissingWhereTheOtherLocationShowsWhatItShould() {
        shop.read(second, 15, LATER);
        shop.read(first, 10, LATER);
        shop.pulled(LATER.plusSeconds(60));

        assertThat(figures()).containsExactly("10 of 10", "20 of 15");
        assertThat(onHand()).containsExactly(10L, 20L);
    }

    @Test
    void settlesEachLocationByItselfWhereAPersonIsToBeAsked() {
        policies.set(shop.connection(), DriftPolicy.ASK);
        shop.read(second, 18, LATER);
        shop.read(first, 12, LATER);
        shop.pulled(LATER.plusSeconds(60));

        assertThat(onHand()).containsExactly(10L, 20L);
        assertThat(shop.incidents("DRIFT")).containsExactly(1L, 1L);
    }

    @Test
    void waitsForNoLocationThatNoneOfOursFeeds() {
        shop.jdbc()
                .sql("DELETE FROM location_feed WHERE connection = :connection AND channel_location = 'second'")
                .param("connection", shop.connection().value())
                .update();
        shop.read(first, 8, LATER);
        shop.pulled(LATER.plusSeconds(60));
        assertThat(shop.incidents("DRIFT")).containsExactly(1L);
    }

    /** What each listing should show, and what it shows at most. */
    private List<String> figures() {
        return shop.jdbc()
                .sql("SELECT wanted || ' of ' || shown FROM listing WHERE id IN (:first, :second) ORDER BY id")
                .param("first", first)
                .param("second", second)
                .query(String.class)
                .list();
    }

    private List<Long> onHand() {
        return shop.jdbc()
                .sql("SELECT on_hand FROM level WHERE sku = :sku ORDER BY location = :cellar")
                .param("sku", sku.value())
                .param("cellar", cellar)
                .query(Long.class)
                .list();
    }

    private boolean due(long listing) {
        return shop.jdbc()
                .sql("SELECT coalesce(reading_due_since <= clock_timestamp(), false) FROM listing WHERE id = :id")
                .param("id", listing)
                .query(Boolean.class)
                .single();
    }
}

package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.inventory.StockLevels.Deed;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shop.Stand;
import caravan.kit.Shops;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class StockLevelsTests {
    private final StockLevels levels;
    private final Listings listings;
    private final ChannelRules rules;
    private final JdbcClient jdbc;
    private final Shop shop;

    StockLevelsTests(Shops shops, StockLevels levels, Listings listings, ChannelRules rules, JdbcClient jdbc) {
        this.rules = rules;
        this.levels = levels;
        this.listings = listings;
        this.jdbc = jdbc;
        shop = shops.open();
    }

    @Test
    void opensALevelOnce() {
        Sku sku = shop.selling(10);
        assertThatThrownBy(() -> levels.open(sku, shop.shelf(), 5, Shop.deed()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Book a stock count instead");
        assertThat(shop.stand(sku).onHand()).isEqualTo(10);
    }

    @Test
    void keepsAnItemWatchedUntilItHasAnOpeningBalanceAndAFigure() {
        Sku sku = shop.item();
        long listing = shop.listed(sku, 4);
        assertThatThrownBy(() -> listings.goLive(listing)).hasMessageContaining("an opening balance of its item");
        levels.open(sku, shop.shelf(), 4, Shop.deed());
        listings.goLive(listing);
    }

    @Test
    void doesADeedOnceHoweverOftenItIsRepeated() {
        Sku sku = shop.selling(10);
        Deed adjust = Shop.deed();
        levels.adjust(sku, shop.shelf(), -3, adjust);
        levels.adjust(sku, shop.shelf(), -3, adjust);
        assertThat(shop.stand(sku)).isEqualTo(new Stand(7, 0, 0, 0, 10, 7));

        Deed count = Shop.deed();
        levels.count(sku, shop.shelf(), 20, count);
        levels.adjust(sku, shop.shelf(), -1, Shop.deed());
        levels.count(sku, shop.shelf(), 20, count);
        assertThat(shop.stand(sku).onHand()).isEqualTo(19);
    }

    @Test
    void keepsTheLedgerAppendOnly() {
        Sku sku = shop.selling(10);
        assertThatThrownBy(() -> change("UPDATE movement SET on_hand = 0 WHERE sku = :sku", sku))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> change("DELETE FROM movement WHERE sku = :sku", sku))
                .hasMessageContaining("append-only");
    }

    @Test
    void showsTheLeastThatABundlesComponentsAllow() {
        Sku cup = shop.selling(7);
        Sku saucer = shop.selling(5);
        Sku set = shop.item();
        levels.bundle(set, Map.of(cup, 2L, saucer, 1L));
        shop.listed(set, 3);

        assertThat(shop.stand(set).wanted()).isEqualTo(3);
        levels.adjust(saucer, shop.shelf(), -4, Shop.deed());
        assertThat(shop.stand(set).wanted()).isEqualTo(1);
    }

    @Test
    void keepsOldOrdersToTheBundleTheyWerePlacedFor() {
        Sku cup = shop.selling(20);
        Sku set = shop.item();
        levels.bundle(set, Map.of(cup, 2L));
        shop.listed(set, 10);
        shop.hear(shop.order("1", set, 3).after(0));
        assertThat(shop.stand(cup)).isEqualTo(new Stand(20, 6, 0, 0, 20, 14));

        levels.bundle(set, Map.of(cup, 5L));
        assertThat(shop.stand(set).wanted()).isEqualTo(2);
        shop.hear(shop.order("1", set, 3).shipped(3).after(60));
        assertThat(shop.stand(cup)).isEqualTo(new Stand(14, 0, 0, 0, 20, 14));
    }

    @Test
    void addsUpTheLocationsThatFeedAChannelAndReservesAtTheFirst() {
        Sku sku = shop.selling(4);
        String second = Names.unique("shelf");
        shop.addLocation(second);
        levels.open(sku, second, 3, Shop.deed());
        listings.feed(shop.connection(), second, "default", 2);
        assertThat(shop.stand(sku).wanted()).isEqualTo(7);

        shop.hear(shop.order("1", sku, 3).after(0));
        assertThat(shop.stand(sku)).isEqualTo(new Stand(4, 3, 0, 3, 1, 4));
    }

    @Test
    void neverLetsALocationFeedTwoOfOneChannel() {
        Sku sku = shop.selling(4);
        listings.feed(shop.connection(), shop.shelf(), "other", 1);
        assertThat(shop.stand(sku).wanted()).isZero();
        assertThatThrownBy(() -> jdbc.sql("INSERT INTO location_feed VALUES (:connection, :shelf, 'default', 2)")
                        .param("connection", shop.connection().value())
                        .param("shelf", shop.shelf())
                        .update())
                .hasMessageContaining("location_feed_pkey");
    }

    @ParameterizedTest
    @CsvSource({
        "10, , , , , 10",
        "10, 3, , , , 7",
        "10, 3, 0.5, , , 3",
        "10, , 0.5, , 4, 4",
        "10, , , 11, , 0",
        "10, , , 10, , 10",
        "10, , 0.5, 6, , 0",
        "10, , , 5, 4, 0",
        "-2, , , , , 0",
        "2, 5, 0.5, , , 0",
    })
    void showsWhatARuleLeaves(
            long available,
            @Nullable Long buffer,
            @Nullable BigDecimal share,
            @Nullable Long minimum,
            @Nullable Long maximum,
            long wanted) {
        assertThat(jdbc.sql("SELECT wanted_units(:available, :buffer, :share, :minimum, :maximum)")
                        .param("available", available)
                        .param("buffer", buffer, java.sql.Types.BIGINT)
                        .param("share", share, java.sql.Types.NUMERIC)
                        .param("minimum", minimum, java.sql.Types.BIGINT)
                        .param("maximum", maximum, java.sql.Types.BIGINT)
                        .query(Long.class)
                        .single())
                .isEqualTo(wanted);
    }

    @Test
    void prefersAnItemsOwnRuleToTheChannelsDefault() {
        Sku own = shop.selling(10);
        Sku other = shop.selling(10);
        rules.put(shop.connection(), null, new ChannelRules.Rule(2L, null, null, 5L));
        rules.put(shop.connection(), own, new ChannelRules.Rule(1L, null, null, null));

        assertThat(shop.stand(other).wanted()).isEqualTo(5);
        assertThat(shop.stand(own).wanted()).isEqualTo(5);
        rules.put(shop.connection(), own, new ChannelRules.Rule(1L, null, null, 100L));
        assertThat(shop.stand(own).wanted()).isEqualTo(9);
    }

    private void change(String statement, Sku sku) {
        jdbc.sql(statement).param("sku", sku.value()).update();
    }
}

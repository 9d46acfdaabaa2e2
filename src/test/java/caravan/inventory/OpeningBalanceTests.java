package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Shop;
import caravan.kit.Shop.Stand;
import caravan.kit.Shops;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@HubTest
class OpeningBalanceTests {
    /** Half an hour after the shop opened; the first orders come ten minutes after it did. */
    private static final Instant COUNTED = Shop.OPENED.plusSeconds(1800);

    private final StockLevels levels;
    private final Shop shop;

    OpeningBalanceTests(Shops shops, StockLevels levels) {
        this.levels = levels;
        shop = shops.open();
    }

    @Test
    void reservesAnOrderThatWasUnpaidWhenTheStockWasCounted() {
        Sku sku = shop.item();
        shop.listed(sku, 5);
        shop.hear(shop.order("1", sku, 1).unpaid().after(0));
        levels.open(sku, shop.shelf(), 5, COUNTED, Shop.deed());

        shop.hear(shop.order("1", sku, 1).after(3000));
        assertThat(shop.stand(sku)).isEqualTo(new Stand(5, 1, 0, 1, 4, 4));
    }

    @Test
    void leavesAnOrderAloneThatWasSoldBeforeTheStockWasCounted() {
        Sku sku = shop.item();
        shop.listed(sku, 5);
        shop.hear(shop.order("1", sku, 1).after(0));
        levels.open(sku, shop.shelf(), 4, COUNTED, Shop.deed());

        shop.hear(shop.order("1", sku, 1).shipped(1).after(3000));
        assertThat(shop.stand(sku)).isEqualTo(new Stand(4, 0, 0, 1, 4, 4));
    }

    @Test
    void reservesUnitsThatAnOlderOrderIsEditedToHaveAfterTheCount() {
        Sku sku = shop.item();
        shop.listed(sku, 6);
        shop.hear(shop.order("1", sku, 2).after(0));
        levels.open(sku, shop.shelf(), 4, COUNTED, Shop.deed());
        assertThat(shop.stand(sku)).isEqualTo(new Stand(4, 0, 0, 2, 4, 4));

        shop.hear(shop.order("1", sku, 3).after(3000));
        assertThat(shop.stand(sku))
                .as("the two it owed lie on the shelf beside the four that were free")
                .isEqualTo(new Stand(6, 3, 0, 3, 3, 3));
        shop.hear(shop.order("1", sku, 3).shipped(3).after(4000));
        assertThat(shop.stand(sku)).isEqualTo(new Stand(3, 0, 0, 3, 3, 3));
    }

    @Test
    void leavesAnOlderOrderAloneThatWasEditedBeforeTheCountAndIsHeardOfLater() {
        Sku sku = shop.item();
        shop.listed(sku, 6);
        shop.hear(shop.order("1", sku, 2).after(0));
        levels.open(sku, shop.shelf(), 3, COUNTED, Shop.deed());

        shop.hear(shop.order("1", sku, 3).after(600));
        assertThat(shop.stand(sku)).isEqualTo(new Stand(3, 0, 0, 3, 3, 3));
    }

    @Test
    void reservesALineThatIsAddedToAnOlderOrderAfterTheCount() {
        Sku sku = shop.item();
        Sku added = shop.item();
        shop.listed(sku, 6);
        shop.listed(added, 5);
        shop.hear(shop.order("1", sku, 2).after(0));
        levels.open(sku, shop.shelf(), 4, COUNTED, Shop.deed());
        levels.open(added, shop.shelf(), 5, COUNTED, Shop.deed());

        shop.hear(shop.order("1", sku, 2).and(added, 1).after(3000));
        assertThat(shop.stand(added)).isEqualTo(new Stand(5, 1, 0, 1, 4, 4));
        assertThat(shop.stand(sku)).isEqualTo(new Stand(4, 0, 0, 2, 4, 4));
    }

    @Test
    void countsOrdersThatWereHeardBeforeTheBookingButPlacedAfterTheCount() {
        Sku sku = shop.item();
        shop.listed(sku, 5);
        shop.hear(
                shop.order("1", sku, 1).placed(COUNTED.plusSeconds(5)).after(0),
                shop.order("2", sku, 1)
                        .placed(COUNTED.plusSeconds(6))
                        .shipped(1)
                        .after(60));
        levels.open(sku, shop.shelf(), 5, COUNTED, Shop.deed());
        assertThat(shop.stand(sku)).isEqualTo(new Stand(4, 1, 0, 2, 3, 3));
    }

    @Test
    void reservesAnOrderThatWasSoldAfterTheCountThoughItWasPlacedBeforeAndIsFirstHeardOfThen() {
        Sku sku = shop.item();
        shop.listed(sku, 5);
        levels.open(sku, shop.shelf(), 5, COUNTED, Shop.deed());
        shop.hear(shop.order("1", sku, 1).sold(COUNTED.plusSeconds(600)).after(3000));
        assertThat(shop.stand(sku)).isEqualTo(new Stand(5, 1, 0, 1, 4, 4));
    }

    @Test
    void knowsWhatWasSoldBetweenTheCountAndItsBooking() {
        Sku sku = shop.item();
        shop.listed(sku, 5);
        shop.hear(shop.order("1", sku, 1).unpaid().after(0));
        shop.hear(shop.order("1", sku, 1).sold(COUNTED.plusSeconds(600)).after(3000));
        levels.open(sku, shop.shelf(), 5, COUNTED, Shop.deed());
        assertThat(shop.stand(sku)).isEqualTo(new Stand(5, 1, 0, 1, 4, 4));
    }
}

package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.inventory.StockLevels;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Sample;
import caravan.kit.Shop;
import caravan.kit.Shop.Stand;
import caravan.kit.Shops;
import caravan.order.Orders;
import org.junit.jupiter.api.Test;

/** What an order's document does to the stock, row by row: on hand, reserved, withheld, taken, shown, wanted. */
@HubTest
class StockTableTests {
    private final StockLevels levels;
    private final Orders orders;
    private final Shop shop;
    private final Sku sku;

    StockTableTests(Shops shops, StockLevels levels, Orders orders) {
        this.levels = levels;
        this.orders = orders;
        shop = shops.open();
        sku = shop.selling(10);
    }

    @Test
    void holdsNothingForAnUnpaidOrderOfAChannelThatHoldsNothing() {
        hear(order().unpaid(), 0);
        expect(10, 0, 0, 0, 10, 10);
    }

    @Test
    void reservesForAnUnpaidOrderWhoseUnitsTheChannelTook() {
        hear(order().unpaid().taken(3), 0);
        expect(10, 3, 0, 3, 7, 7);
    }

    @Test
    void reservesWhatIsSold() {
        hear(order(), 0);
        expect(10, 3, 0, 3, 7, 7);
    }

    @Test
    void lowersTheChannelThatDidNotTakeWhatItSold() {
        hear(order().taken(0), 0);
        expect(10, 3, 0, 0, 10, 7);
    }

    @Test
    void releasesWhatIsCancelledAndRestocked() {
        hear(order(), 0);
        hear(order().cancelled().taken(0), 60);
        expect(10, 0, 0, 0, 10, 10);
    }

    @Test
    void releasesWhatALineWasReducedBy() {
        hear(order(), 0);
        hear(order().cancelled(1).taken(2), 60);
        expect(10, 2, 0, 2, 8, 8);
    }

    @Test
    void withholdsWhatIsCancelledAndNotRestocked() {
        hear(order(), 0);
        hear(order().cancelled(), 60);
        expect(10, 0, 3, 3, 7, 7);
    }

    @Test
    void withholdsWhatIsRefundedBeforeItLeftAndNotRestocked() {
        hear(order(), 0);
        hear(order().cancelled(1), 60);
        expect(10, 2, 1, 3, 7, 7);
    }

    @Test
    void letsGoOfWhatIsWithheldWhenTheChannelRestocksLater() {
        hear(order(), 0);
        hear(order().cancelled(), 60);
        hear(order().cancelled().taken(0), 120);
        expect(10, 0, 0, 0, 10, 10);
    }

    @Test
    void sellsAgainWhatIsPutBack() {
        withhold();
        levels.settle(shop.line("1"), 3, true, Shop.deed());
        expect(10, 0, 0, 3, 7, 10);
    }

    @Test
    void takesWhatIsWrittenOffFromTheShelf() {
        withhold();
        levels.settle(shop.line("1"), 2, false, Shop.deed());
        expect(8, 0, 1, 3, 7, 7);
    }

    @Test
    void settlesNoMoreThanIsWithheld() {
        withhold();
        long line = shop.line("1");
        levels.settle(line, 2, true, Shop.deed());
        assertThatThrownBy(() -> levels.settle(line, 2, true, Shop.deed()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fewer than 2 units withheld");
        expect(10, 0, 1, 3, 7, 9);
    }

    @Test
    void takesWhatIsShippedFromTheShelf() {
        hear(order(), 0);
        hear(order().shipped(2), 60);
        expect(8, 1, 0, 3, 7, 7);
    }

    @Test
    void putsWhatIsReturnedWithRestockBackOnTheShelf() {
        hear(order().shipped(3), 0);
        hear(order().shipped(3).returned(1).taken(2), 60);
        expect(8, 0, 0, 2, 8, 8);
    }

    @Test
    void withholdsWhatADeletedOrderOwedAndAsks() {
        hear(order(), 0);
        orders.delete(shop.key("1"));
        orders.delete(shop.key("1"));
        expect(10, 0, 3, 3, 7, 7);
        assertThat(shop.incidents("ORDER_DELETED")).containsExactly(1L);
    }

    @Test
    void movesNothingForAnOrderPlacedBeforeTheOpeningBalance() {
        Sample old = order().placed(Shop.OPENED.minusSeconds(630_720_000));
        hear(old, 0);
        hear(old.shipped(3), 60);
        expect(10, 0, 0, 3, 10, 10);
    }

    private Sample order() {
        return shop.order("1", sku, 3);
    }

    private void withhold() {
        hear(order(), 0);
        hear(order().cancelled(), 60);
    }

    private void hear(Sample order, int seconds) {
        shop.hear(order.after(seconds));
    }

    private void expect(long onHand, long reserved, long withheld, long taken, long shown, long wanted) {
        assertThat(shop.stand(sku)).isEqualTo(new Stand(onHand, reserved, withheld, taken, shown, wanted));
    }
}

package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.inventory.Readings.Begun;
import caravan.inventory.Readings.Outcome;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Shop;
import caravan.kit.Shops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is heard of orders while a figure is being read. */
@HubTest
class ReadingsTests {
    private static final Instant AT = Shop.OPENED.plusSeconds(660);

    private final Shop shop;
    private final Readings readings;

    ReadingsTests(Shops shops, Readings readings) {
        this.shop = shops.open();
        this.readings = readings;
    }

    @Test
    void readsAgainBesideAnOrderThatWasEditedBeforeItWasFirstHeardOf() {
        Sku sku = shop.selling(10);
        Begun begun = begin(sku);
        // Five units when the figure was read, two by now; the document tells of two only.
        shop.hear(shop.order("edited", sku, 2).after(120));
        assertThat(finish(begun, 5)).isEqualTo(Outcome.VOID);
        assertThat(shop.stand(sku).shown()).isEqualTo(8);
        assertThat(finish(begin(sku), 8)).isEqualTo(Outcome.EQUAL);
    }

    @Test
    void readsAgainBesideAnOrderOfAnotherQuantityThanBefore() {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("edited", sku, 2).after(0));
        Begun begun = begin(sku);
        shop.hear(shop.order("edited", sku, 3).after(120));
        assertThat(finish(begun, 4)).isEqualTo(Outcome.VOID);
    }

    @Test
    void takesAFigureReadBesideSales() {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("unpaid", sku, 2).unpaid().after(0));
        Begun begun = begin(sku);
        shop.hear(shop.order("sold", sku, 1).after(0));
        shop.hear(shop.order("unpaid", sku, 2).after(120));
        assertThat(finish(begun, 9)).isEqualTo(Outcome.ADOPTED);
        // Both sales may be part of the figure; the books stay above what the channel can show.
        assertThat(shop.stand(sku).shown()).isEqualTo(9);
    }

    private Begun begin(Sku sku) {
        return readings.begin(List.of(shop.listing(sku))).get(0);
    }

    private Outcome finish(Begun begun, long figure) {
        return readings.finish(new Readings.Reading(begun, figure, new Period(AT, AT.plusSeconds(1))), Duration.ZERO);
    }
}

package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.catalog.Catalog;
import caravan.inventory.Level;
import caravan.inventory.Openings;
import caravan.inventory.Openings.Opening;
import caravan.inventory.StockLevels;
import caravan.inventory.StockView;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Shop;
import caravan.kit.Shops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Goods arrive where the pretend stores are fed from. */
@HubTest
class SandboxSupplierTests {
    private static final Instant NOW = Instant.parse("2036-03-01T12:00:00Z");

    private final Openings openings;
    private final StockView stock;
    private final StockLevels levels;
    private final SandboxSupplier supplier;
    private final String shelf;
    private final Sku tee;
    private final int delivery;

    SandboxSupplierTests(
            Shops shops,
            Catalog catalog,
            Openings openings,
            StockView stock,
            StockLevels levels,
            SandboxSupplier supplier) {
        this.openings = openings;
        this.stock = stock;
        this.levels = levels;
        this.supplier = supplier;
        this.shelf = shops.open().shelf();
        SampleCatalogue.Item sample = SampleCatalogue.ITEMS.get(0);
        this.tee = new Sku(sample.sku());
        this.delivery = sample.stock();
        catalog.put(tee, sample.title());
    }

    @Test
    void bringsWhatIsLowAWhileAndOnceOnly() {
        opened(SandboxSupplier.LOW, SandboxSupplier.ACTOR);
        lookAfter(Duration.ZERO);
        lookAfter(SandboxSupplier.DELAY);
        assertThat(onHand()).as("it is not low").isEqualTo(SandboxSupplier.LOW);

        levels.adjust(tee, shelf, -1, Shop.deed());
        lookAfter(SandboxSupplier.DELAY);
        assertThat(onHand()).isEqualTo(SandboxSupplier.LOW - 1);
        lookAfter(SandboxSupplier.DELAY.multipliedBy(2));
        assertThat(onHand()).isEqualTo(SandboxSupplier.LOW - 1 + delivery);
        assertThat(stock.movements(tee, 1).get(0))
                .returns("goods received", StockView.Entry::reason)
                .returns("sandbox", StockView.Entry::actor);

        levels.adjust(tee, shelf, -delivery, Shop.deed());
        new Restarted().lookAfterAll();
        assertThat(onHand()).as("one delivery in a round, whoever asks").isEqualTo(SandboxSupplier.LOW - 1);
        lookAfter(SandboxSupplier.ROUND);
        lookAfter(SandboxSupplier.ROUND.plus(SandboxSupplier.DELAY));
        assertThat(onHand()).isEqualTo(SandboxSupplier.LOW - 1 + delivery);
    }

    @Test
    void leavesAloneWhatSomebodyElseOpened() {
        opened(1, "ann");
        lookAfter(Duration.ZERO);
        lookAfter(SandboxSupplier.DELAY);
        assertThat(onHand()).isEqualTo(1);
    }

    @Test
    void isSwitchedOffByASetting() {
        assertThat(settings(Map.of()).restock()).isTrue();
        assertThat(settings(Map.of("caravan.sandbox.restock", "false")).restock())
                .isFalse();
    }

    /** Another hub, or this one started again. */
    private final class Restarted {
        private final SandboxSupplier other = new SandboxSupplier(openings, stock, levels);

        void lookAfterAll() {
            other.lookAround(shelf, NOW.plus(SandboxSupplier.DELAY));
            other.lookAround(shelf, NOW.plus(SandboxSupplier.DELAY.multipliedBy(2)));
            other.end();
        }
    }

    private void opened(long units, String actor) {
        assertThat(openings.open(List.of(new Opening(tee, shelf, units, NOW.minusSeconds(60))), actor))
                .isEqualTo(1);
    }

    private void lookAfter(Duration after) {
        supplier.lookAround(shelf, NOW.plus(after));
    }

    private long onHand() {
        return stock.levels(List.of(tee)).stream()
                .filter(level -> level.location().equals(shelf))
                .mapToLong(Level::onHand)
                .sum();
    }

    private static SandboxSettings settings(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("caravan.sandbox", SandboxSettings.class);
    }
}

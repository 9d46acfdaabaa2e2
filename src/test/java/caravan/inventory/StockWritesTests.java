package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.inventory.StockWrites.Row;
import caravan.inventory.StockWrites.Write;
import caravan.kernel.Fault;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Registered;
import caravan.kit.Shop;
import caravan.kit.Shops;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@HubTest
class StockWritesTests {
    private final StockLevels levels;
    private final StockWrites writes;
    private final Readings readings;
    private final Listings listings;
    private final PlatformTransactionManager transactions;
    private final Shop shop;

    StockWritesTests(
            Shops shops,
            StockLevels levels,
            StockWrites writes,
            Readings readings,
            Listings listings,
            PlatformTransactionManager transactions) {
        this.transactions = transactions;
        this.levels = levels;
        this.writes = writes;
        this.readings = readings;
        this.listings = listings;
        shop = shops.open();
    }

    @Test
    void opensNothingWhenNothingIsDue() {
        shop.selling(10);
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
    }

    @Test
    void lowersBeforeItRaisesAndTheOldestFirst() {
        Sku raised = shop.selling(10);
        Sku loweredFirst = shop.selling(10);
        Sku loweredNext = shop.selling(10);
        adjust(raised, 5);
        adjust(loweredFirst, -1);
        adjust(loweredNext, -2);
        adjust(loweredFirst, -3);

        assertThat(deltas(open(1))).containsExactly(-4L);
        assertThat(deltas(open(1))).containsExactly(-2L);
        assertThat(deltas(open(1))).containsExactly(5L);
        assertThat(writes.open(shop.connection(), 1, 1)).isEmpty();
    }

    @Test
    void neverRaisesAndLowersInOneCall() {
        adjust(shop.selling(10), 5);
        adjust(shop.selling(10), -1);
        adjust(shop.selling(10), -2);

        assertThat(deltas(open(10))).containsExactly(-1L, -2L);
        assertThat(deltas(open(10))).containsExactly(5L);
    }

    @Test
    void sendsListingsOfDifferentBatchesApart() {
        soldInTwoBatches();

        assertThat(deltas(open(10))).containsExactly(-1L);
        assertThat(open(10).batch()).isEqualTo("second");
    }

    @Test
    void goesOnWithAnotherBatchWhileThatOfTheOldestIsBeingChanged() {
        Sku one = soldInTwoBatches();

        Write meanwhile = new TransactionTemplate(transactions).execute(status -> {
            shop.jdbc()
                    .sql("SELECT id FROM listing WHERE id = :id FOR UPDATE")
                    .param("id", shop.listing(one))
                    .query(Long.class)
                    .single();
            return CompletableFuture.supplyAsync(() -> open(10)).join();
        });
        assertThat(deltas(Objects.requireNonNull(meanwhile))).containsExactly(-2L);
        assertThat(deltas(open(10))).containsExactly(-1L);
    }

    @Test
    void turnsWithAListingThatIsFirstToBeLoweredAndThenToBeRaised() {
        Sku sku = shop.selling(10);
        adjust(sku, -1);
        adjust(sku, 3);

        assertThat(deltas(open(10))).containsExactly(2L);
    }

    @Test
    void sendsNothingElseForAListingWhileAWriteIsOpen() {
        Sku sku = shop.selling(10);
        adjust(sku, -1);
        Write write = open(10);
        adjust(sku, -2);
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();

        close(write, 1, End.CONFIRMED);
        assertThat(deltas(open(10))).containsExactly(-2L);
    }

    @Test
    void countsARaiseWhenItIsOpenedAndTakesBackARefusedOne() {
        Sku sku = shop.selling(10);
        adjust(sku, 5);
        Write write = open(10);
        assertThat(shop.stand(sku).shown()).isEqualTo(15);

        assertThat(close(write, 1, End.NOT_DONE)).isEqualTo(1);
        assertThat(shop.stand(sku).shown()).isEqualTo(10);
    }

    @Test
    void countsALoweringOnlyWhenItIsConfirmed() {
        Sku sku = shop.selling(10);
        adjust(sku, -4);
        Write write = open(10);
        assertThat(shop.stand(sku).shown()).isEqualTo(10);

        close(write, 1, End.CONFIRMED);
        assertThat(shop.stand(sku).shown()).isEqualTo(6);
        assertThat(close(write, 1, End.NOT_DONE)).isZero();
        assertThat(shop.stand(sku).shown()).isEqualTo(6);
    }

    @Test
    void settlesDoubtUpwardAndMakesAReadingDue() {
        Sku lowered = shop.selling(10);
        Sku raised = shop.selling(10);
        adjust(raised, 4);
        close(open(10), 1, End.IN_DOUBT);
        adjust(lowered, -4);
        close(open(10), 1, End.IN_DOUBT);

        assertThat(shop.stand(lowered).shown()).isEqualTo(10);
        assertThat(shop.stand(raised).shown()).isEqualTo(14);
        assertThat(shop.jdbc()
                        .sql(
                                "SELECT count(*) FROM listing WHERE connection = :connection AND reading_due_since IS NOT NULL")
                        .param("connection", shop.connection().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void changesNothingForTheResultOfAnotherLease() {
        Sku sku = shop.selling(10);
        adjust(sku, -4);
        Write write = open(10);

        assertThat(close(write, 2, End.CONFIRMED)).isZero();
        assertThat(shop.stand(sku).shown()).isEqualTo(10);
        assertThat(close(write, 1, End.CONFIRMED)).isEqualTo(1);
    }

    @Test
    void lowersButDoesNotRaiseAHeldListing() {
        Sku sku = shop.selling(10);
        assertThat(shop.read(shop.listing(sku), 6, Shop.OPENED.plusSeconds(900)))
                .isEqualTo(Readings.Outcome.ADOPTED);
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
        adjust(sku, -6);
        assertThat(deltas(open(10))).containsExactly(-2L);
    }

    @Test
    void doesNotRaiseAListingWhoseBooksCannotBeBounded() {
        Sku sku = shop.selling(10);
        // Placed before the figure was read and changed since: nobody knows how much of it the figure shows.
        shop.hear(shop.order("1", sku, 3).placed(Shop.OPENED.minusSeconds(5)).after(65));
        adjust(sku, 20);
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();

        Readings.Outcome outcome = shop.read(shop.listing(sku), shop.stand(sku).shown(), Shop.OPENED.plusSeconds(900));
        assertThat(outcome).isEqualTo(Readings.Outcome.ADOPTED);
        shop.pulled(Shop.OPENED.plusSeconds(1000));
        assertThat(open(10).raising()).isTrue();
    }

    @Test
    void refusesAReadingThatAWriteWasOpenBeside() {
        Sku sku = shop.selling(10);
        List<Readings.Begun> begun = readings.begin(List.of(shop.listing(sku)));
        adjust(sku, -4);
        Write write = open(10);
        assertThat(readings.begin(List.of(shop.listing(sku)))).isEmpty();
        close(write, 1, End.CONFIRMED);

        assertThat(readings.finish(
                        new Readings.Reading(begun.get(0), 10, new caravan.kernel.Period(Shop.OPENED, Shop.OPENED)),
                        java.time.Duration.ZERO))
                .isEqualTo(Readings.Outcome.VOID);
        assertThat(shop.stand(sku).shown()).isEqualTo(6);
    }

    /** Sells one unit of an item, then two of another that shares no call with it; returns the first. */
    private Sku soldInTwoBatches() {
        Sku one = shop.selling(10);
        Sku other = shop.selling(10);
        Registered.listing(
                listings, shop.jdbc(), new ListingKey(shop.connection(), "default", other), "at-" + other, "second");
        adjust(one, -1);
        adjust(other, -2);
        return one;
    }

    private void adjust(Sku sku, long change) {
        levels.adjust(sku, shop.shelf(), change, Shop.deed());
    }

    private Write open(int most) {
        return writes.open(shop.connection(), 1, most).orElseThrow();
    }

    private int close(Write write, long epoch, End end) {
        List<Long> listings = write.rows().stream().map(Row::listing).toList();
        return switch (end) {
            case CONFIRMED -> writes.confirm(write.id(), epoch, listings);
            case NOT_DONE -> writes.fail(write.id(), epoch, listings, failure(Fault.UNREACHED));
            case IN_DOUBT -> writes.fail(write.id(), epoch, listings, failure(Fault.UNANSWERED));
        };
    }

    private static StockWrites.Failure failure(Fault fault) {
        return new StockWrites.Failure(fault, "test", Duration.ZERO);
    }

    private enum End {
        CONFIRMED,
        NOT_DONE,
        IN_DOUBT
    }

    private static List<Long> deltas(Write write) {
        return write.rows().stream().map(Row::delta).toList();
    }
}

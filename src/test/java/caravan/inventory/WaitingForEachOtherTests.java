package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Registered;
import caravan.kit.Shop;
import caravan.kit.Shops;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Two transactions of which neither sees what the other does: one has to wait for the other. */
@HubTest
class WaitingForEachOtherTests {
    private static final Instant COUNTED = Shop.OPENED.plusSeconds(1800);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Listings listings;
    private final StockLevels levels;
    private final Shop shop;
    private final Shop other;

    WaitingForEachOtherTests(
            Shops shops, JdbcClient jdbc, TransactionTemplate transaction, Listings listings, StockLevels levels) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.listings = listings;
        this.levels = levels;
        shop = shops.open();
        other = shops.open();
    }

    @Test
    void showsNoUnitOnANewListingThatIsBeingSoldElsewhere() throws Exception {
        Sku sku = shop.selling(5);
        other.sellFrom(shop.shelf());
        beside(() -> shop.hear(shop.order("1", sku, 2).after(0)), () -> list(sku));
        assertThat(other.stand(sku).wanted()).isEqualTo(3);
    }

    @Test
    void showsNoUnitOfANewBundleThatIsBeingSoldElsewhere() throws Exception {
        Sku sku = shop.selling(5);
        Sku bundle = shop.item();
        other.sellFrom(shop.shelf());
        list(bundle);
        beside(() -> shop.hear(shop.order("1", sku, 2).after(0)), () -> levels.bundle(bundle, Map.of(sku, 1L)));
        assertThat(other.stand(bundle).wanted()).isEqualTo(3);
    }

    @Test
    void reservesAnOrderThatIsPaidWhileItsItemIsBeingOpened() throws Exception {
        Sku sku = shop.item();
        shop.listed(sku, 5);
        shop.hear(shop.order("1", sku, 1).unpaid().after(0));
        beside(
                () -> levels.open(sku, shop.shelf(), 5, COUNTED, Shop.deed()),
                () -> shop.hear(shop.order("1", sku, 1).after(3000)));
        assertThat(shop.stand(sku).reserved()).isEqualTo(1);
    }

    @Test
    void settlesLinesWithoutHoldingAListingWhileItWaitsForALevel() throws Exception {
        Sku one = shop.selling(5);
        Sku another = shop.selling(5);
        Sku early = one.compareTo(another) < 0 ? one : another;
        Sku late = early.equals(one) ? another : one;
        shop.hear(shop.order("1", late, 2).after(0));
        shop.hear(shop.order("2", early, 2).after(0));
        shop.hear(shop.order("1", late, 2).cancelled().after(10));
        shop.hear(shop.order("2", early, 2).cancelled().after(10));
        Map<Long, Long> withheld = Map.of(shop.line("1"), 2L, shop.line("2"), 2L);

        beside(
                () -> jdbc.sql("SELECT sku FROM level WHERE sku = :sku FOR UPDATE")
                        .param("sku", early.value())
                        .query(String.class)
                        .list(),
                () -> levels.settle(withheld, true, Shop.deed()),
                () -> jdbc.sql("SELECT id FROM listing WHERE sku = :sku FOR UPDATE NOWAIT")
                        .param("sku", late.value())
                        .query(Long.class)
                        .single());
        assertThat(shop.stand(late).withheld() + shop.stand(early).withheld()).isZero();
    }

    private void list(Sku sku) {
        Registered.listing(listings, jdbc, new ListingKey(other.connection(), "default", sku), "at-" + sku, "");
    }

    /** Lets the second begin after the first did its work and before it has committed. */
    private void beside(Runnable first, Runnable second) throws Exception {
        beside(first, second, () -> {});
    }

    private void beside(Runnable first, Runnable second, Runnable meanwhile) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> done = transaction.execute(status -> {
                first.run();
                Future<?> begun = thread.submit(second);
                awaitWaiting(begun);
                meanwhile.run();
                return begun;
            });
            assertThat(done).isNotNull();
            done.get();
        } finally {
            thread.shutdown();
        }
    }

    private void awaitWaiting(Future<?> begun) {
        try {
            Await.until("the second waits, or is through", () -> begun.isDone() || waiting());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private boolean waiting() {
        return jdbc.sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
                        .query(Long.class)
                        .single()
                > 0;
    }
}

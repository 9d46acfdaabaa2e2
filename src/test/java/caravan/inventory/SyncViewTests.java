package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.inventory.StockWrites.Failure;
import caravan.inventory.StockWrites.Row;
import caravan.inventory.StockWrites.Write;
import caravan.kernel.Fault;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Program;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

@HubTest
class SyncViewTests {
    private static final long EPOCH = 1;

    private final SyncView view;
    private final StockNews news;
    private final StockLevels levels;
    private final StockWrites writes;
    private final TransactionTemplate transaction;
    private final Program prometheus;
    private final Shop shop;

    SyncViewTests(
            SyncView view,
            StockNews news,
            StockLevels levels,
            StockWrites writes,
            TransactionTemplate transaction,
            Visitors visitors,
            Shops shops) {
        this.view = view;
        this.news = news;
        this.levels = levels;
        this.writes = writes;
        this.transaction = transaction;
        this.prometheus = new Program(visitors.hub(), visitors.token(Role.VIEWER));
        this.shop = shops.open();
    }

    @Test
    void measuresFromTheDoorToTheAcceptedWriteAlsoWhenAnEarlierOneFailed() throws Exception {
        Sku sku = shop.selling(10);
        transaction.executeWithoutResult(started -> {
            news.heard(Instant.now().minusSeconds(60));
            levels.adjust(sku, shop.shelf(), -4, Shop.deed());
        });
        Write first = next();
        writes.fail(first.id(), EPOCH, listings(first), new Failure(Fault.UNREACHED, "down", Duration.ZERO));
        levels.adjust(sku, shop.shelf(), -1, Shop.deed());
        Write second = next();
        assertThat(second.rows()).extracting(Row::delta).containsExactly(-5L);
        writes.confirm(second.id(), EPOCH, listings(second));

        Await.until("the lag is known", () -> view.lags().each().containsKey(shop.connection()));
        SyncView.Lag lag = lag();
        assertThat(lag.writes()).as("a write that failed told nobody anything").isEqualTo(1);
        assertThat(lag.p50()).isBetween(Duration.ofSeconds(60), Duration.ofMinutes(10));
        assertThat(view.lags().all()).isNotNull();
        assertThat(metrics()).contains("caravan_sync_lag_seconds_bucket{connection=\"" + shop.connection() + "\"");
    }

    @Test
    void forgetsNewsThatCameToNothingAndCountsWhatCameBehindAWrite() throws Exception {
        Sku sku = shop.selling(10);
        heard(sku, -4, 3600);
        heard(sku, 4, 0);
        heard(sku, -1, 60);
        Write write = next();
        // Sold while the write is under way: news of the next one.
        heard(sku, -1, 0);
        writes.confirm(write.id(), EPOCH, listings(write));
        Write last = next();
        writes.confirm(last.id(), EPOCH, listings(last));

        Await.until(
                "both lags are known", () -> view.lags().each().containsKey(shop.connection()) && lag().writes() == 2);
        SyncView.Lag lag = lag();
        assertThat(lag.p50()).isLessThan(Duration.ofSeconds(60));
        assertThat(lag.p99()).isBetween(Duration.ofSeconds(60), Duration.ofMinutes(30));
    }

    @Test
    void countsUnitsThatCannotBeTakenDownAsExposed() throws Exception {
        Sku sku = shop.selling(10);
        heard(sku, -3, 0);
        assertThat(view.exposed()).as("about to be told").doesNotContainKey(shop.connection());
        Write write = next();
        writes.fail(write.id(), EPOCH, listings(write), new Failure(Fault.UNREACHED, "down", Duration.ZERO));
        assertThat(view.exposed()).containsEntry(shop.connection(), 3L);
        Await.until(
                "Prometheus hears of it",
                () -> metrics().contains("caravan_exposed_units{connection=\"" + shop.connection() + "\"} 3.0"));

        Write repeat = next();
        writes.confirm(repeat.id(), EPOCH, listings(repeat));
        assertThat(view.exposed()).doesNotContainKey(shop.connection());
        assertThat(metrics()).contains("caravan_open_incidents{");
    }

    @Test
    void countsUnitsThatWaitForLongAsExposed() {
        Sku sku = shop.selling(10);
        heard(sku, -2, 30);
        assertThat(view.exposed()).containsEntry(shop.connection(), 2L);
    }

    private void heard(Sku sku, long units, long secondsAgo) {
        transaction.executeWithoutResult(started -> {
            news.heard(Instant.now().minusSeconds(secondsAgo));
            levels.adjust(sku, shop.shelf(), units, Shop.deed());
        });
    }

    private SyncView.Lag lag() {
        return Objects.requireNonNull(view.lags().each().get(shop.connection()));
    }

    private Write next() {
        return writes.open(shop.connection(), EPOCH, 10).orElseThrow();
    }

    private static List<Long> listings(Write write) {
        return write.rows().stream().map(Row::listing).toList();
    }

    private String metrics() throws Exception {
        return prometheus.get("/actuator/prometheus").raw().body();
    }
}

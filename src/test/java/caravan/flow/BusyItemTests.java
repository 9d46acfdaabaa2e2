package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.inventory.StockWrites;
import caravan.inventory.StockWrites.Row;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.order.OrderDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sales of a few items beside each other and beside the writes they cause, with the plans of fresh and of old statistics. */
@HubTest
class BusyItemTests {
    private static final int ROUNDS = 60;
    private static final long UNITS = 100_000;

    private final JdbcClient jdbc;
    private final StockWrites writes;
    private final Shop seller;
    private final Shop other;
    private final AtomicInteger next = new AtomicInteger();

    BusyItemTests(Shops shops, JdbcClient jdbc, StockWrites writes) {
        this.jdbc = jdbc;
        this.writes = writes;
        seller = shops.open();
        other = shops.open();
    }

    @Test
    void showsEverySaleOnTheOtherChannelThoughItsListingWasBeingWritten() throws Exception {
        List<Sku> skus =
                List.of(other.selling(UNITS), other.selling(UNITS), other.selling(UNITS), other.selling(UNITS));
        seller.sellFrom(other.shelf());
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                if (round == ROUNDS / 2) {
                    jdbc.sql("ANALYZE").update();
                }
                sellAndWrite(threads, skus);
                assertThat(skus).allSatisfy(sku -> {
                    Shop.Stand stand = other.stand(sku);
                    assertThat(stand.wanted()).isEqualTo(UNITS - stand.reserved());
                });
            }
        } finally {
            threads.shutdown();
        }
        assertThat(skus.stream().mapToLong(sku -> other.stand(sku).reserved()).sum())
                .isEqualTo(next.get());
    }

    private void sellAndWrite(ExecutorService threads, List<Sku> skus) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Future<?> writer = threads.submit(() -> {
            while (!over.get()) {
                writes.open(other.connection(), 1, 1)
                        .ifPresent(write -> writes.confirm(
                                write.id(),
                                1,
                                write.rows().stream().map(Row::listing).toList()));
            }
        });
        List<Future<?>> sales = List.of(threads.submit(() -> sell(skus)), threads.submit(() -> sell(skus)));
        for (Future<?> sale : sales) {
            sale.get();
        }
        over.set(true);
        writer.get();
    }

    private void sell(List<Sku> skus) {
        for (int size = 1; size <= 4; size++) {
            List<OrderDocument> batch = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int number = next.getAndIncrement();
                batch.add(seller.order("A" + number, skus.get(number % skus.size()), 1)
                        .after(0));
            }
            seller.hear(batch.toArray(OrderDocument[]::new));
        }
    }
}

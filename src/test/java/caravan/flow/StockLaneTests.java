package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.incident.Incidents;
import caravan.inventory.StockWrites;
import caravan.inventory.StockWrites.Row;
import caravan.inventory.StockWrites.Write;
import caravan.kernel.Backoff;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.KitSink;
import caravan.kit.Names;
import caravan.kit.StockKit;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HubTest
class StockLaneTests {
    private static final int PARALLEL = 3;

    private final StockKit stock;
    private final StockWrites writes;
    private final Incidents incidents;
    private final LeaseKeeper leases;
    private final ConnectionId connection = new ConnectionId(Names.unique("shop"));
    private final Channel channel = new Channel();
    private final AtomicInteger wakes = new AtomicInteger();
    private Lease lease;

    StockLaneTests(StockKit stock, StockWrites writes, Incidents incidents, LeaseKeeper leases) {
        this.stock = stock;
        this.writes = writes;
        this.incidents = incidents;
        this.leases = leases;
    }

    /** A channel that answers when it is let. */
    private final class Channel extends KitSink {
        final Semaphore answers = new Semaphore(0);
        final Set<Long> inFlight = ConcurrentHashMap.newKeySet();
        final Map<String, Long> figures = new ConcurrentHashMap<>();
        final AtomicInteger twice = new AtomicInteger();
        volatile boolean broken;
        int rowsPerCall = 1;

        Channel() {
            super(connection);
        }

        @Override
        public int rowsPerCall() {
            return rowsPerCall;
        }

        @Override
        public int parallel() {
            return PARALLEL;
        }

        @Override
        public boolean isKeyed() {
            return false;
        }

        @Override
        public Map<Long, RowAnswer> send(Write write) {
            for (Row row : write.rows()) {
                if (!inFlight.add(row.listing())) {
                    twice.incrementAndGet();
                }
            }
            answers.acquireUninterruptibly();
            write.rows().forEach(row -> inFlight.remove(row.listing()));
            if (broken) {
                throw new OutOfReach();
            }
            Map<Long, RowAnswer> confirmed = new HashMap<>();
            for (Row row : write.rows()) {
                figures.merge(row.externalId(), row.delta(), Long::sum);
                confirmed.put(row.listing(), RowAnswer.CONFIRMED);
            }
            return confirmed;
        }
    }

    /** Stands for what nobody thought of. */
    private static final class OutOfReach extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void take() {
        lease = leases.take(connection).orElseThrow();
    }

    @AfterEach
    void giveUp() {
        leases.giveUp(lease);
    }

    private StockLane lane() {
        StockSender sender = new StockSender(
                channel, lease, writes, incidents, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
        return new StockLane(channel, sender, wakes::incrementAndGet);
    }

    private List<Sku> due(int count) {
        List<Sku> skus = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Sku sku = stock.item(5);
            channel.figures.put(sku.value(), 9L);
            stock.list(sku, connection, 9);
            skus.add(sku);
        }
        return skus;
    }

    @Test
    void sendsAsManyWritesAtATimeAsTheVendorTakesAndNoMore() throws Exception {
        due(PARALLEL + 2);
        try (StockLane lane = lane()) {
            lane.sendDue();
            Await.until("all places are taken", () -> channel.inFlight.size() == PARALLEL);
            lane.sendDue();
            assertThat(channel.inFlight).hasSize(PARALLEL);
            channel.answers.release();
            Await.until("a call has ended and says so", () -> wakes.get() == 1);
            lane.sendDue();
            Await.until("the place is taken again", () -> channel.inFlight.size() == PARALLEL);
            channel.answers.release(100);
        }
        assertThat(channel.inFlight).isEmpty();
    }

    @Test
    void neverHasTwoCallsOutForOneListing() throws Exception {
        Sku sku = due(1).get(0);
        try (StockLane lane = lane()) {
            lane.sendDue();
            Await.until("the first call is out", () -> channel.inFlight.size() == 1);
            stock.adjust(sku, -2);
            lane.sendDue();
            channel.answers.release();
            Await.until("the first call has ended", () -> wakes.get() == 1);
            channel.answers.release();
            lane.sendDue();
        }
        assertThat(channel.twice).hasValue(0);
        assertThat(channel.figures).containsEntry(sku.value(), 3L);
    }

    @Test
    void collectsInAFloodButNotWhileCallsAreFullOrSmall() {
        channel.answers.release(3);
        channel.rowsPerCall = 12;
        due(13);
        try (StockLane lane = lane()) {
            assertThat(lane.sendDue()).as("a full call and one of a single row").isFalse();
        }
        due(11);
        try (StockLane lane = lane()) {
            assertThat(lane.sendDue()).as("many rows, but not all a call takes").isTrue();
        }
    }

    @Test
    void isClosedOnlyAfterItsCallsHaveEnded() throws Exception {
        due(PARALLEL);
        StockLane lane = lane();
        lane.sendDue();
        Thread closing = new Thread(lane::close);
        closing.start();
        Await.until("all calls are out", () -> channel.inFlight.size() == PARALLEL);
        assertThat(closing.isAlive()).isTrue();
        channel.answers.release(PARALLEL);
        closing.join();
        assertThat(channel.inFlight).isEmpty();
    }

    @Test
    void isOverWhenAWriteIsLeftOpenSoThatANewerEpochSettlesIt() {
        due(1);
        channel.broken = true;
        channel.answers.release();
        StockLane lane = lane();
        lane.sendDue();
        assertThatThrownBy(lane::close).isInstanceOf(IllegalStateException.class);
        assertThat(lane.isOver()).isTrue();
    }
}

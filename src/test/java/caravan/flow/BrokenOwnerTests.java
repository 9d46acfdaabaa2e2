package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connections;
import caravan.incident.Incidents;
import caravan.inventory.StockWrites;
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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Owners of a connection whose threads meet what no code expects, or whose work does not end. */
@HubTest
class BrokenOwnerTests {
    private final StockKit stock;
    private final LeaseKeeper leases;
    private final Connections connections;
    private final StockWrites writes;
    private final Incidents incidents;
    private final ConnectionId connection = new ConnectionId(Names.unique("shop"));
    private final AtomicInteger errors = new AtomicInteger();

    BrokenOwnerTests(
            StockKit stock, LeaseKeeper leases, Connections connections, StockWrites writes, Incidents incidents) {
        this.stock = stock;
        this.leases = leases;
        this.connections = connections;
        this.writes = writes;
        this.incidents = incidents;
    }

    @Test
    void beginsAnewAfterAnErrorInEitherLane() throws Exception {
        Sku sku = stock.item(5);
        long listing = stock.list(sku, connection, 9);
        errors.set(2);
        AtomicInteger chores = new AtomicInteger();
        ConnectionOwner owner = owner(lease -> List.of(each -> {
            if (chores.incrementAndGet() == 1) {
                throw new StackOverflowError("as told");
            }
            return false;
        }));
        owner.start();
        Await.until("the channel was told", () -> stock.books(listing).shown() == 5);
        Await.until("other work goes on", () -> chores.get() > 1);
        owner.stop();
    }

    @Test
    void leavesTheLeaseToRunOutWhileWorkDoesNotEnd() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger mayCall = new AtomicInteger();
        ConnectionOwner owner = owner(lease -> List.of(each -> {
            called.countDown();
            try {
                answered.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            mayCall.set(each.allowsCall() ? 1 : -1);
            return false;
        }));
        owner.start();
        called.await();
        owner.stop();
        // Its own thread waits as long for the other as this one did for it.
        owner.stop();
        assertThat(leases.take(connection))
                .as("a call may be out; nobody else calls beside it")
                .isEmpty();
        answered.countDown();
        Await.until("it may not call any more", () -> mayCall.get() == -1);
    }

    private ConnectionOwner owner(Function<Lease, List<Chore>> chores) {
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(10));
        return new ConnectionOwner(
                new Channel(),
                chores,
                new Standing(connection, connections),
                new ConnectionOwner.Parts(leases, writes, incidents, backoff, Duration.ofMillis(50)));
    }

    /** A channel that takes every write, once the system has threads to spare. */
    private final class Channel extends KitSink {
        Channel() {
            super(connection);
        }

        @Override
        public int rowsPerCall() {
            if (errors.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return super.rowsPerCall();
        }
    }
}

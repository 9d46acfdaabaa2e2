package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Incidents;
import caravan.inventory.StockWrites;
import caravan.inventory.StockWrites.Row;
import caravan.kernel.Backoff;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.KitSink;
import caravan.kit.Names;
import caravan.kit.StockKit;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel that says of every raise that its figure had moved. */
@HubTest
class PutOffRaiseTests {
    private final StockKit stock;
    private final IncidentList list;
    private final LeaseKeeper leases;
    private final ConnectionId connection = new ConnectionId(Names.unique("shop"));
    private final Lease lease;
    private final StockSender sender;
    private boolean puttingOff = true;

    PutOffRaiseTests(StockKit stock, StockWrites writes, Incidents incidents, IncidentList list, LeaseKeeper leases) {
        this.stock = stock;
        this.list = list;
        this.leases = leases;
        this.lease = leases.take(connection).orElseThrow();
        this.sender = new StockSender(
                new Channel(), lease, writes, incidents, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
    }

    @AfterEach
    void giveUp() {
        leases.giveUp(lease);
    }

    @Test
    void asksAPersonOnceTheFigureIsAsExpectedTimeAndAgain() throws Exception {
        stock.list(stock.item(9), connection, 5);
        for (int time = 1; time < PutOffRows.MANY; time++) {
            send();
        }
        assertThat(asked()).isZero();
        send();
        assertThat(asked()).isOne();

        puttingOff = false;
        send();
        assertThat(asked()).as("it was taken after all").isZero();
    }

    @Test
    void asksNobodyWhileReadingsExplainIt() throws Exception {
        Sku sku = stock.item(9);
        long listing = stock.list(sku, connection, 5);
        PutOffRows rows = new PutOffRows();
        for (int time = 1; time <= 3 * PutOffRows.MANY; time++) {
            assertThat(rows.isMany(new Row(listing, "1", sku, "default", 1, time)))
                    .isFalse();
        }
    }

    private void send() throws Exception {
        Await.until("it is sent", sender::sendNext);
    }

    private int asked() {
        return list.page(new IncidentList.Search(IncidentKind.WRITE_REFUSED, connection.value(), true), null, 10)
                .size();
    }

    private final class Channel extends KitSink {
        Channel() {
            super(connection);
        }

        @Override
        protected RowAnswer answer(Row row) {
            return puttingOff
                    ? new RowAnswer(new CallFailed(Fault.THROTTLED, "The channel's figure had moved."))
                    : RowAnswer.CONFIRMED;
        }
    }
}

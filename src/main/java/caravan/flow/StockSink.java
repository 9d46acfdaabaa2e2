package caravan.flow;

import caravan.inventory.StockWrites.Write;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells one connection's vendor about stock. Called only by the replica that owns the connection. */
public interface StockSink {

    /** Rows the vendor takes in one call. */
    int rowsPerCall();

    /** Calls the vendor takes at a time. */
    default int parallel() {
        return 1;
    }

    /** How long a call can take at most; after that it is known to be over. */
    Duration timeout();

    /** Whether the vendor knows a write by its id and does it once, however often it is sent, while it remembers the id. */
    boolean isKeyed();

    /** How long after a write was first sent the vendor surely remembers its id; later a repeat could be done a second time. */
    Duration keyMemory();

    /**
     * Sends a write as it is.
     *
     * @return how each row ended, by listing; a null fault means confirmed. A row without an answer counts as unanswered
     * @throws CallFailed if the call as a whole failed
     */
    Map<Long, RowAnswer> send(Write write) throws CallFailed;

    /**
     * Looks a write up by its id where the vendor stores it with the stock.
     *
     * @return for each listing whether the vendor has it; false proves nothing, for the call may yet be under way
     * @throws CallFailed if the vendor could not be asked
     */
    Map<Long, Boolean> find(Write write) throws CallFailed;

    /**
     * What the vendor said of one row.
     *
     * @param failure null if it confirmed the row
     */
    record RowAnswer(@Nullable CallFailed failure) {
        public static final RowAnswer CONFIRMED = new RowAnswer(null);
    }

    /** Stands for the connection in thread names and messages. */
    ConnectionId connection();
}

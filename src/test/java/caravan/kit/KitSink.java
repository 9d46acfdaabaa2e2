package caravan.kit;

import caravan.flow.StockSink;
import caravan.inventory.StockWrites.Row;
import caravan.inventory.StockWrites.Write;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A channel that takes every write at once, and knows it by its key; tests say what theirs does otherwise. */
public class KitSink implements StockSink {
    private final ConnectionId connection;

    public KitSink(ConnectionId connection) {
        this.connection = connection;
    }

    @Override
    public final ConnectionId connection() {
        return connection;
    }

    @Override
    public int rowsPerCall() {
        return 10;
    }

    @Override
    public Duration timeout() {
        return Duration.ZERO;
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Duration keyMemory() {
        return Duration.ofHours(23);
    }

    @Override
    public Map<Long, RowAnswer> send(Write write) throws CallFailed {
        Map<Long, RowAnswer> answers = new HashMap<>();
        write.rows().forEach(row -> answers.put(row.listing(), answer(row)));
        return answers;
    }

    /** How a row ends. */
    protected RowAnswer answer(Row row) {
        return RowAnswer.CONFIRMED;
    }

    @Override
    public Map<Long, Boolean> find(Write write) throws CallFailed {
        return Map.of();
    }
}

package caravan.flow;

import caravan.inventory.StockWrites.Row;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts how often a channel put a row off though the books expected the same figure. Each time the figure is read, and one that
 * had moved changes what the books expect: so a row put off again and again is one whose figure is as expected, and whose write the
 * channel will not take.
 */
final class PutOffRows {
    /** After how many times a person is asked: some minutes, in which every reading that was due was made. */
    static final int MANY = 12;

    private record Times(long expected, int times) {}

    private final Map<Long, Times> rows = new ConcurrentHashMap<>();

    /** Counts once more; answers whether a person is to be asked now. */
    boolean isMany(Row row) {
        Times now = rows.merge(
                row.listing(),
                new Times(row.expected(), 1),
                (before, once) ->
                        before.expected() == once.expected() ? new Times(once.expected(), before.times() + 1) : once);
        return now.times() % MANY == 0;
    }

    /** Forgets a row that the channel took. */
    void forget(Row row) {
        rows.remove(row.listing());
    }
}

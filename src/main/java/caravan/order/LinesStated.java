package caravan.order;

import caravan.kernel.ConnectionId;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import java.time.Instant;
import java.util.List;

/**
 * What accepted documents say about the stock of their lines. Heard inside the transaction that accepted them.
 *
 * @param lines each line at most once, sorted by id
 */
public record LinesStated(List<Line> lines) {

    /**
     * One line of a known item.
     *
     * @param line its id in this database
     * @param placedAt when the channel can have begun to hold its units: when the order was placed, or when it was sold if that
     *     was later
     * @param owed units to be shipped yet
     * @param gone units that left for good
     * @param kept units that are neither owed nor gone, but that the channel has not put back into its figure
     * @param taken units the channel proves to have taken out of its figure
     * @param most units the line can have taken at any time before this document
     * @param story how much of what the line was before is known
     * @param changed when the change can have happened, by the channel's clock
     */
    public record Line(
            long line,
            ConnectionId connection,
            String channelLocation,
            Sku sku,
            Instant placedAt,
            long owed,
            long gone,
            long kept,
            long taken,
            long most,
            Story story,
            Period changed) {}

    /** How much of a line's past a document leaves open. */
    public enum Story {
        /** The first word about it, unchanged since it was placed: it never stood otherwise. */
        FIRST,
        /** Its units are as they were stated before. */
        SAME_UNITS,
        /** Units that were stated before were taken, of the same quantity; it never took more than that. */
        TAKEN,
        /** Its units were changed, perhaps more than once, since they were stated before. */
        CHANGED
    }
}

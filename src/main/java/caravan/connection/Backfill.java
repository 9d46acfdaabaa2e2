package caravan.connection;

import caravan.link.Duties;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the orders of a channel have been read back to a day in the past. It is kept as text with the duty, page by page, so
 * that a backfill goes on after whatever interrupted it.
 *
 * @param since orders that changed from then on are read
 * @param pass which pass over the orders, from 0
 * @param from where the list under way begins
 * @param page asks for a further page of the orders since {@code from}; null for the first
 * @param read how many orders of that list are read
 * @param reached when the last order read in this pass changed
 * @param finished whether all are read
 */
public record Backfill(
        Instant since, int pass, Instant from, @Nullable String page, int read, Instant reached, boolean finished) {
    private static final int PARTS = 7;

    /** One that has not begun. */
    public static Backfill since(Instant day) {
        return new Backfill(day, 0, day, null, 0, day, false);
    }

    /** The same, to go on with a list of its own from the last order read. */
    public Backfill anew() {
        return new Backfill(since, pass, reached, null, 0, reached, finished);
    }

    /** As it is kept. */
    public String text() {
        return since + " " + pass + " " + from + " " + finished + " " + read + " " + reached + " "
                + (page == null ? "" : page);
    }

    /** Reads what was kept. */
    public static Optional<Backfill> parse(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(" ", PARTS);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Backfill(
                    Instant.parse(parts[0]),
                    Integer.parseInt(parts[1]),
                    Instant.parse(parts[2]),
                    parts[6].isEmpty() ? null : parts[6],
                    Integer.parseInt(parts[4]),
                    Instant.parse(parts[5]),
                    Boolean.parseBoolean(parts[3])));
        } catch (DateTimeParseException | NumberFormatException other) {
            return Optional.empty();
        }
    }

    /** What people see of one. */
    public record Progress(Backfill place, Duties.State duty) {

        /** Whether it is being done, or waits to go on. */
        public boolean runs() {
            return duty.dueSince() != null;
        }

        /** Whether a person stopped it. */
        public boolean stopped() {
            return !runs() && !place.finished();
        }

        /** How much of the time since the day has been read in this pass, in percent. */
        public int percent() {
            long whole = Instant.now().getEpochSecond() - place.since().getEpochSecond();
            long done = place.reached().getEpochSecond() - place.since().getEpochSecond();
            return place.finished() ? 100 : (int) Math.max(0, Math.min(99, whole <= 0 ? 0 : done * 100 / whole));
        }
    }
}

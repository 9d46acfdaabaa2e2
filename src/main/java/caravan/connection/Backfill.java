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
 * @param from where the next page begins
 * @param page asks for a further page of the orders since {@code from}; null for the first
 * @param finished whether all are read
 */
public record Backfill(
        Instant since, int pass, Instant from, @Nullable String page, boolean finished) {
    private static final int PARTS = 5;

    /** One that has not begun. */
    public static Backfill since(Instant day) {
        return new Backfill(day, 0, day, null, false);
    }

    /** As it is kept. */
    public String text() {
        return since + " " + pass + " " + from + " " + finished + " " + (page == null ? "" : page);
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
                    parts[4].isEmpty() ? null : parts[4],
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
            long done = place.from().getEpochSecond() - place.since().getEpochSecond();
            return place.finished() ? 100 : (int) Math.max(0, Math.min(99, whole <= 0 ? 0 : done * 100 / whole));
        }
    }
}

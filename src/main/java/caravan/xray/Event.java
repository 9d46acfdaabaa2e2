package caravan.xray;

import caravan.kernel.ConnectionId;
import caravan.kernel.Mark;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened around an order.
 *
 * @param id in its book
 * @param channel whose webhook, figure or call it is; null for what happened in the hub
 * @param trouble whether it did not end well
 */
public record Event(
        Instant at, Kind kind, long id, @Nullable ConnectionId channel, String what, String detail, boolean trouble) {

    /** The newest first; those of one moment by their books. */
    static final Comparator<Event> NEWEST_FIRST = Comparator.comparing(Event::at)
            .reversed()
            .thenComparing(Event::kind)
            .thenComparing(Comparator.comparing(Event::id).reversed());

    /** Which book it is from. Of one moment the later ones come first. */
    public enum Kind {
        /** An outward call, and what it was answered. */
        CALL,
        /** A change a channel was told, and how that ended. */
        WRITE,
        /** The order's own channel moved its own figure. */
        TAKEN,
        /** Units moved in the hub's ledger. */
        STOCK,
        /** The canonical order changed, or a document left it as it was. */
        ORDER,
        /** A webhook came through the door. */
        DELIVERY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A place in the list: behind one event. */
    public record Place(Instant at, Kind kind, long id) {
        /** Microseconds since 1970, as exact as the database is; the book; the id in it. */
        private static final Pattern TEXT = Pattern.compile("(\\d{1,17})_([a-z]{1,8})_(\\d{1,18})");

        /** Reads what {@link #text} wrote; empty if it did not. */
        public static Optional<Place> of(String text) {
            Matcher parts = TEXT.matcher(text);
            return parts.matches()
                    ? Stream.of(Kind.values())
                            .filter(kind -> kind.word().equals(parts.group(2)))
                            .map(kind -> new Place(
                                    Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                                    kind,
                                    Long.parseLong(parts.group(3))))
                            .findFirst()
                    : Optional.empty();
        }

        /** For addresses. */
        public String text() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + kind.word() + "_" + id;
        }

        /** Where one book goes on. */
        Mark in(Kind book) {
            int order = book.compareTo(kind);
            return new Mark(at, order < 0 ? Long.MIN_VALUE : order > 0 ? Long.MAX_VALUE : id);
        }
    }

    Place place() {
        return new Place(at, kind, id);
    }
}

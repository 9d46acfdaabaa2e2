package caravan.api;

import caravan.kernel.Mark;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places in books that are read backwards, as keys of pages. */
final class Marks {
    /** Microseconds since 1970, as exact as the database is, and the row's id. */
    private static final Pattern KEY = Pattern.compile("(\\d{1,17})_(\\d{1,18})");

    private Marks() {}

    /**
     * Reads the key of a page.
     *
     * @throws Refused if nobody gave it out
     */
    static Mark read(String key) {
        if (key.isEmpty()) {
            return Mark.END;
        }
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw Page.unknown();
        }
        return new Mark(
                Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), Long.parseLong(parts.group(2)));
    }

    static String key(Instant at, long id) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + id;
    }
}

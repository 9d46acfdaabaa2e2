package caravan.kernel;

import java.time.Instant;

/**
 * A place in a book that is read backwards: by when a row was written, then by its id.
 *
 * @param at as exact as the database is
 */
public record Mark(Instant at, long id) {
    /** Behind every row. */
    public static final Mark END = new Mark(Instant.parse("9999-01-01T00:00:00Z"), Long.MAX_VALUE);
}

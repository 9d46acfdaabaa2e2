package caravan.connector;

import org.jspecify.annotations.Nullable;

/**
 * How the next page of a list is found.
 *
 * @param parameter query parameter with the page, for {@code PAGE_NUMBER} and {@code KEY}; the one of the next link that is kept,
 *     for {@code LINK}
 * @param total answer header with the number of pages, for {@code PAGE_NUMBER}
 * @param cursor pointer to the next cursor, for {@code CURSOR}
 * @param more pointer to a boolean that says whether there is a next page, for {@code CURSOR} and {@code KEY}
 * @param list pointer to the things of a page, for {@code KEY}
 * @param key pointer from a thing to its key, for {@code KEY}
 */
public record Paging(
        Style style,
        @Nullable String parameter,
        @Nullable String total,
        @Nullable String cursor,
        @Nullable String more,
        @Nullable String list,
        @Nullable String key) {

    /** A closed list. */
    public enum Style {
        PAGE_NUMBER,
        /** RFC 8288, {@code rel="next"}. */
        LINK,
        CURSOR,
        /** The next page is of the things whose keys come after the last one's: a list of its own, so no vendor bounds how many follow. */
        KEY
    }
}

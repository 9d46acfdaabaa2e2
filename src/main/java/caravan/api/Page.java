package caravan.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next what to give as {@code after} for the page behind this one; null on the last
 * @param <T> what it lists
 */
record Page<T>(
        List<T> rows,

        @Schema(
                description = "Give it as 'after' to get the next page; null on the last page",
                nullable = true,
                example = "VEVFLTE")
        @Nullable
        String next) {
    static final int MOST = 200;
    static final String LIMIT = "50";

    /**
     * Cuts off the row that was read beyond the limit, to see whether there is more.
     *
     * @param found up to {@code limit + 1} rows
     * @param key of a row, by which the list is sorted
     */
    static <S, T> Page<T> of(List<S> found, int limit, Function<S, String> key, Function<List<S>, List<T>> shown) {
        List<S> page = found.subList(0, Math.min(limit, found.size()));
        return new Page<>(shown.apply(page), found.size() > limit ? write(key.apply(page.get(limit - 1))) : null);
    }

    /**
     * Reads the key a page begins behind; an empty text for the first page.
     *
     * @throws Refused if nobody gave out this text
     */
    static String read(@Nullable String after) {
        if (after == null || after.isEmpty()) {
            return "";
        }
        try {
            String key = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            if (write(key).equals(after) && key.indexOf('\0') < 0) {
                return key;
            }
        } catch (IllegalArgumentException notOurs) {
            // Told below.
        }
        throw unknown();
    }

    static Refused unknown() {
        return Refused.wrong("'after' is none of the texts that pages gave as 'next'. Begin again without it.");
    }

    static String write(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}

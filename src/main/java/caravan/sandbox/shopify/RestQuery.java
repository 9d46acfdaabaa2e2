package caravan.sandbox.shopify;

import caravan.sandbox.TwinRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a REST query. The vendor ignores unknown ones; this store names them, so that nobody relies on them. */
final class RestQuery {
    private final Map<String, String> given = new LinkedHashMap<>();

    RestQuery(TwinRequest request, Set<String> known) {
        request.parameters().forEach(parameter -> given.put(parameter.name(), parameter.value()));
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw RestError.bad(name, "is not a parameter this pretend store knows");
            }
        }
    }

    Set<String> names() {
        return given.keySet();
    }

    String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /** How many to answer at most: 50 unless told, 250 at most. */
    int limit() {
        String limit = text("limit", "50");
        if (!limit.matches("\\d{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > 250) {
            throw RestError.bad("limit", "must be between 1 and 250");
        }
        return Integer.parseInt(limit);
    }

    @Nullable
    Instant moment(String name) {
        String text = given.get(name);
        try {
            // An offset's plus sign arrives as a space from callers who do not encode it.
            return text == null
                    ? null
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException unreadable) {
            throw RestError.bad(name, "must be a time with an offset");
        }
    }

    List<Long> ids(String name) {
        String text = text(name, "");
        if (!text.matches("(\\d{1,18}(,\\d{1,18}){0,49})?")) {
            throw RestError.bad(name, "must be at most 50 ids, separated by commas");
        }
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(Long::valueOf).toList();
    }
}

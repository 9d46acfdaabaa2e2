package caravan.kernel;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows turned into one array per column, so that any number of them is one statement: {@code unnest(:a::text[], :b::bigint[])}.
 *
 * @param <T> what one row is made of
 */
public final class Columns<T> {
    private final Collection<T> rows;
    private final Map<String, Object> arrays = new LinkedHashMap<>();

    private Columns(Collection<T> rows) {
        this.rows = rows;
    }

    public static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(rows);
    }

    /** Adds a column of texts; anything else is written as text and cast in the statement. */
    public Columns<T> text(String name, Function<T, ? extends @Nullable Object> value) {
        @Nullable String[] column = new @Nullable String[rows.size()];
        int index = 0;
        for (T row : rows) {
            Object cell = value.apply(row);
            column[index++] = cell == null ? null : cell.toString();
        }
        arrays.put(name, column);
        return this;
    }

    /** Adds a column of whole numbers. */
    public Columns<T> whole(String name, ToLongFunction<T> value) {
        Long[] column = new Long[rows.size()];
        int index = 0;
        for (T row : rows) {
            column[index++] = value.applyAsLong(row);
        }
        arrays.put(name, column);
        return this;
    }

    /** Returns the arrays by the names of their columns. */
    public Map<String, Object> arrays() {
        return arrays;
    }
}

package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinRequest;
import caravan.sandbox.woocommerce.RestError.Problem;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, read strictly. Names that begin with an underscore or with {@code oauth_} or
 * {@code consumer_} belong to WordPress or to signing in and are let through.
 */
final class Parameters {
    private static final Pattern FREE = Pattern.compile("_.*|oauth_.*|consumer_key|consumer_secret");
    // A zone may be written behind a date, but nobody looks at it.
    private static final Pattern DATE = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d+)?(?:[Zz]|[+-]\\d\\d(?::?\\d\\d)?)?");

    private final Map<String, List<String>> given = new LinkedHashMap<>();
    private final Map<String, Problem> problems = new LinkedHashMap<>();

    Parameters(TwinRequest request, Set<String> known) {
        for (TwinRequest.Parameter parameter : request.parameters()) {
            String name = parameter.name().replaceFirst("\\[\\d*]$", "");
            given.computeIfAbsent(name, key -> new ArrayList<>()).add(parameter.value());
        }
        for (String name : given.keySet()) {
            if (!known.contains(name) && !FREE.matcher(name).matches()) {
                problem(name, "sandbox_unknown_parameter", " is not a parameter this pretend store knows.");
            }
        }
    }

    int integer(String name, int otherwise, int least, int most) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("-?\\d{1,9}")) {
            problem(name, "rest_invalid_type", " is not of type integer.");
            return otherwise;
        }
        int value = Integer.parseInt(text);
        if (value < least || value > most) {
            problem(
                    name,
                    "rest_out_of_bounds",
                    most == Integer.MAX_VALUE
                            ? " must be greater than or equal to " + least
                            : " must be between " + least + " (inclusive) and " + most + " (inclusive)");
        }
        return value;
    }

    @Nullable
    String text(String name) {
        List<String> values = given.get(name);
        return values == null ? null : values.get(values.size() - 1);
    }

    String choice(String name, String otherwise, Collection<String> choices) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        if (!choices.contains(value)) {
            problem(name, "rest_not_in_enum", " is not one of " + String.join(", ", choices) + ".");
        }
        return value;
    }

    /** A list, by commas or by repeating the name. */
    List<String> list(String name) {
        List<String> all = new ArrayList<>();
        for (String value : given.getOrDefault(name, List.of())) {
            for (String part : value.split(",", -1)) {
                if (!part.isBlank()) {
                    all.add(part.strip());
                }
            }
        }
        return all;
    }

    List<String> choices(String name, Collection<String> choices) {
        List<String> all = list(name);
        for (int i = 0; i < all.size(); i++) {
            if (!choices.contains(all.get(i))) {
                String place = name + "[" + i + "]";
                problems.put(
                        name,
                        new Problem("rest_not_in_enum", place + " is not one of " + String.join(", ", choices) + "."));
            }
        }
        return all;
    }

    List<Long> ids(String name) {
        List<Long> all = new ArrayList<>();
        for (String value : list(name)) {
            if (value.matches("\\d{1,18}")) {
                all.add(Long.valueOf(value));
            } else {
                problem(name, "rest_invalid_type", "[" + all.size() + "] is not of type integer.");
            }
        }
        return all;
    }

    boolean flag(String name) {
        String value = text(name);
        if (value == null || value.equals("false") || value.equals("0")) {
            return false;
        }
        if (!value.equals("true") && !value.equals("1")) {
            problem(name, "rest_invalid_type", " is not of type boolean.");
        }
        return true;
    }

    @Nullable
    LocalDateTime date(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            Matcher date = DATE.matcher(value);
            if (date.matches()) {
                return LocalDateTime.parse(date.group(1).replace(' ', 'T').replace('t', 'T'));
            }
        } catch (DateTimeException noSuchDay) {
            // Told below.
        }
        problems.putIfAbsent(name, new Problem("rest_invalid_date", "Invalid date."));
        return null;
    }

    private void problem(String name, String code, String rest) {
        problems.putIfAbsent(name, new Problem(code, name + rest));
    }

    void check() {
        if (!problems.isEmpty()) {
            throw RestError.invalidParameters(problems);
        }
    }
}

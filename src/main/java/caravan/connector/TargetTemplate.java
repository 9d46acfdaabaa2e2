package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Path and query of a call, with fields of the request document in braces. A value can only ever be one path segment or one
 * query value: everything that means something in an address is encoded, and the two segments that climb are refused.
 */
final class TargetTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)}");
    private static final int LONGEST_SEGMENT = 200;
    private static final int LONGEST_VALUE = 4000;

    private record Pair(String name, String value) {}

    private final String path;
    private final List<Pair> pairs = new ArrayList<>();

    TargetTemplate(String path, String query) {
        this.path = path;
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                pairs.add(
                        equals < 0
                                ? new Pair(pair, "")
                                : new Pair(pair.substring(0, equals), pair.substring(equals + 1)));
            }
        }
    }

    /** What is wrong with it; empty if nothing is. */
    static List<String> problems(String path, String query) {
        List<String> problems = new ArrayList<>();
        if (!path.startsWith("/") || path.contains("..") || path.contains("//") || path.matches(".*[?#\\s\\\\].*")) {
            problems.add("path '" + path + "' must begin with one slash and hold no '..', '//', '?', '#' or space");
        }
        if (query.matches(".*[#\\s].*") || query.startsWith("?")) {
            problems.add("query '" + query + "' must be pairs as a=1&b={x}, without '?', '#' or space");
        }
        return problems;
    }

    /** Path and query for a request; {@code pageParameter} gets the request's page unless the template places it itself. */
    String fill(JsonNode request, @Nullable String pageParameter) throws CallFailed {
        StringBuilder target = new StringBuilder(path.length() + 64);
        String missing = append(target, path, request, TargetTemplate::segment);
        if (missing != null) {
            throw new CallFailed(
                    Fault.DEFECT,
                    "Path '" + path + "' needs a field '" + missing + "' that the request does not have as a"
                            + " text or number of 1 to " + LONGEST_SEGMENT + " characters.");
        }
        char separator = '?';
        for (Pair pair : pairs) {
            int before = target.length();
            target.append(separator).append(pair.name()).append('=');
            if (append(target, pair.value(), request, TargetTemplate::value) == null) {
                separator = '&';
            } else {
                target.setLength(before);
            }
        }
        String page = pageParameter == null || names(pageParameter) ? null : value(request, "page");
        if (page != null) {
            target.append(separator)
                    .append(Percent.encode(String.valueOf(pageParameter)))
                    .append('=')
                    .append(page);
        }
        return target.toString();
    }

    private boolean names(String parameter) {
        return pairs.stream().anyMatch(pair -> pair.name().equals(parameter));
    }

    private static @Nullable String append(
            StringBuilder target,
            String template,
            JsonNode request,
            BiFunction<JsonNode, String, @Nullable String> read) {
        Matcher places = PLACEHOLDER.matcher(template);
        int from = 0;
        while (places.find()) {
            String name = String.valueOf(places.group(1));
            String value = read.apply(request, name);
            if (value == null) {
                return name;
            }
            target.append(template, from, places.start()).append(value);
            from = places.end();
        }
        target.append(template, from, template.length());
        return null;
    }

    private static @Nullable String segment(JsonNode request, String name) {
        JsonNode field = request.path(name);
        String text = field.asText();
        // A server would take '.' and '..' for this folder and the one above, encoded or not.
        boolean fits = field.isValueNode() && !field.isNull() && !text.isEmpty() && text.length() <= LONGEST_SEGMENT;
        return fits && !text.equals(".") && !text.equals("..") ? Percent.encode(text) : null;
    }

    private static @Nullable String value(JsonNode request, String name) {
        JsonNode field = request.path(name);
        boolean there = field.isValueNode() && !field.isNull() && field.asText().length() <= LONGEST_VALUE;
        return there ? Percent.encode(field.asText()) : null;
    }
}

package caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.impl.BuiltinFunctions;
import com.schibsted.spt.data.jslt.impl.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets functions that fail say in which line they were called, which JSLT does only for operators: each call gets a name of its
 * own that holds the line.
 */
final class CallPlaces {
    /** Text and comments, skipped; or a name that is called, unless it belongs to a module, a variable or a key. */
    private static final Pattern PART = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*+\"|//[^\\n]*+|\\bdef\\s++[A-Za-z_][\\w-]*+|(?<![\\w$.:-])([A-Za-z_][\\w-]*+)(?=\\s*+\\()");

    private static final Map<String, Function> KNOWN = known();

    private final String file;
    private final List<Function> functions = new ArrayList<>();

    CallPlaces(String file) {
        this.file = file;
    }

    /** The functions that the text calls now. */
    List<Function> functions() {
        return functions;
    }

    /** The same mapping, with calls renamed. */
    String rename(String text) {
        Map<String, Function> named = new HashMap<>(KNOWN);
        Matcher own = Pattern.compile("\\bdef\\s+([A-Za-z_][\\w-]*)").matcher(text);
        while (own.find()) {
            named.remove(own.group(1));
        }
        int line = 1;
        int done = 0;
        StringBuilder renamed = new StringBuilder();
        Matcher part = PART.matcher(text);
        while (part.find()) {
            line += lines(text, done, part.start());
            renamed.append(text, done, part.start());
            Function function = part.group(1) == null ? null : named.get(part.group(1));
            if (function == null) {
                renamed.append(part.group());
                line += lines(text, part.start(), part.end());
            } else {
                renamed.append(place(function, line));
            }
            done = part.end();
        }
        return renamed.append(text, done, text.length()).toString();
    }

    private String place(Function function, int line) {
        String name = function.getName() + "--" + line + "-of-" + file.replaceAll("[^A-Za-z0-9]", "_");
        if (functions.stream().noneMatch(each -> each.getName().equals(name))) {
            functions.add(new Placed(name, function, new Location(file, line, 0)));
        }
        return name;
    }

    private static int lines(String text, int from, int to) {
        return (int)
                text.substring(from, to).chars().filter(each -> each == '\n').count();
    }

    private static Map<String, Function> known() {
        Map<String, Function> known = new HashMap<>();
        for (String builtin : List.of("number", "round", "floor", "ceiling", "join", "size", "from-json", "error")) {
            known.put(builtin, BuiltinFunctions.functions.get(builtin));
        }
        Decimals.FUNCTIONS.forEach(each -> known.put(each.name(), new Ours(each)));
        return known;
    }

    private record Ours(Decimals.Named named) implements Function {
        @Override
        public String getName() {
            return named.name();
        }

        @Override
        public int getMinArguments() {
            return named.least();
        }

        @Override
        public int getMaxArguments() {
            return named.most();
        }

        @Override
        public JsonNode call(JsonNode input, JsonNode[] arguments) {
            return named.body().apply(arguments);
        }
    }

    private record Placed(String name, Function function, Location place) implements Function {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public int getMinArguments() {
            return function.getMinArguments();
        }

        @Override
        public int getMaxArguments() {
            return function.getMaxArguments();
        }

        @Override
        public JsonNode call(JsonNode input, JsonNode[] arguments) {
            try {
                return function.call(input, arguments);
            } catch (IllegalArgumentException ours) {
                throw new JsltException("'" + function.getName() + "': " + ours.getMessage(), place);
            } catch (JsltException theirs) {
                // JSLT's own messages quote the value; what a mapping says by error(...) is its author's.
                String reason = function.getName().equals("error")
                        ? theirs.getMessageWithoutLocation().replaceFirst("^error: ", "")
                        : "'" + function.getName() + "' cannot take its argument";
                throw new JsltException(reason, place);
            }
        }
    }
}

package caravan.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.springframework.boot.convert.DurationStyle;

/** Keys and values of one place in a YAML file. What is wrong becomes a problem with its line, and reading goes on. */
final class Section {
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~0|~1)+)+");

    private final String file;
    private final List<Problem> problems;
    private final String name;
    private final int line;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final TreeSet<String> asked = new TreeSet<>();

    /**
     * Wraps a place.
     *
     * @param name what messages call it, for example {@code setting 'api-token'}
     */
    Section(String file, List<Problem> problems, String name, Node node, int line) {
        this.file = file;
        this.problems = problems;
        this.name = name;
        this.line = line;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> entries.put(((ScalarNode) entry.getKeyNode()).getValue(), entry));
        } else {
            wrong(line, name + " must hold keys and values.");
        }
    }

    String name() {
        return name;
    }

    int line() {
        return line;
    }

    /** Adds a problem of this place. */
    void wrong(String text) {
        wrong(line, text);
    }

    /** Adds a problem of one key. */
    void wrong(String key, String text) {
        NodeTuple entry = entries.get(key);
        wrong(entry == null ? line : YamlText.line(entry.getKeyNode()), text);
    }

    private void wrong(int at, String text) {
        problems.add(new Problem(file, at, text));
    }

    boolean has(String key) {
        asked.add(key);
        return entries.containsKey(key);
    }

    boolean holdsText(String key) {
        NodeTuple entry = has(key) ? entries.get(key) : null;
        return entry != null && entry.getValueNode() instanceof ScalarNode;
    }

    /** A text that must be there. */
    String text(String key) {
        if (!has(key)) {
            wrong(name + " has no " + key + ". Add one.");
            return "";
        }
        String value = find(key);
        if (value != null && value.isBlank()) {
            wrong(key, name + " has an empty " + key + ". Fill it in.");
        }
        return value == null ? "" : value;
    }

    /** A text that may be missing. */
    @Nullable
    String find(String key) {
        NodeTuple entry = has(key) ? entries.get(key) : null;
        if (entry == null) {
            return null;
        }
        if (entry.getValueNode() instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        wrong(key, key + " of " + name + " must be a single value.");
        return null;
    }

    /** A text of a certain form that may be missing. */
    @Nullable
    String find(String key, Predicate<String> form, String rule) {
        String value = find(key);
        if (value != null && !form.test(value)) {
            wrong(key, key + " '" + value + "' of " + name + " must be " + rule + ".");
            return null;
        }
        return value;
    }

    @Nullable
    String pointer(String key) {
        return find(key, Section::isPointer, "a JSON pointer such as /data/id");
    }

    static boolean isPointer(String value) {
        return POINTER.matcher(value).matches();
    }

    /** One of the constants of a closed list, as its name in lower case with hyphens; or, for faults, as it is. */
    <E extends Enum<E>> Optional<E> constant(String key, Class<E> type, boolean required) {
        String value = required ? text(key) : find(key);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        List<E> constants = Arrays.asList(type.getEnumConstants());
        Optional<E> found =
                constants.stream().filter(each -> written(each).equals(value)).findFirst();
        if (found.isEmpty()) {
            String allowed = constants.stream().map(Section::written).collect(Collectors.joining(", "));
            wrong(key, key + " '" + value + "' of " + name + " is not known. Allowed: " + allowed + ".");
        }
        return found;
    }

    private static String written(Enum<?> constant) {
        return constant instanceof caravan.kernel.Fault
                ? constant.name()
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Duration duration(String key, Duration initial) {
        String value = find(key);
        if (value == null) {
            return initial;
        }
        try {
            Duration duration = DurationStyle.SIMPLE.parse(value);
            if (!value.matches("[0-9]+") && !duration.isNegative()) {
                return duration;
            }
        } catch (IllegalArgumentException | ArithmeticException notADuration) {
            // Said below, as for a number without a unit.
        }
        wrong(
                key,
                key + " '" + value + "' of " + name + " must be a duration with its unit, such as 500ms, 30s or 5m.");
        return initial;
    }

    long number(String key, long initial, long least, long most) {
        String value = find(key);
        if (value == null) {
            return initial;
        }
        if (value.matches("[0-9]{1,12}")) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        wrong(key, key + " '" + value + "' of " + name + " must be a whole number from " + least + " to " + most + ".");
        return initial;
    }

    boolean flag(String key, boolean initial) {
        String value = find(key, text -> text.equals("true") || text.equals("false"), "true or false");
        return value == null ? initial : value.equals("true");
    }

    /** The texts of a list; a single value is a list of one. */
    List<String> texts(String key) {
        NodeTuple entry = has(key) ? entries.get(key) : null;
        if (entry == null) {
            return List.of();
        }
        if (entry.getValueNode() instanceof ScalarNode scalar) {
            return List.of(scalar.getValue());
        }
        List<String> texts = new ArrayList<>();
        for (Node element : YamlText.elements(entry.getValueNode())) {
            if (element instanceof ScalarNode scalar) {
                texts.add(scalar.getValue());
            } else {
                wrong(YamlText.line(element), key + " of " + name + " must hold single values.");
            }
        }
        if (entry.getValueNode() instanceof MappingNode) {
            wrong(key, key + " of " + name + " must be a list.");
        }
        return texts;
    }

    /** Reads the keys below a key; empty if it is not there. */
    <T> Optional<T> part(String key, String called, Function<Section, T> reader) {
        NodeTuple entry = has(key) ? entries.get(key) : null;
        return entry == null
                ? Optional.empty()
                : Optional.ofNullable(
                        reader.apply(below(called, entry.getValueNode(), YamlText.line(entry.getKeyNode()))));
    }

    /** Reads each element of a list; one alone is a list of one, and none if it is not there. */
    <T> List<T> parts(String key, String called, Function<Section, T> reader) {
        NodeTuple entry = has(key) ? entries.get(key) : null;
        if (entry == null) {
            return List.of();
        }
        if (entry.getValueNode() instanceof MappingNode single) {
            return List.of(reader.apply(below(called, single, YamlText.line(entry.getKeyNode()))));
        }
        if (entry.getValueNode() instanceof ScalarNode) {
            wrong(key, key + " of " + name + " must be a list.");
        }
        return YamlText.elements(entry.getValueNode()).stream()
                .map(element -> reader.apply(below(called, element, YamlText.line(element))))
                .toList();
    }

    /** Reads the keys below a key, if it is there. */
    void section(String key, String called, Consumer<Section> reader) {
        part(key, called, section -> {
            reader.accept(section);
            return key;
        });
    }

    /** Reads every key of this place as a section of its own. */
    void each(String called, BiConsumer<String, Section> reader) {
        entries.forEach((key, entry) -> {
            asked.add(key);
            reader.accept(
                    key, below(called + " '" + key + "'", entry.getValueNode(), YamlText.line(entry.getKeyNode())));
        });
    }

    /** All keys with single values. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        entries.keySet().forEach(key -> {
            String value = find(key);
            if (value != null) {
                values.put(key, value);
            }
        });
        return values;
    }

    List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    /** Names the keys nobody asked for. */
    void end() {
        entries.keySet().stream()
                .filter(key -> !asked.contains(key))
                .forEach(key -> wrong(
                        key, "'" + key + "' is not known in " + name + ". Allowed: " + String.join(", ", asked) + "."));
    }

    private Section below(String called, Node node, int at) {
        return new Section(file, problems, called, node, at);
    }
}

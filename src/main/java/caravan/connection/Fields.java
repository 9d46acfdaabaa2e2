package caravan.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.springframework.boot.convert.DurationStyle;

/** A mapping of a YAML file, read field by field. What is wrong is noted with its line, and never with a value. */
final class Fields {
    private final Node node;
    private final Problems problems;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    Fields(@Nullable Node node, Node parent, String what, Problems problems) {
        this.node = node == null ? parent : node;
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::add);
        } else if (node != null && !isEmpty(node)) {
            problems.add(
                    line(node),
                    what
                            + " must be a mapping of names and values. Write each on a line of its own, as 'name: value'.");
        }
    }

    private void add(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.add(
                    line(tuple.getKeyNode()), "a name must be a plain text. Write it without brackets and braces.");
        } else if (fields.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
            problems.add(line(key), "'" + key.getValue() + "' stands here twice. Remove one.");
        }
    }

    int line() {
        return line(node);
    }

    int line(String name) {
        Node field = fields.get(name);
        return field == null ? line() : line(field);
    }

    Set<String> names() {
        return fields.keySet();
    }

    void allow(List<String> names) {
        fields.forEach((name, field) -> {
            if (!names.contains(name)) {
                problems.add(
                        line(field),
                        "'" + name + "' is not known here. Remove it; there are: " + String.join(", ", names) + ".");
            }
        });
    }

    Fields mapping(String name) {
        return new Fields(fields.get(name), node, "'" + name + "'", problems);
    }

    String requireText(String name) {
        Optional<String> text = text(name).filter(value -> !value.isBlank());
        if (text.isEmpty() && !(fields.get(name) instanceof MappingNode)) {
            problems.add(line(name), "'" + name + "' is missing. Add a line '" + name + ": ...'.");
        }
        return text.orElse("");
    }

    Optional<String> text(String name) {
        Node field = fields.get(name);
        if (field == null || isEmpty(field)) {
            return Optional.empty();
        }
        if (field instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        problems.add(line(field), "'" + name + "' must be one value. Write a single text or number after it.");
        return Optional.empty();
    }

    boolean flag(String name) {
        String value = text(name).orElse("false");
        if (!value.matches("true|false")) {
            problems.add(line(name), "'" + name + "' must be true or false.");
        }
        return value.equals("true");
    }

    @Nullable
    Duration duration(String name) {
        try {
            return text(name).map(DurationStyle::detectAndParse).orElse(null);
        } catch (IllegalArgumentException unreadable) {
            problems.add(line(name), "'" + name + "' must be a time, for example 30s or 5m.");
            return null;
        }
    }

    /** Every field's list of texts. */
    Map<String, List<String>> lists() {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        fields.forEach((name, field) -> lists.put(name, list(name, field)));
        return lists;
    }

    private List<String> list(String name, Node field) {
        List<String> texts = new ArrayList<>();
        if (field instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar && !isEmpty(item)) {
                    texts.add(scalar.getValue());
                } else {
                    problems.add(line(item), "'" + name + "' must be a list of names.");
                }
            }
        } else {
            problems.add(line(field), "'" + name + "' must be a list of names, for example [main].");
        }
        return List.copyOf(texts);
    }

    static boolean isEmpty(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}

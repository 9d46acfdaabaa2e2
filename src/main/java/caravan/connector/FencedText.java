package caravan.connector;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Which texts a route may hold: constants, a subset of the simple language, and placeholders of settings that are no secret. */
final class FencedText {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern FUNCTION =
            Pattern.compile("\\$\\{(body|header\\.[A-Za-z][A-Za-z0-9-]*|exchangeProperty\\.[A-Za-z][A-Za-z0-9-]*)}");
    private static final Pattern QUOTED = Pattern.compile("'[^']*'");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Set<String> OPERATORS = Set.of(
            "==",
            "!=",
            ">",
            ">=",
            "<",
            "<=",
            "&&",
            "||",
            "contains",
            "!contains",
            "startsWith",
            "endsWith",
            "null",
            "true",
            "false");

    private final String file;
    private final Fence.Ground ground;
    private final List<Problem> problems;

    FencedText(String file, Fence.Ground ground, List<Problem> problems) {
        this.file = file;
        this.ground = ground;
        this.problems = problems;
    }

    /** Checks the placeholders of every text of a file. */
    void placeholders(Node node) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                placeholders(entry.getKeyNode());
                placeholders(entry.getValueNode());
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::placeholders);
        } else if (node instanceof ScalarNode scalar) {
            check(scalar);
        }
    }

    private void check(ScalarNode scalar) {
        String text = scalar.getValue();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(1);
            Manifest manifest = ground.manifest();
            Manifest.Setting setting =
                    manifest == null ? null : manifest.settings().get(name);
            boolean own = !ground.isHub() && name.equals("connection");
            if (setting != null && setting.type() == Manifest.Setting.Type.SECRET) {
                wrong(scalar, "placeholder '{{" + name + "}}' is a secret. Secrets never stand in a route.");
            } else if (!own && setting == null && (manifest != null || ground.isHub())) {
                wrong(
                        scalar,
                        "placeholder '{{" + name + "}}' is neither connection nor a declared setting. Declare it.");
            }
        }
        String rest = placeholder.replaceAll("");
        if (rest.contains("{{") || rest.contains("}}")) {
            wrong(scalar, "a placeholder must be written as {{name}}, one within no other.");
        }
        if (rest.contains("RAW(") || rest.contains("RAW{") || text.strip().startsWith("#")) {
            wrong(scalar, "'RAW(' and a leading '#' are not allowed. Write the value itself.");
        }
    }

    private void wrong(Node node, String text) {
        problems.add(new Problem(file, YamlText.line(node), text));
    }

    /** Checks the expression of a step. */
    static void expression(Section step, boolean predicate) {
        if (!step.has("expression") && !step.has("simple") && !step.has("constant")) {
            step.wrong(step.name() + " has no expression. Add simple or constant.");
        }
        step.section("expression", "expression of " + step.name(), inner -> {
            languages(inner, predicate);
            inner.end();
        });
        languages(step, predicate);
    }

    private static void languages(Section place, boolean predicate) {
        for (String language : List.of("simple", "constant")) {
            if (place.holdsText(language)) {
                text(place, language, language, predicate);
            } else {
                place.section(language, language, inner -> {
                    text(inner, "expression", language, predicate);
                    inner.end();
                });
            }
        }
    }

    private static void text(Section place, String key, String language, boolean predicate) {
        String text = place.find(key);
        if (text == null) {
            return;
        }
        if (language.equals("simple")) {
            simple(place, key, text, predicate);
        } else {
            plain(place, key, text);
        }
    }

    /** Checks a text of the simple language. */
    static void simple(Section place, String key, String text, boolean predicate) {
        plain(place, key, text);
        String rest = FUNCTION.matcher(PLACEHOLDER.matcher(text).replaceAll("")).replaceAll("");
        if (rest.contains("$") || rest.contains("\\")) {
            place.wrong(
                    key,
                    "'" + text + "' uses more of simple than ${body}, ${header.name} and ${exchangeProperty.name}."
                            + " Use a mapping.");
        } else if (predicate) {
            Matcher word = WORD.matcher(QUOTED.matcher(rest).replaceAll(" "));
            while (word.find()) {
                if (!OPERATORS.contains(word.group()) && !word.group().matches("-?[0-9]+")) {
                    place.wrong(
                            key,
                            "'" + word.group() + "' is not allowed in a condition. Allowed: "
                                    + String.join(
                                            " ", OPERATORS.stream().sorted().toList()) + ".");
                }
            }
        }
    }

    /** Both languages read a file when their text says so. */
    private static void plain(Section place, String key, String text) {
        if (text.strip().startsWith("resource:")) {
            place.wrong(key, "'resource:' reads a file and is not allowed. Write the text itself.");
        }
    }
}

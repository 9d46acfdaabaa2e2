package caravan.connector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML with the place of everything in it, and only plain YAML: no anchors, no tags, no key twice. */
final class YamlText {
    private static final int DEEPEST = 60;
    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    private final String file;
    private final List<Problem> problems;

    private YamlText(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The document of a file; empty, and a problem added, if it is not plain YAML. */
    static Optional<Node> read(String file, String text, List<Problem> problems) {
        YamlText reading = new YamlText(file, problems);
        int before = problems.size();
        try {
            for (Event event : new Parse(SETTINGS).parseString(text)) {
                reading.check(event);
            }
            if (problems.size() > before) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(SETTINGS).composeString(text);
            if (root.isEmpty()) {
                problems.add(new Problem(file, 0, "the file is empty. Remove it or fill it."));
            }
            root.ifPresent(node -> reading.check(node, 0));
        } catch (MarkedYamlEngineException broken) {
            int line = broken.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            problems.add(new Problem(file, line, "this is no YAML: " + broken.getProblem() + ". Mend it."));
        } catch (YamlEngineException broken) {
            problems.add(new Problem(file, 0, "this is no YAML of one document. Mend it."));
        }
        return problems.size() > before ? Optional.empty() : new Compose(SETTINGS).composeString(text);
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private void check(Event event) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        boolean anchored = event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent());
        if (anchored) {
            problems.add(new Problem(file, line, "anchors and aliases are not allowed. Write it out."));
        }
        boolean tagged =
                switch (event.getEventId()) {
                    case Scalar ->
                        ((org.snakeyaml.engine.v2.events.ScalarEvent) event)
                                .getTag()
                                .isPresent();
                    case SequenceStart, MappingStart ->
                        ((org.snakeyaml.engine.v2.events.CollectionStartEvent) event)
                                .getTag()
                                .isPresent();
                    case Alias, Comment, DocumentEnd, DocumentStart, MappingEnd, SequenceEnd, StreamEnd, StreamStart ->
                        false;
                };
        if (tagged) {
            problems.add(new Problem(file, line, "tags are not allowed. Remove it."));
        }
    }

    private void check(Node node, int depth) {
        if (depth > DEEPEST) {
            problems.add(
                    new Problem(file, line(node), "the file nests deeper than " + DEEPEST + " levels. Flatten it."));
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(each -> check(each, depth + 1));
        } else if (node instanceof MappingNode mapping) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    problems.add(new Problem(file, line(entry.getKeyNode()), "a key must be plain text."));
                } else if (!keys.add(key.getValue())) {
                    problems.add(new Problem(
                            file, line(key), "key '" + key.getValue() + "' stands here twice. Keep one of them."));
                }
                check(entry.getValueNode(), depth + 1);
            }
        }
    }

    /** The elements of a list; empty for anything else. */
    static List<Node> elements(Node node) {
        return node instanceof SequenceNode sequence ? new ArrayList<>(sequence.getValue()) : List.of();
    }
}

package caravan.connection;

import caravan.connection.Connection.Mode;
import caravan.connector.VendorAccount.Network;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the file of connections as far as it can be told without connectors, and notes every problem. */
final class ConnectionFile {
    private static final int LONGEST = 1_000_000;
    private static final List<String> KNOWN = List.of(
            "id",
            "connector",
            "title",
            "mode",
            "poll",
            "auto-live",
            "drift",
            "rules",
            "network",
            "locations",
            "settings");

    /** A value as it stands in the file, placeholders and all. */
    record Value(int line, String text) {}

    /** One connection, as the file has it. */
    record Entry(
            int line,
            ConnectionId id,
            String connector,
            String title,
            @Nullable Mode mode,
            @Nullable Duration poll,
            boolean autoLive,
            DriftPolicy drift,
            List<RulesGiven.Rule> rules,
            Network network,
            Map<String, List<String>> locations,
            Map<String, Value> settings) {}

    /**
     * What a file says.
     *
     * @param entries those without a problem
     * @param flawed those with one, as far as they could be read, so that what else is wrong with them can be told as well
     * @param named every connection that stands in it, right or wrong
     * @param complete whether all names could be read, so that one that is missing has really vanished
     */
    record Content(List<Entry> entries, List<Entry> flawed, Set<ConnectionId> named, boolean complete) {}

    private final Problems problems;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> flawed = new ArrayList<>();
    private final Set<ConnectionId> named = new HashSet<>();
    private boolean complete = true;

    private ConnectionFile(Problems problems) {
        this.problems = problems;
    }

    /** Reads a file; one that is missing has no connections. */
    static Content read(Path file, Problems problems) {
        ConnectionFile reading = new ConnectionFile(problems);
        if (Files.exists(file)) {
            reading.readBounded(file);
        }
        return new Content(reading.entries, reading.flawed, reading.named, reading.complete);
    }

    private void readBounded(Path file) {
        try {
            if (Files.size(file) <= LONGEST) {
                read(file);
            } else {
                fail(1, "the file is longer than " + LONGEST + " bytes. Shorten it.");
            }
        } catch (YamlEngineException | IOException unreadable) {
            fail(1, "the file cannot be read. Make it UTF-8 and readable to the hub's user.");
        }
    }

    private void read(Path file) throws IOException {
        LoadSettings settings = LoadSettings.builder().build();
        try (Reader reader = Files.newBufferedReader(file)) {
            new Compose(settings)
                    .composeReader(reader)
                    .filter(root -> !Fields.isEmpty(root))
                    .ifPresent(this::readAll);
        } catch (MarkedYamlEngineException broken) {
            fail(broken.getProblemMark().map(Mark::getLine).orElse(0) + 1, "this is no YAML: " + broken.getProblem());
        }
    }

    private void fail(int line, String says) {
        complete = false;
        problems.add(line, says);
    }

    private void readAll(Node root) {
        if (root instanceof SequenceNode list) {
            list.getValue().forEach(this::readOne);
        } else {
            fail(Fields.line(root), "the file must be a list of connections: each begins with '- id:'.");
        }
    }

    private void readOne(Node node) {
        int before = problems.count();
        Fields fields = new Fields(node, node, "a connection", problems);
        fields.allow(KNOWN);
        Optional<ConnectionId> id = id(fields);
        String connector = fields.requireText("connector");
        String title = fields.text("title").orElse(id.map(ConnectionId::value).orElse(""));
        Mode mode = mode(fields);
        Duration poll = fields.duration("poll");
        boolean autoLive = fields.flag("auto-live");
        DriftPolicy drift = drift(fields);
        List<RulesGiven.Rule> rules = FileRules.read(fields.mapping("rules"), problems);
        Network network = network(fields.mapping("network"));
        Map<String, List<String>> locations = fields.mapping("locations").lists();
        Map<String, Value> settings = settings(fields.mapping("settings"));
        if (id.isPresent()) {
            (problems.count() == before ? entries : flawed)
                    .add(new Entry(
                            fields.line(),
                            id.get(),
                            connector,
                            title,
                            mode,
                            poll,
                            autoLive,
                            drift,
                            rules,
                            network,
                            locations,
                            settings));
        }
    }

    private Optional<ConnectionId> id(Fields fields) {
        String text = fields.requireText("id");
        try {
            ConnectionId id = new ConnectionId(text);
            if (!named.add(id)) {
                problems.add(fields.line("id"), "connection '" + id + "' stands in the file twice. Rename one.");
            }
            return Optional.of(id);
        } catch (IllegalArgumentException unusable) {
            complete = false;
            if (!text.isEmpty()) {
                problems.add(fields.line("id"), String.valueOf(unusable.getMessage()));
            }
            return Optional.empty();
        }
    }

    private @Nullable Mode mode(Fields fields) {
        Optional<String> text = fields.text("mode");
        if (text.isPresent() && !text.get().matches("shadow|live")) {
            problems.add(fields.line("mode"), "'mode' must be shadow or live.");
            return null;
        }
        return text.map(value -> Mode.valueOf(value.toUpperCase(Locale.ROOT))).orElse(null);
    }

    private DriftPolicy drift(Fields fields) {
        try {
            return fields.text("drift").map(DriftPolicy::of).orElse(DriftPolicy.HUB);
        } catch (IllegalArgumentException unknown) {
            problems.add(fields.line("drift"), "'drift' must be hub, channel or ask.");
            return DriftPolicy.HUB;
        }
    }

    private static Network network(Fields fields) {
        fields.allow(List.of("plain-http", "private-addresses", "self-signed"));
        return new Network(fields.flag("plain-http"), fields.flag("private-addresses"), fields.flag("self-signed"));
    }

    private static Map<String, Value> settings(Fields fields) {
        Map<String, Value> settings = new LinkedHashMap<>();
        for (String name : fields.names()) {
            fields.text(name).ifPresent(text -> settings.put(name, new Value(fields.line(name), text)));
        }
        return settings;
    }
}

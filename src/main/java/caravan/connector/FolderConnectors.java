package caravan.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Keeps the connectors as their folders state them; a folder with a problem stays as it was while it was right. */
@Component
class FolderConnectors implements Connectors {
    private static final Logger log = LoggerFactory.getLogger(FolderConnectors.class);

    private final Path folder;
    private final Map<String, ConnectorFolder> current = new ConcurrentHashMap<>();
    private final Map<String, String> seen = new HashMap<>();
    private final Map<String, List<String>> problems = new ConcurrentHashMap<>();

    FolderConnectors(ConnectorSettings settings) {
        this.folder = settings.folder();
        var unused = refresh();
    }

    /**
     * Reads the folders that changed since the last time.
     *
     * @return the names of connectors that are new, changed or gone
     */
    synchronized Set<String> refresh() {
        Set<String> changed = new TreeSet<>();
        Map<String, Path> there = folders();
        there.forEach((name, path) -> {
            String fingerprint = ConnectorFolder.files(path).fingerprint();
            if (!fingerprint.equals(seen.put(name, fingerprint))) {
                ConnectorFolder.Reading reading = ConnectorFolder.read(path);
                report(ConnectorFolder.called(path), Problem.print(reading.problems()));
                seen.put(name, reading.fingerprint());
                reading.folder().ifPresent(right -> {
                    ConnectorFolder before = current.put(name, right);
                    if (before == null || !before.fingerprint().equals(right.fingerprint())) {
                        changed.add(name);
                    }
                });
            }
        });
        for (String gone : new TreeSet<>(seen.keySet())) {
            if (!there.containsKey(gone)) {
                seen.remove(gone);
                problems.remove(ConnectorFolder.called(folder.resolve(gone)));
                if (current.remove(gone) != null) {
                    changed.add(gone);
                }
            }
        }
        return changed;
    }

    private Map<String, Path> folders() {
        Map<String, Path> there = new TreeMap<>();
        try (Stream<Path> found = Files.list(folder)) {
            found.filter(Files::isDirectory)
                    .filter(each -> !ConnectorFolder.isPattern(each))
                    .filter(each -> !String.valueOf(each.getFileName()).startsWith("."))
                    .forEach(each -> there.put(String.valueOf(each.getFileName()), each));
            report(String.valueOf(folder), List.of());
        } catch (IOException missing) {
            report(
                    String.valueOf(folder),
                    List.of(
                            "Folder '" + folder.toAbsolutePath()
                                    + "' with the connectors is missing. Start the hub beside it, or set caravan.connector.folder."));
        }
        return there;
    }

    /** Replaces what is wrong in one place, and logs it when it is news. */
    void report(String place, List<String> wrong) {
        List<String> before = wrong.isEmpty() ? problems.remove(place) : problems.put(place, wrong);
        if (!wrong.isEmpty() && !wrong.equals(before)) {
            log.error("'{}' cannot be used as it is:\n  {}", place, String.join("\n  ", wrong));
        }
    }

    Optional<ConnectorFolder> folder(String connector) {
        return Optional.ofNullable(current.get(connector));
    }

    @Override
    public List<Manifest> all() {
        return new TreeMap<>(current)
                .values().stream().map(ConnectorFolder::manifest).toList();
    }

    @Override
    public Optional<Manifest> find(String connector) {
        return folder(connector).map(ConnectorFolder::manifest);
    }

    @Override
    public Map<String, String> hashes() {
        return current.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().fingerprint()));
    }

    @Override
    public List<String> problems() {
        return new TreeMap<>(problems).values().stream().flatMap(List::stream).toList();
    }
}

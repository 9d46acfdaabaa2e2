package caravan.connector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One connector as its folder states it, checked as a whole.
 *
 * @param templates text of each template file by its stem
 * @param fingerprint differs when any file that matters differs
 */
record ConnectorFolder(
        Manifest manifest, Map<String, String> templates, Map<String, Mapping> mappings, String fingerprint) {
    static final String MANIFEST = "connector.yaml";
    static final String ENDING = ".camel.yaml";
    private static final Pattern MAPPING = Pattern.compile("mapping/([a-z0-9-]+)\\.jslt");
    /** Words for people, samples for tests, and what editors leave behind. */
    private static final Pattern BESIDE = Pattern.compile("README\\.md|(fixtures|stub)/.*|(.*/)?\\..*|.*~|.*\\.tmp");

    /**
     * What came of reading a folder.
     *
     * @param folder empty if anything is wrong
     */
    record Reading(Optional<ConnectorFolder> folder, String fingerprint, List<Problem> problems) {}

    static FolderFiles files(Path folder) {
        return FolderFiles.read(
                folder, called(folder), 2, name -> !BESIDE.matcher(name).matches());
    }

    /** What messages call a folder. */
    static String called(Path folder) {
        Path parent = folder.toAbsolutePath().getParent();
        return (parent == null ? "" : parent.getFileName() + "/") + folder.getFileName();
    }

    /** Reads and checks a folder: manifest, fence, mappings, and whether Camel takes the routes. */
    static Reading read(Path folder) {
        FolderFiles files = files(folder);
        List<Problem> problems = new ArrayList<>(files.problems());
        String called = called(folder);
        Map<String, String> templates = new TreeMap<>();
        Map<String, String> mappings = new TreeMap<>();
        files.texts().forEach((name, text) -> {
            if (name.endsWith(ENDING) && !name.contains("/")) {
                templates.put(name.substring(0, name.length() - ENDING.length()), text);
            } else if (MAPPING.matcher(name).matches()) {
                mappings.put(MAPPING.matcher(name).replaceAll("$1"), text);
            } else if (!name.equals(MANIFEST)) {
                problems.add(new Problem(
                        called + "/" + name,
                        0,
                        "the file does not belong here. A connector has connector.yaml, <noun>-source.camel.yaml,"
                                + " <noun>-sink.camel.yaml, mapping/<name>.jslt, fixtures and README.md."));
            }
        });
        Map<String, Mapping> compiled = MappingFiles.compile(called, mappings, problems);
        Optional<Manifest> manifest = manifest(folder, files, templates, mappings, problems);
        String connector = name(folder);
        templates.forEach((stem, text) -> Fence.check(
                called + "/" + stem + ENDING,
                stem,
                text,
                new Fence.Ground(connector, manifest.orElse(null), mappings.keySet()),
                problems));
        if (problems.isEmpty()) {
            manifest.ifPresent(right -> TrialRun.check(called, right, templates, problems));
        }
        Optional<ConnectorFolder> right = problems.isEmpty()
                ? manifest.map(each -> new ConnectorFolder(each, templates, compiled, files.fingerprint()))
                : Optional.empty();
        return new Reading(right, files.fingerprint(), problems);
    }

    private static Optional<Manifest> manifest(
            Path folder,
            FolderFiles files,
            Map<String, String> templates,
            Map<String, String> mappings,
            List<Problem> problems) {
        String file = called(folder) + "/" + MANIFEST;
        String text = files.texts().get(MANIFEST);
        if (text == null) {
            problems.add(new Problem(file, 0, "the file is missing. Add it, or remove the folder."));
            return Optional.empty();
        }
        Optional<Manifest> manifest = ManifestFile.read(file, text, templates.keySet(), mappings.keySet(), problems);
        manifest.filter(each -> !each.connector().equals(name(folder)))
                .ifPresent(each -> problems.add(new Problem(
                        file,
                        0,
                        "connector '" + each.connector() + "' must be called '" + name(folder)
                                + "', after its folder. Rename one of them.")));
        return manifest;
    }

    /** A folder whose name begins with an underscore is a pattern to copy: checked, never deployed. */
    static boolean isPattern(Path folder) {
        return String.valueOf(folder.getFileName()).startsWith("_");
    }

    private static String name(Path folder) {
        return String.valueOf(folder.getFileName()).replaceFirst("^_", "");
    }
}

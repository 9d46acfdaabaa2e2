package caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** Finds every route file of the hub and checks its form; a new file is a new test. */
class RouteFileTests {
    private static final Path ROUTES = Path.of("routes");
    private static final String ENDING = ".camel.yaml";

    @TestFactory
    Stream<DynamicTest> routeFilesFollowTheirRules() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(ROUTES)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.toString(), () -> assertThat(faults(file)).isEmpty()));
    }

    private static List<String> faults(Path file) throws IOException {
        List<String> faults = new ArrayList<>();
        String name = file.getFileName().toString();
        if (!name.endsWith(ENDING)) {
            return List.of("'" + file + "' must end with " + ENDING + "; anything else is not loaded.");
        }
        String text = Files.readString(file);
        if (text.lines().count() > 60) {
            faults.add("'" + file + "' is longer than 60 lines. Split the route, or move a decision into a bean.");
        }
        Object parsed = new Yaml().load(text);
        if (!(parsed instanceof List<?> documents)
                || documents.size() != 1
                || !(documents.get(0) instanceof Map<?, ?> document)
                || !(document.get("route") instanceof Map<?, ?> route)) {
            faults.add("'" + file + "' must hold exactly one route, in canonical notation.");
            return faults;
        }
        String stem = name.substring(0, name.length() - ENDING.length());
        if (!stem.equals(route.get("id"))) {
            faults.add("Route '" + route.get("id") + "' stands in '" + file + "'. Name the file and the route alike.");
        }
        if (!(route.get("description") instanceof String)) {
            faults.add("Route '" + stem + "' has no description. Say in one sentence what it is for.");
        }
        if (route.get("from") instanceof Map<?, ?> from && from.get("steps") instanceof List<?> steps) {
            steps.forEach(step -> checkStep(stem, step, faults));
        } else {
            faults.add("Route '" + stem + "' has no from with steps. Use canonical notation.");
        }
        return faults;
    }

    private static void checkStep(String route, Object step, List<String> faults) {
        if (step instanceof Map<?, ?> map) {
            map.forEach((kind, value) -> {
                if (!(value instanceof Map<?, ?> parts) || !(parts.get("id") instanceof String)) {
                    faults.add("Step '" + kind + "' of route '" + route + "' has no id. Name where it goes.");
                }
            });
        }
    }
}

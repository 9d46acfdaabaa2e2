package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connector.Manifest.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One tiny broken file for each rule; its first line says what must be said about it. */
class InvalidFilesTests {
    private static final Path INVALID = Path.of("src/test/resources/invalid");
    private static final Path PATTERN = Path.of("connectors/_template");

    @TestFactory
    Stream<DynamicTest> manifestsAreRefusedWithLineAndRemedy() throws IOException {
        return files(
                "manifest",
                (file, text, problems) -> ManifestFile.read(
                        file, text, Set.of("orders-source", "inventory-sink"), Set.of("order-in"), problems));
    }

    @TestFactory
    Stream<DynamicTest> templatesAreRefusedWithLineAndRemedy() throws IOException {
        Fence.Ground ground = new Fence.Ground("acme", manifest(), Set.of("order-in"));
        return files("template", (file, text, problems) -> Fence.check(file, "orders-source", text, ground, problems));
    }

    @TestFactory
    Stream<DynamicTest> routesAreRefusedWithLineAndRemedy() throws IOException {
        return files("route", (file, text, problems) -> Fence.check(file, "example", text, Fence.Ground.HUB, problems));
    }

    @TestFactory
    Stream<DynamicTest> mappingsAreRefusedWithLineAndRemedy() throws IOException {
        return files("mapping", (file, text, problems) -> {
            List<Problem> found = new ArrayList<>();
            MappingFiles.compile("connectors/acme", Map.of("order-in", text), found);
            assertThat(found)
                    .allSatisfy(
                            problem -> assertThat(problem.file()).isEqualTo("connectors/acme/mapping/order-in.jslt"));
            found.forEach(problem -> problems.add(new Problem(file, problem.line(), problem.text())));
        });
    }

    @Test
    void namesEverythingWrongInAManifestAtOnce() {
        List<Problem> problems = new ArrayList<>();
        Optional<Manifest> manifest = ManifestFile.read(
                "connectors/acme/connector.yaml",
                "connector: acme\nkind: bank\nsettings:\n  key: { type: secret }\nlimits: { parallel: 0 }\n",
                Set.of(),
                Set.of(),
                problems);
        assertThat(manifest).isEmpty();
        assertThat(Problem.print(problems))
                .contains(
                        "connectors/acme/connector.yaml line 2: kind 'bank' of the manifest is not known. Allowed: storefront, payment, carrier, crm.",
                        "connectors/acme/connector.yaml line 4: setting 'key' has no description. Add one.",
                        "connectors/acme/connector.yaml line 5: parallel '0' of limits must be a whole number from 1 to 64.",
                        "connectors/acme/connector.yaml line 1: the manifest has no title. Add one.",
                        "connectors/acme/connector.yaml line 1: the manifest has no capabilities. Add them.");
    }

    @Test
    void theHubsOwnRoutesStandInsideTheFence() throws IOException {
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            for (Path route : routes.filter(Files::isRegularFile).toList()) {
                List<Problem> problems = new ArrayList<>();
                String stem = route.getFileName().toString().replace(".camel.yaml", "");
                Fence.check(route.toString(), stem, Files.readString(route), Fence.Ground.HUB, problems);
                assertThat(Problem.print(problems)).isEmpty();
            }
        }
    }

    @Test
    void readsAWholeManifest() {
        Manifest manifest = manifest();
        assertThat(manifest.use(Capability.ORDER_READ, Map.of()).orElseThrow().template())
                .isEqualTo("order-source");
        assertThat(manifest.settings().get("api-token"))
                .isEqualTo(new Setting(
                        "Token with the scope read_orders",
                        Setting.Type.SECRET,
                        null,
                        null,
                        false,
                        null,
                        List.of(),
                        false));
        assertThat(manifest.origin(Map.of("shop-url", "https://a.example/"))).isEqualTo("https://a.example//api/v1");
        assertThat(manifest.faults()).hasSize(3);
    }

    private static Manifest manifest() {
        return ConnectorFolder.read(PATTERN).folder().orElseThrow().manifest();
    }

    private interface Check {
        void check(String file, String text, List<Problem> problems);
    }

    private static Stream<DynamicTest> files(String kind, Check check) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(INVALID.resolve(kind))) {
            files = found.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(kind + " " + file.getFileName(), () -> {
                    String text = Files.readString(file);
                    List<Problem> problems = new ArrayList<>();
                    check.check("file", text, problems);
                    String expected = text.lines().findFirst().orElseThrow().replaceFirst("^(#|//) ", "");
                    assertThat(Problem.print(problems))
                            .anySatisfy(problem -> assertThat(problem).startsWith("file " + expected));
                }));
    }
}

package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connector.Manifest.Topic;
import caravan.connector.Manifest.Use;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** Finds every folder under connectors/ and tests it; adding a folder adds its tests. */
class ConnectorKitTests {
    private static final Path CONNECTORS = Path.of("connectors");
    private static final Path CASES = Path.of("src/test/resources/order-cases.txt");

    private final Schemas schemas = new Schemas();

    @TestFactory
    Stream<DynamicContainer> connectorFoldersKeepTheirRules() throws IOException {
        List<Path> folders = list(CONNECTORS);
        assertThat(folders).isNotEmpty();
        return folders.stream().map(folder -> DynamicContainer.dynamicContainer(folder.toString(), tests(folder)));
    }

    private Stream<DynamicTest> tests(Path folder) {
        ConnectorFolder.Reading reading = ConnectorFolder.read(folder);
        Stream<DynamicTest> whole = Stream.of(
                DynamicTest.dynamicTest(
                        "files are right",
                        () -> assertThat(Problem.print(reading.problems())).isEmpty()),
                DynamicTest.dynamicTest(
                        "has a page for people",
                        () -> assertThat(folder.resolve("README.md")).isRegularFile()));
        if (reading.folder().isEmpty()) {
            return whole;
        }
        ConnectorFolder connector = reading.folder().get();
        List<Path> fixtures = list(folder.resolve("fixtures"));
        Stream<DynamicTest> reads = connector.manifest().uses().stream()
                .filter(use -> use.capability().code().endsWith(".read"))
                .map(use -> DynamicTest.dynamicTest(
                        use.capability().code() + " has a fixture",
                        () -> assertThat(last(connector, use))
                                .as(
                                        "Capability '%s' of '%s' has no fixture. Add fixtures/%s--<case>/, or remove the capability.",
                                        use.capability().code(), folder, last(connector, use))
                                .anyMatch(mapping -> fixtures.stream()
                                        .anyMatch(each -> mapping(each).equals(mapping)))));
        Stream<DynamicTest> samples = fixtures.stream()
                .map(fixture ->
                        DynamicTest.dynamicTest(fixture.getFileName().toString(), () -> check(connector, fixture)));
        return Stream.of(whole, reads, samples, alike(fixtures), cases(folder, connector))
                .flatMap(each -> each);
    }

    /** A storefront shows every case of orders that storefronts meet, or the case could be taken away unnoticed. */
    private static Stream<DynamicTest> cases(Path folder, ConnectorFolder connector) {
        boolean sells = connector.manifest().kind() == Manifest.Kind.STOREFRONT;
        if (!sells || folder.getFileName().toString().startsWith("_")) {
            return Stream.empty();
        }
        return lines(CASES)
                .map(each -> DynamicTest.dynamicTest("shows orders that are: " + each, () -> {
                    Path file = folder.resolve("fixtures/cases.yaml");
                    Map<String, List<String>> shown = new Yaml().load(Files.readString(file));
                    assertThat(shown.get(each))
                            .as("'%s' must name the fixtures of orders that are: %s", file, each)
                            .isNotEmpty()
                            .allSatisfy(fixture -> assertThat(folder.resolve("fixtures/" + fixture + "/canonical.json"))
                                    .content()
                                    .contains("\"placedAt\""));
                }));
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /** An order must read the same whichever way it comes, or each way would take the other's for news. */
    private static Stream<DynamicTest> alike(List<Path> fixtures) {
        Map<String, List<Path>> cases = fixtures.stream()
                .filter(fixture -> Set.of("order-in", "order-answer").contains(mapping(fixture)))
                .collect(Collectors.groupingBy(
                        fixture -> fixture.getFileName().toString().replaceFirst(".*--", ""),
                        TreeMap::new,
                        Collectors.toList()));
        return cases.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .map(each -> DynamicTest.dynamicTest("reads alike, pushed or asked for: " + each.getKey(), () -> {
                    List<Path> ways = each.getValue();
                    assertThat(find(ways.get(0), "canonical.json"))
                            .isPresent()
                            .isEqualTo(find(ways.get(1), "canonical.json"));
                }));
    }

    private void check(ConnectorFolder connector, Path fixture) throws Exception {
        Mapping mapping = connector.mappings().get(mapping(fixture));
        assertThat(mapping)
                .as(
                        "Fixture '%s' must be named <mapping>--<case>; there is no mapping '%s'.",
                        fixture, mapping(fixture))
                .isNotNull();
        JsonNode request = find(fixture, "request.json").orElse(null);
        Map<String, String> settings = ExactJson.MAPPER.convertValue(
                find(fixture, "settings.json").orElse(ExactJson.MAPPER.createObjectNode()),
                new TypeReference<Map<String, String>>() {});
        String page = request == null || !request.hasNonNull("page")
                ? null
                : request.get("page").asText();
        JsonNode made = Objects.requireNonNull(mapping)
                .apply(find(fixture, "vendor.json").orElseThrow(), new Mapping.Given(request, settings, page));
        JsonNode wanted = find(fixture, "canonical.json").orElseThrow();
        assertThat(made.toPrettyString()).as("what '%s' makes", fixture).isEqualTo(wanted.toPrettyString());
        if (made.isNull()) {
            // No such thing.
            return;
        }
        documents(connector, mapping(fixture))
                .forEach(capability -> assertThat(schemas.wrongAnswer(capability, made))
                        .as("answer of " + capability.code())
                        .isEmpty());
        made.path("orders")
                .forEach(order -> assertThat(schemas.wrongOrder(order))
                        .as("order " + order.path("externalId"))
                        .isEmpty());
    }

    /** The capabilities whose answer a mapping makes; a webhook's order is one as if read by its id. */
    private static Set<Capability> documents(ConnectorFolder connector, String mapping) {
        Set<Capability> documents = new TreeSet<>();
        connector.manifest().uses().stream()
                .filter(use -> last(connector, use).contains(mapping))
                .forEach(use -> documents.add(use.capability()));
        Manifest.Webhooks webhooks = connector.manifest().webhooks();
        if (webhooks != null
                && webhooks.topics().values().stream().map(Topic::mapping).anyMatch(mapping::equals)) {
            documents.add(Capability.ORDER_READ);
        }
        return documents;
    }

    /** The mappings that a template may end with. */
    private static Set<String> last(ConnectorFolder connector, Use use) {
        Set<String> last = new TreeSet<>();
        Object loaded = new Yaml().load(connector.templates().get(use.template()));
        JsonNode document = ExactJson.MAPPER.valueToTree(loaded);
        collect(document.path(0).path("routeTemplate").path("route").path("from"), last);
        return last;
    }

    private static void collect(JsonNode place, Set<String> last) {
        JsonNode steps = place.path("steps");
        JsonNode step = steps.path(steps.size() - 1);
        if (step.path("to").path("uri").asText().equals("mapping")) {
            last.add(step.path("to").path("parameters").path("name").asText());
        }
        if (step.has("filter")) {
            collect(step.path("filter"), last);
        }
        if (step.has("choice")) {
            step.path("choice").path("when").forEach(when -> collect(when, last));
            collect(step.path("choice").path("otherwise"), last);
        }
    }

    private static String mapping(Path fixture) {
        String name = fixture.getFileName().toString();
        return name.contains("--") ? name.substring(0, name.indexOf("--")) : name;
    }

    private static Optional<JsonNode> find(Path fixture, String file) throws IOException {
        Path path = fixture.resolve(file);
        return Files.exists(path) ? Optional.of(ExactJson.MAPPER.readTree(Files.readString(path))) : Optional.empty();
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return new ArrayList<>(found.filter(Files::isDirectory)
                    .filter(each -> !each.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList());
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}

package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.ConnectionId;
import caravan.order.OrderDocument;
import caravan.order.OrderLine;
import caravan.order.Quantities;
import caravan.order.Sums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every canonical order among the fixtures of all connectors, whichever folder they are in. */
class ConnectorOrderTests {
    private static final Path CONNECTORS = Path.of("connectors");
    private static final JsonMapper JSON = new JsonMapper();

    private record Sample(String name, JsonNode order) {}

    @TestFactory
    Stream<DynamicTest> canBeReadAndAddsUp() throws IOException {
        List<Sample> samples = samples();
        assertThat(samples).as("canonical orders below " + CONNECTORS).isNotEmpty();
        return samples.stream()
                .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> {
                    OrderDocument document = read(sample);

                    assertThat(Sums.explain(document.content())).as("adds up").isTrue();
                    assertThat(document.content().lines())
                            .extracting(OrderLine::quantities)
                            .allSatisfy(ConnectorOrderTests::possible);
                }));
    }

    private static void possible(Quantities units) {
        assertThat(units.returned()).as("returned").isLessThanOrEqualTo(units.shipped());
        assertThat(units.cancelled() + units.shipped())
                .as("cancelled and shipped")
                .isLessThanOrEqualTo(units.ordered());
    }

    private static OrderDocument read(Sample sample) throws UnreadableDocument {
        return CanonicalOrder.delivered(
                        new ConnectionId("a-shop"), sample.order().toString(), Duration.ofSeconds(1))
                .document();
    }

    private static List<Sample> samples() throws IOException {
        try (Stream<Path> files = Files.find(CONNECTORS, 4, (file, facts) -> file.endsWith("canonical.json"))) {
            return files.sorted().flatMap(ConnectorOrderTests::orders).toList();
        }
    }

    private static Stream<Sample> orders(Path file) {
        String name = CONNECTORS.relativize(file.getParent()).toString();
        JsonNode document = JSON.readTree(file);
        Stream<JsonNode> orders =
                document.has("orders") ? document.get("orders").valueStream() : Stream.of(document);
        return orders.filter(order -> order.has("placedAt")).map(order -> new Sample(name, order));
    }
}

package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Files of the hub's own routes that change while it runs. */
class HubRoutesTests {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Path routes;
    private final FolderConnectors connectors;
    private final HubRoutes hub;
    private final RouteWatch watch;

    HubRoutesTests(@TempDir Path temp) throws IOException {
        routes = Files.createDirectories(temp.resolve("routes/common"));
        connectors =
                new FolderConnectors(new ConnectorSettings(Files.createDirectory(temp.resolve("connectors")), true));
        hub = new HubRoutes(camel, connectors, temp.resolve("routes"));
        watch = new RouteWatch(
                hub,
                connectors,
                new Deployer(camel, connectors, new KnownAccounts(nobody())),
                new ConnectorSettings(temp.resolve("connectors"), true));
        camel.disableJMX();
        camel.getShutdownStrategy().setTimeout(1);
    }

    @BeforeEach
    void startWithOneRoute() throws IOException {
        write("first");
        camel.start();
        watch.start();
        assertThat(answer()).isEqualTo("first");
    }

    @AfterEach
    void stop() {
        watch.destroy();
        camel.stop();
    }

    @Test
    void takesAChangedFileByItself() throws Exception {
        write("second");
        Await.until("the changed route answers", () -> answer().equals("second"));
        assertThat(camel.getRoutes()).hasSize(1);
    }

    @Test
    void keepsTheRouteWhileItsFileIsBadAndSaysWhere() throws Exception {
        replace("- route:\n    id: answer-caller\n    from: [not, a, route]\n");
        Await.until(
                "the file is named",
                () -> connectors.problems().stream().anyMatch(each -> each.contains("routes/common/answer-caller")));
        assertThat(answer()).isEqualTo("first");

        write("third");
        Await.until("the mended route answers", () -> answer().equals("third"));
        assertThat(connectors.problems()).isEmpty();
    }

    @Test
    void takesARouteDownWithItsFile() throws Exception {
        Files.delete(routes.resolve("answer-caller.camel.yaml"));
        Await.until("the route is gone", () -> camel.getRoutes().isEmpty());
    }

    private static ObjectProvider<VendorAccounts> nobody() {
        return new StaticListableBeanFactory().getBeanProvider(VendorAccounts.class);
    }

    private String answer() {
        return Optional.ofNullable(camel.createProducerTemplate().requestBody("direct:answer-caller", "", String.class))
                .orElse("");
    }

    private void write(String answer) throws IOException {
        replace("""
                - route:
                    id: answer-caller
                    description: Answers whoever calls
                    from:
                      uri: direct
                      parameters:
                        name: answer-caller
                      steps:
                        - setBody:
                            constant: %s
                """.formatted(answer));
    }

    /** As a person's editor does it: the new file takes the place of the old one at once. */
    private void replace(String text) throws IOException {
        Path draft = Files.writeString(routes.resolve("draft"), text);
        Files.move(draft, routes.resolve("answer-caller.camel.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }
}

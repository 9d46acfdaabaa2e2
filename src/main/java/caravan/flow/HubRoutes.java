package caravan.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Loads the hub's own routes from the folder {@code routes}, each by itself: a bad file is named and stops nothing else. */
@Component
class HubRoutes {
    private static final Logger log = LoggerFactory.getLogger(HubRoutes.class);
    private static final String ENDING = ".camel.yaml";

    private final CamelContext camel;

    HubRoutes(CamelContext camel) {
        this.camel = camel;
    }

    /** Before the banner that calls the hub ready. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(-100)
    void load() throws IOException {
        Path folder = Path.of("routes");
        if (!Files.isDirectory(folder)) {
            log.error(
                    "Folder '{}' with the hub's routes is missing; webhooks wait in the queue. Start the hub beside it.",
                    folder.toAbsolutePath());
            return;
        }
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + file.toAbsolutePath()));
            } catch (Exception refused) {
                log.error("Route file '{}' cannot be used and is left out: {}", file, refused.getMessage());
            }
        }
    }
}

package caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartRefusalTests {
    @Test
    void productionDoesNotStartWithoutAKeyAndSaysHowToMakeOne(@TempDir Path folder) throws Exception {
        try (HubProcess hub = HubProcess.start(folder.resolve("data"), "--spring.profiles.active=production")) {
            assertThat(hub.awaitExit()).isEqualTo(2);
            assertThat(hub.output())
                    .contains("Caravan did not start: no key for secrets is configured")
                    .contains("openssl rand -base64 32");
        }
    }
}

package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.BrokerStand;
import caravan.kit.HubProcess;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ExternalBrokerTests {

    @BeforeAll
    static void keepTheTestsOwnBrokerQuiet() {
        ((Logger) LoggerFactory.getLogger("org.apache.activemq")).setLevel(Level.ERROR);
    }

    @Test
    void usesAnExternalBrokerByConfigurationAloneAndReturnsToItAfterAnOutage(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        try (BrokerStand broker = new BrokerStand();
                HubProcess hub = HubProcess.start(
                                data,
                                "--spring.artemis.mode=native",
                                "--spring.artemis.broker-url=" + broker.url(),
                                "--spring.artemis.embedded.enabled=false",
                                "--caravan.intake.workers=0",
                                "--kit.send-to=" + folder.resolve("sent"))
                        .awaitReady()) {
            assertThat(hub.status("/actuator/health/door")).isEqualTo(200);
            Await.until("messages arrive at the external broker", () -> broker.waiting() > 10);
            assertThat(data.resolve("broker")).doesNotExist();

            broker.stop();
            Await.until("the door says the broker is away", () -> hub.status("/actuator/health/door") == 503);
            assertThat(hub.status("/actuator/health/live")).isEqualTo(200);
            assertThat(hub.status("/actuator/health/pages")).isEqualTo(200);

            broker.start();
            Await.until("the door is open again", () -> hub.status("/actuator/health/door") == 200);
        }
    }
}

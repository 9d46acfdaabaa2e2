package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.FreePort;
import caravan.kit.HubProcess;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
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
        int port = FreePort.next();
        Path data = folder.resolve("data");
        EmbeddedActiveMQ broker = broker(port);
        try (HubProcess hub = HubProcess.start(
                        data,
                        "--spring.artemis.mode=native",
                        "--spring.artemis.broker-url=tcp://127.0.0.1:" + port,
                        "--spring.artemis.embedded.enabled=false",
                        "--caravan.intake.workers=0",
                        "--kit.send-to=" + folder.resolve("sent"))
                .awaitReady()) {
            assertThat(hub.status("/actuator/health/door")).isEqualTo(200);
            Await.until(
                    "messages arrive at the external broker",
                    () -> broker.getActiveMQServer().locateQueue("intake").getMessageCount() > 10);
            assertThat(data.resolve("broker")).doesNotExist();

            broker.stop();
            Await.until("the door says the broker is away", () -> hub.status("/actuator/health/door") == 503);
            assertThat(hub.status("/actuator/health/live")).isEqualTo(200);
            assertThat(hub.status("/actuator/health/pages")).isEqualTo(200);

            broker.start();
            Await.until("the door is open again", () -> hub.status("/actuator/health/door") == 200);
        } finally {
            broker.stop();
        }
    }

    private static EmbeddedActiveMQ broker(int port) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port)
                .addQueueConfiguration(QueueConfiguration.of("intake").setRoutingType(RoutingType.ANYCAST));
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        return broker.start();
    }
}

package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.kit.HubTest;
import caravan.platform.PlatformSettings.BrokerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.util.unit.DataSize;

@HubTest
class BrokerTests {
    private final EmbeddedActiveMQ broker;
    private final JmsTemplate jms;
    private final PlatformSettings settings;

    BrokerTests(EmbeddedActiveMQ broker, JmsTemplate jms, PlatformSettings settings) {
        this.broker = broker;
        this.jms = jms;
        this.settings = settings;
    }

    @Test
    void syncsAJournalThatLiesUnderTheDataFolderWithAllElseItStores() {
        Configuration running = configuration();
        Path folder = settings.data().toAbsolutePath().resolve("broker");

        assertThat(running.isPersistenceEnabled()).isTrue();
        assertThat(running.isJournalSyncTransactional() && running.isJournalSyncNonTransactional())
                .isTrue();
        assertThat(running.isJournalDatasync()).isTrue();
        assertThat(running.getJournalBufferTimeout_NIO()).isEqualTo(200_000);
        assertThat(running.getJournalLocation().toPath()).startsWith(folder).isNotEmptyDirectory();
        assertThat(running.getBindingsLocation().toPath()).startsWith(folder).isNotEmptyDirectory();
        // The others come into being with their first file.
        assertThat(List.of(
                        running.getPagingLocation(),
                        running.getLargeMessagesLocation(),
                        running.getNodeManagerLockLocation()))
                .allMatch(location -> location.toPath().startsWith(folder));
    }

    @Test
    void opensNoPort() {
        assertThat(configuration().getAcceptorConfigurations())
                .allMatch(acceptor -> acceptor.getFactoryClassName().endsWith("InVMAcceptorFactory"));
    }

    @Test
    void redeliversIntakeForEverAtOnceAndPagesWhatDoesNotFit() {
        var intake = broker.getActiveMQServer().getAddressSettingsRepository().getMatch("intake");

        assertThat(intake.getMaxDeliveryAttempts()).isEqualTo(-1);
        assertThat(intake.getRedeliveryDelay()).isZero();
        assertThat(intake.getAddressFullMessagePolicy()).isEqualTo(AddressFullMessagePolicy.PAGE);
    }

    @Test
    void sendsWhatFailsElsewhereToTheDeadLetters() {
        var other = broker.getActiveMQServer().getAddressSettingsRepository().getMatch("anything");

        assertThat(other.getMaxDeliveryAttempts()).isEqualTo(5);
        assertThat(broker.getActiveMQServer().locateQueue(other.getDeadLetterAddress()))
                .isNotNull();
        assertThat(broker.getActiveMQServer().locateQueue(other.getExpiryAddress()))
                .isNotNull();
    }

    @Test
    void refusesAnAddressNobodyDeclared() {
        assertThatThrownBy(() -> jms.convertAndSend("intaek", "typing mistake")).isInstanceOf(JmsException.class);
        assertThat(broker.getActiveMQServer().locateQueue("intaek")).isNull();
    }

    @Test
    void pagesUnderAFloodAndLosesNothing(@TempDir Path data) throws Exception {
        EmbeddedActiveMQ flooded = start(data, new BrokerSettings(DataSize.ofKilobytes(64), DataSize.ofMegabytes(1)));
        try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://77")) {
            JmsTemplate own = new JmsTemplate(connections);
            own.setReceiveTimeout(2_000);
            for (int number = 0; number < 60; number++) {
                own.convertAndSend("intake", number + "x".repeat(8_000));
            }
            assertThat(flooded.getActiveMQServer()
                            .getPagingManager()
                            .getPageStore(INTAKE)
                            .isPaging())
                    .isTrue();
            try (var pages = Files.walk(data.resolve("broker/paging"))) {
                assertThat(pages.filter(Files::isRegularFile)).isNotEmpty();
            }
            for (int number = 0; number < 60; number++) {
                assertThat(own.receiveAndConvert("intake")).asString().startsWith(number + "x");
            }
        } finally {
            flooded.stop();
        }
    }

    @Test
    void refusesMessagesRatherThanFillTheDisk(@TempDir Path data) throws Exception {
        EmbeddedActiveMQ full = start(data, new BrokerSettings(DataSize.ofMegabytes(1), DataSize.ofTerabytes(4_000)));
        try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://77?callTimeout=2000")) {
            ((ActiveMQServerImpl) full.getActiveMQServer()).getMonitor().tick();
            assertThatThrownBy(() -> new JmsTemplate(connections).convertAndSend("intake", "no room"))
                    .isInstanceOf(JmsException.class);
        } finally {
            full.stop();
        }
    }

    @Test
    void bindsItsSettingsWithDefaults() {
        assertThat(bind(Map.of("caravan.platform.data", "data")).broker())
                .isEqualTo(new BrokerSettings(DataSize.ofMegabytes(64), DataSize.ofMegabytes(256)));
        assertThat(bind(Map.of(
                                "caravan.platform.broker.memory", "8MB",
                                "caravan.platform.broker.keep-free", "1GB"))
                        .broker())
                .isEqualTo(new BrokerSettings(DataSize.ofMegabytes(8), DataSize.ofGigabytes(1)));
    }

    private static final SimpleString INTAKE = SimpleString.of(BrokerConfiguration.INTAKE);

    private static PlatformSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bind("caravan.platform", PlatformSettings.class)
                .get();
    }

    private Configuration configuration() {
        return broker.getActiveMQServer().getConfiguration();
    }

    /** A second broker with the production settings and a folder of its own. */
    private EmbeddedActiveMQ start(Path data, BrokerSettings limits) throws Exception {
        Configuration configuration = new org.apache.activemq.artemis.core.config.impl.ConfigurationImpl()
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("in-vm", "vm://77");
        new BrokerConfiguration()
                .durableBroker(DataFolder.take(data), new PlatformSettings(data, settings.database(), limits))
                .customize(configuration);
        EmbeddedActiveMQ second = new EmbeddedActiveMQ();
        second.setConfiguration(configuration);
        return second.start();
    }
}

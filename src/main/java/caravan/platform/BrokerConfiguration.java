package caravan.platform;

import caravan.platform.PlatformSettings.BrokerSettings;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.springframework.boot.artemis.autoconfigure.ArtemisConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.core.JmsTemplate;

/**
 * The embedded broker: durable, inside this process only, with every address it serves named here.
 *
 * <p>An external broker needs the same addresses and settings in its own configuration, as {@code config/compose/broker.xml} has.
 */
@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {
    /** Where webhooks wait, as received, until they are in the database. */
    static final String INTAKE = "intake";

    static final String DEAD_LETTERS = "DLQ";
    static final String EXPIRED = "ExpiryQueue";
    /** The default of 3.3 ms makes a single sender wait that long for every message. */
    static final int FLUSH_NANOS = 200_000;

    private static final int PAGE = 2 * 1024 * 1024;
    private static final int FOR_EVER = -1;

    @Bean
    ArtemisConfigurationCustomizer durableBroker(DataFolder folder, PlatformSettings settings) {
        return broker -> {
            broker.setName("caravan");
            storeUnder(folder.path().resolve("broker"), broker);
            limit(settings.broker(), broker);
            addAddresses(broker);
        };
    }

    @Bean
    BrokerHealth brokerHealthIndicator(JmsTemplate jms) {
        return new BrokerHealth(jms, INTAKE);
    }

    /** What an external broker needs too; {@code config/compose/broker.xml} has it. */
    static void addAddresses(org.apache.activemq.artemis.core.config.Configuration broker) {
        broker.addAddressSetting("#", anyAddress());
        broker.addAddressSetting(INTAKE, anyAddress().setMaxDeliveryAttempts(FOR_EVER));
        broker.addAddressConfiguration(queue(INTAKE));
    }

    private static void storeUnder(Path folder, org.apache.activemq.artemis.core.config.Configuration broker) {
        broker.setBrokerInstance(folder.toFile());
        broker.setJournalDirectory(folder.resolve("journal").toString());
        broker.setBindingsDirectory(folder.resolve("bindings").toString());
        broker.setPagingDirectory(folder.resolve("paging").toString());
        broker.setLargeMessagesDirectory(folder.resolve("large-messages").toString());
        broker.setPersistenceEnabled(true);
        broker.setJournalType(JournalType.NIO);
        broker.setJournalBufferTimeout_NIO(FLUSH_NANOS);
        broker.setJournalSyncTransactional(true);
        broker.setJournalSyncNonTransactional(true);
        broker.setJournalDatasync(true);
        // A second hub on the same folder must fail, not wait for ever.
        broker.setJournalLockAcquisitionTimeout(10_000);
    }

    private static void limit(BrokerSettings settings, org.apache.activemq.artemis.core.config.Configuration broker) {
        broker.setGlobalMaxSize(settings.memory().toBytes());
        // The default counts in percent, and stops a hub on a disk that is large and well used.
        broker.setMinDiskFree(settings.keepFree().toBytes());
    }

    private static AddressSettings anyAddress() {
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
                .setPageSizeBytes(PAGE)
                .setMaxDeliveryAttempts(5)
                .setRedeliveryDelay(0)
                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                .setExpiryAddress(SimpleString.of(EXPIRED))
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false);
    }

    private static CoreAddressConfiguration queue(String name) {
        return new CoreAddressConfiguration()
                .setName(name)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfiguration(
                        QueueConfiguration.of(name).setAddress(name).setRoutingType(RoutingType.ANYCAST));
    }
}

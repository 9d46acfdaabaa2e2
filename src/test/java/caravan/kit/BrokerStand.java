package caravan.kit;

import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** A broker that outlives the hubs which use it. It is of this process, so no hub's. */
public final class BrokerStand implements AutoCloseable {
    private static final int FOR_EVER = -1;

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final int port;

    /** Makes a broker with the queue the hub needs, and starts it. */
    public BrokerStand() throws Exception {
        port = FreePort.next();
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port)
                .addAddressSetting(
                        "intake",
                        new AddressSettings().setMaxDeliveryAttempts(FOR_EVER).setRedeliveryDelay(0))
                .addQueueConfiguration(QueueConfiguration.of("intake").setRoutingType(RoutingType.ANYCAST));
        broker.setConfiguration(configuration);
        broker.start();
    }

    /** How hubs find it. */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Webhooks that nobody has taken in yet. */
    public long waiting() {
        return broker.getActiveMQServer().locateQueue("intake").getMessageCount();
    }

    public void start() throws Exception {
        broker.start();
    }

    public void stop() throws Exception {
        broker.stop();
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (Exception failure) {
            throw new IllegalStateException("The broker did not stop.", failure);
        }
    }
}

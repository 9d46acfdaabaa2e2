package caravan.intake;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.Arrays;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSClient;
import org.apache.activemq.artemis.api.jms.JMSFactoryType;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

/** The door's servlet and its own way to the broker. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    private static final int SENDERS = 64;

    /** A sender of its own, for its time-out must not be that of everything else. */
    @Bean(destroyMethod = "destroy", defaultCandidate = false)
    @Qualifier("door")
    CachingConnectionFactory doorConnections(ConnectionFactory shared, IntakeSettings settings) throws JMSException {
        ActiveMQConnectionFactory factory = copy(target(shared));
        factory.setCallTimeout(settings.sendTimeout().toMillis());
        factory.setCallFailoverTimeout(settings.sendTimeout().toMillis());
        factory.setReconnectAttempts(0);
        factory.setBlockOnDurableSend(true);
        CachingConnectionFactory cached = new CachingConnectionFactory(factory);
        cached.setSessionCacheSize(SENDERS);
        cached.setReconnectOnException(true);
        return cached;
    }

    @Bean
    ServletRegistrationBean<Door> door(
            HookSnapshot hooks,
            @Qualifier("door") CachingConnectionFactory connections,
            MeterRegistry metrics,
            RefusedWebhooks refused,
            IntakeSettings settings) {
        JmsTemplate jms = new JmsTemplate(connections);
        jms.setExplicitQosEnabled(true);
        jms.setDeliveryPersistent(true);
        ServletRegistrationBean<Door> door = new ServletRegistrationBean<>(
                new Door(
                        hooks,
                        jms,
                        metrics,
                        refused,
                        Math.toIntExact(settings.maxBody().toBytes())),
                "/hooks/*");
        door.setName("door");
        door.setLoadOnStartup(1);
        return door;
    }

    static ActiveMQConnectionFactory target(ConnectionFactory shared) {
        ConnectionFactory target = shared instanceof CachingConnectionFactory cached
                ? java.util.Objects.requireNonNull(cached.getTargetConnectionFactory())
                : shared;
        if (target instanceof ActiveMQConnectionFactory factory) {
            return factory;
        }
        throw new IllegalStateException("The broker's connection factory is a "
                + target.getClass().getName() + ". Caravan needs Artemis: check spring.artemis.");
    }

    private static ActiveMQConnectionFactory copy(ActiveMQConnectionFactory factory) {
        TransportConfiguration[] servers = factory.getServerLocator().getStaticTransportConfigurations();
        ActiveMQConnectionFactory copy = ActiveMQJMSClient.createConnectionFactoryWithoutHA(
                JMSFactoryType.CF, Arrays.copyOf(servers, servers.length));
        if (factory.getUser() != null) {
            copy.setUser(factory.getUser());
            copy.setPassword(factory.getPassword());
        }
        return copy;
    }
}

package caravan.intake;

import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Camel component {@code intake:batches}: its consumer hands on lists of {@link Delivery}. A batch leaves the queue when the route
 * has returned, so whatever the route committed stays, and what it did not commit comes again.
 */
@Component("intake-component")
class BatchComponent extends DefaultComponent {
    private final ConnectionFactory connections;
    private final IntakeSettings settings;
    private final List<UnusableDelivery> unusable;
    private final BooleanSupplier databaseAnswers;

    BatchComponent(
            ConnectionFactory connections, IntakeSettings settings, List<UnusableDelivery> unusable, JdbcClient jdbc) {
        this.connections = connections;
        this.settings = settings;
        this.unusable = unusable;
        this.databaseAnswers = () -> {
            try {
                return jdbc.sql("SELECT 1").query(Integer.class).single() == 1;
            } catch (RuntimeException away) {
                return false;
            }
        };
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new BatchEndpoint(uri, this);
    }

    private final class BatchEndpoint extends DefaultEndpoint {
        BatchEndpoint(String uri, BatchComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("'intake:batches' can only be consumed from; the door fills it.");
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new BatchConsumer(
                    this, processor, IntakeConfiguration.target(connections), settings, unusable, databaseAnswers);
        }
    }
}

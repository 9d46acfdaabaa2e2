package caravan.connector;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.springframework.stereotype.Component;

/** Camel component {@code vendor:}: one call to the vendor of a connection, with everything that belongs to it. */
@Component("vendor-component")
class VendorComponent extends DefaultComponent {
    private final VendorClients clients;

    VendorComponent(VendorClients clients) {
        this.clients = clients;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new VendorEndpoint(uri, this, VendorStep.of(parameters));
    }

    @Override
    protected boolean useIntrospectionOnEndpoint() {
        return false;
    }

    private final class VendorEndpoint extends DefaultEndpoint {
        private final VendorStep step;

        VendorEndpoint(String uri, VendorComponent component, VendorStep step) {
            super(uri, component);
            this.step = step;
        }

        @Override
        public Producer createProducer() {
            return new VendorProducer(this, step, clients);
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException(
                    "'vendor:' can only be sent to; it answers with what the vendor said.");
        }
    }
}

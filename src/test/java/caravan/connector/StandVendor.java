package caravan.connector;

import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands where the hub calls vendors: a test says what each call answers. */
final class StandVendor extends DefaultComponent {
    /** What a call answers; told its parameters. */
    interface Answers {
        void answer(Map<String, Object> parameters, Exchange exchange) throws Exception;
    }

    private final Answers answers;

    StandVendor(Answers answers) {
        this.answers = answers;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Map<String, Object> given = Map.copyOf(parameters);
        parameters.clear();
        return new StandEndpoint(uri, this, given);
    }

    private final class StandEndpoint extends DefaultEndpoint {
        private final Map<String, Object> given;

        StandEndpoint(String uri, Component component, Map<String, Object> given) {
            super(uri, component);
            this.given = given;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    answers.answer(given, exchange);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("A vendor is only called.");
        }
    }
}

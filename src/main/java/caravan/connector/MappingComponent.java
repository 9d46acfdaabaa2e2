package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Camel component {@code mapping}: replaces the body by what a mapping of the connection's connector makes of it. */
@Component("mapping-component")
class MappingComponent extends DefaultComponent {
    private final KnownAccounts accounts;
    private final FolderConnectors connectors;

    MappingComponent(KnownAccounts accounts, FolderConnectors connectors) {
        this.accounts = accounts;
        this.connectors = connectors;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new MappingEndpoint(
                uri,
                new ConnectionId(String.valueOf(parameters.remove("connection"))),
                String.valueOf(parameters.remove("name")),
                parameters.containsKey("list")
                        ? new ListedOrders(
                                String.valueOf(parameters.remove("list")), String.valueOf(parameters.remove("id")))
                        : null);
    }

    private void map(ConnectionId connection, String name, @Nullable ListedOrders listed, Exchange exchange)
            throws CallFailed {
        VendorAccount account = accounts.find(connection)
                .orElseThrow(() -> new CallFailed(Fault.UNREACHED, "Connection '" + connection + "' is not there."));
        Mapping mapping = connectors
                .folder(account.connector())
                .map(folder -> folder.mappings().get(name))
                .orElseThrow(() -> new CallFailed(
                        Fault.DEFECT, "Connector '" + account.connector() + "' has no mapping '" + name + "'."));
        Object body = exchange.getMessage().getBody();
        JsonNode input = json(body);
        if (input == null) {
            throw new CallFailed(
                    Fault.DEFECT,
                    "Mapping '" + name + "' of connector '" + account.connector() + "' needs JSON, and got "
                            + (body == null ? "nothing" : body.getClass().getSimpleName()) + ".");
        }
        Mapping.Given given = new Mapping.Given(
                exchange.getProperty(CallExchange.REQUEST, JsonNode.class),
                account.settings(),
                exchange.getProperty(CallExchange.PAGE, String.class));
        exchange.getMessage().setBody(listed == null ? mapping.apply(input, given) : listed.map(mapping, input, given));
    }

    /** A document, or one that a route put together out of several as text; null for anything else. */
    private static @Nullable JsonNode json(@Nullable Object body) {
        if (body instanceof String text) {
            try {
                return ExactJson.MAPPER.readTree(text);
            } catch (JsonProcessingException notJson) {
                return null;
            }
        }
        return body == null ? NullNode.instance : body instanceof JsonNode node ? node : null;
    }

    private final class MappingEndpoint extends DefaultEndpoint {
        private final ConnectionId connection;
        private final String name;
        private final @Nullable ListedOrders listed;

        MappingEndpoint(String uri, ConnectionId connection, String name, @Nullable ListedOrders listed) {
            super(uri, MappingComponent.this);
            this.connection = connection;
            this.name = name;
            this.listed = listed;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws CallFailed {
                    map(connection, name, listed, exchange);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("'mapping' can only be sent to.");
        }
    }
}

package caravan.connector;

import caravan.kernel.CallFailed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** One {@code vendor:} step of one route: makes a call out of an exchange, and leaves the answer in it. */
final class VendorProducer extends DefaultProducer {
    private final VendorStep step;
    private final VendorClients clients;
    /** What its last call cost: the best guess at what the next one will. */
    private final AtomicLong cost = new AtomicLong(1);

    VendorProducer(Endpoint endpoint, VendorStep step, VendorClients clients) {
        super(endpoint);
        this.step = step;
        this.clients = clients;
    }

    @Override
    public void process(Exchange exchange) throws CallFailed {
        VendorClient client = clients.enter(step.connection(), getEndpoint().getCamelContext());
        try {
            Manifest.Paging paging = step.paging().isEmpty() ? null : client.paging(step.paging());
            OutgoingCall call = outgoing(exchange, paging);
            VendorAnswer answer = call(client, call);
            if (step.whole() && call.body() != null && answer.body() != null) {
                InnerLists.complete(call.body(), answer.body(), question -> more(client, call, question));
            }
            exchange.getMessage().setBody(answer.body());
            exchange.setProperty("answered", answer.at());
            if (paging != null) {
                turn(exchange, client.pages().next(paging, request(exchange), answer));
            }
        } finally {
            client.leave();
        }
    }

    private VendorAnswer call(VendorClient client, OutgoingCall call) throws CallFailed {
        VendorAnswer answer = client.call(
                step.whole() && call.body() != null ? call.with(InnerLists.first(call.body())) : call, step);
        if (answer.cost() != null) {
            cost.set(Math.max(1, answer.cost()));
        }
        return answer;
    }

    private JsonNode more(VendorClient client, OutgoingCall call, JsonNode question) throws CallFailed {
        JsonNode body = call(client, call.with(question)).body();
        return body == null ? MissingNode.getInstance() : body;
    }

    private OutgoingCall outgoing(Exchange exchange, Manifest.@Nullable Paging paging) throws CallFailed {
        String pageParameter =
                paging == null || paging.style() == Manifest.Paging.Style.CURSOR ? null : paging.parameter();
        ConnectorCalls.Lane lane = exchange.getProperty("lane", ConnectorCalls.Lane.class);
        return new OutgoingCall(
                String.valueOf(exchange.getFromRouteId()),
                exchange.getProperty(CallExchange.SUBJECT, String.class),
                lane == null ? ConnectorCalls.Lane.REAL_TIME : lane,
                step.method(),
                step.target().fill(request(exchange), pageParameter),
                step.body(exchange.getMessage().getBody()),
                cost.get());
    }

    private static void turn(Exchange exchange, @Nullable String next) {
        if (next == null) {
            exchange.removeProperty("next");
        } else {
            exchange.setProperty("next", next);
        }
    }

    private static JsonNode request(Exchange exchange) {
        return exchange.getProperty("request") instanceof JsonNode request ? request : MissingNode.getInstance();
    }
}

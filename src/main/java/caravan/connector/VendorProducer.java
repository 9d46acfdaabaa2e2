package caravan.connector;

import caravan.kernel.CallFailed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** One {@code vendor:} step of one route: makes a call out of an exchange, and leaves the answer in it. */
final class VendorProducer extends DefaultProducer {
    private final VendorStep step;
    private final VendorClients clients;
    /** What its last call needed to be let in: the best guess at what the next one will. */
    private final AtomicLong cost = new AtomicLong(1);
    /** The same of calls for further pages of the lists inside an answer, which are other questions. */
    private final AtomicLong furtherCost = new AtomicLong(1);

    VendorProducer(Endpoint endpoint, VendorStep step, VendorClients clients) {
        super(endpoint);
        this.step = step;
        this.clients = clients;
    }

    @Override
    public void process(Exchange exchange) throws CallFailed {
        VendorClient client = clients.enter(step.connection(), getEndpoint().getCamelContext());
        try {
            Paging paging = step.paging().isEmpty() ? null : client.paging(step.paging());
            OutgoingCall call = outgoing(exchange, paging);
            CallOutcome.goesOn(exchange);
            VendorAnswer answer = client.call(
                    step.whole() && call.body() != null ? call.with(InnerLists.first(call.body())) : call, step);
            CallOutcome.waitFor(exchange, answer.call());
            if (step.whole() && call.body() != null && answer.body() != null) {
                CallOutcome.goesOn(exchange);
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

    private JsonNode more(VendorClient client, OutgoingCall call, JsonNode question) throws CallFailed {
        VendorAnswer answer = client.call(call.with(InnerLists.first(question), furtherCost), step);
        answer.call().end(null);
        JsonNode body = answer.body();
        return body == null ? MissingNode.getInstance() : body;
    }

    private OutgoingCall outgoing(Exchange exchange, @Nullable Paging paging) throws CallFailed {
        String pageParameter = paging == null || paging.style() == Paging.Style.CURSOR ? null : paging.parameter();
        ConnectorCalls.Lane lane = exchange.getProperty("lane", ConnectorCalls.Lane.class);
        BooleanSupplier mayBegin = exchange.getProperty(CallExchange.MAY_BEGIN, BooleanSupplier.class);
        return new OutgoingCall(
                String.valueOf(exchange.getFromRouteId()),
                exchange.getProperty(CallExchange.SUBJECT, String.class),
                lane == null ? ConnectorCalls.Lane.REAL_TIME : lane,
                step.method(),
                step.target().fill(request(exchange), pageParameter),
                step.body(exchange.getMessage().getBody()),
                cost,
                mayBegin == null ? () -> true : mayBegin);
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

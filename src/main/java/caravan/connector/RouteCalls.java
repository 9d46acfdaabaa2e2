package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.OwnershipEnded;
import caravan.kernel.Period;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Calls capabilities through the routes of their connections, and holds requests and answers to their schemas. */
@Component
class RouteCalls implements ConnectorCalls {
    private static final Logger log = LoggerFactory.getLogger(RouteCalls.class);
    private static final int LARGEST = 8 * 1024 * 1024;

    private final CamelContext camel;
    private final ProducerTemplate template;
    private final KnownAccounts accounts;
    private final Connectors connectors;
    private final Schemas schemas;

    RouteCalls(
            CamelContext camel,
            ProducerTemplate template,
            KnownAccounts accounts,
            Connectors connectors,
            Schemas schemas) {
        this.camel = camel;
        this.template = template;
        this.accounts = accounts;
        this.connectors = connectors;
        this.schemas = schemas;
    }

    @Override
    public boolean can(ConnectionId connection, Capability capability) {
        return accounts.find(connection)
                .filter(account -> declares(account, capability))
                .map(account -> camel.getRouteController().getRouteStatus(connection + "." + capability.code()))
                .filter(org.apache.camel.ServiceStatus::isStarted)
                .isPresent();
    }

    private boolean declares(VendorAccount account, Capability capability) {
        return connectors
                .find(account.connector())
                .flatMap(manifest -> manifest.use(capability, account.settings()))
                .isPresent();
    }

    @Override
    public Answer call(ConnectionId connection, Capability capability, Lane lane, String request) throws CallFailed {
        return call(connection, capability, lane, request, () -> true);
    }

    @Override
    public Answer call(
            ConnectionId connection, Capability capability, Lane lane, String request, BooleanSupplier mayBegin)
            throws CallFailed {
        VendorAccount account = accounts.find(connection)
                .orElseThrow(() -> new CallFailed(Fault.UNREACHED, "Connection '" + connection + "' is not there."));
        if (connectors.find(account.connector()).isEmpty()) {
            throw new CallFailed(
                    Fault.UNREACHED,
                    "Connector '" + account.connector() + "' cannot be used: its folder is missing or wrong.");
        }
        if (!declares(account, capability)) {
            throw new CallFailed(
                    Fault.REFUSED,
                    "Connector '" + account.connector() + "' does not declare '" + capability.code()
                            + "' for connection '" + connection
                            + "'. Declare it in its connector.yaml with its template, or do without it.");
        }
        if (!camel.getStatus().isStarted()) {
            throw stopping();
        }
        JsonNode document = read(capability, request);
        Instant begun = Instant.now();
        Exchange exchange = template.send(
                "direct:" + connection + "." + capability.code() + "?block=false",
                ExchangePattern.InOut,
                prepared -> prepare(prepared, capability, lane, document, mayBegin));
        Exception failure = exchange.getException();
        if (failure != null) {
            throw unwrapped(failure, connection + "." + capability.code());
        }
        return answer(account, capability, exchange, begun);
    }

    private JsonNode read(Capability capability, String request) throws CallFailed {
        try {
            JsonNode document = ExactJson.MAPPER.readTree(request.length() > LARGEST ? "" : request);
            Optional<String> wrong = schemas.wrongRequest(capability, document);
            if (wrong.isPresent()) {
                throw new CallFailed(
                        Fault.DEFECT, "The request for '" + capability.code() + "' is wrong: " + wrong.get());
            }
            return document;
        } catch (JsonProcessingException | IllegalArgumentException notJson) {
            throw new CallFailed(Fault.DEFECT, "The request for '" + capability.code() + "' is no JSON.");
        }
    }

    private static void prepare(
            Exchange exchange, Capability capability, Lane lane, JsonNode document, BooleanSupplier mayBegin) {
        exchange.getMessage().setBody(document);
        exchange.setProperty(CallExchange.REQUEST, document);
        exchange.setProperty(CallExchange.LANE, lane);
        exchange.setProperty(CallExchange.SUBJECT, CallSubject.of(capability, document));
        exchange.setProperty(CallExchange.MAY_BEGIN, mayBegin);
        document.properties().forEach(field -> {
            if (field.getValue().isValueNode()) {
                exchange.setProperty(CallExchange.FIELD + field.getKey(), ExactJson.text(field.getValue()));
            }
        });
        if (document.hasNonNull(CallExchange.PAGE)) {
            exchange.setProperty(CallExchange.PAGE, ExactJson.text(document.get(CallExchange.PAGE)));
        }
    }

    private Answer answer(VendorAccount account, Capability capability, Exchange exchange, Instant begun)
            throws CallFailed {
        Object body = exchange.getMessage().getBody();
        String subject = "The answer of connector '" + account.connector() + "' to '" + capability.code() + "'";
        if (body != null && !(body instanceof JsonNode)) {
            throw new CallFailed(Fault.DEFECT, subject + " is no JSON. End its route with a mapping.");
        }
        Period answered = exchange.getProperty(CallExchange.ANSWERED, Period.class);
        String next = exchange.getProperty(CallExchange.NEXT, String.class);
        return new Answer(
                document(capability, (JsonNode) body, subject),
                next == null || next.isEmpty() ? null : next,
                answered == null ? new Period(begun, Instant.now()) : answered);
    }

    private @Nullable String document(Capability capability, @Nullable JsonNode body, String subject)
            throws CallFailed {
        if (body == null || body.isNull() || body.isMissingNode()) {
            return null;
        }
        if (capability == Capability.ORDERS_READ) {
            markRefused(body);
        }
        Optional<String> wrong = schemas.wrongAnswer(capability, body);
        if (wrong.isPresent()) {
            throw new CallFailed(Fault.DEFECT, subject + " is wrong: " + wrong.get());
        }
        CallFailed refusal = capability == Capability.WEBHOOK_WRITE ? Refusals.in(body) : null;
        if (refusal != null) {
            throw refusal;
        }
        try {
            return ExactJson.MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException unwritable) {
            throw new CallFailed(Fault.DEFECT, subject + " cannot be written as JSON.");
        }
    }

    private void markRefused(JsonNode page) {
        for (JsonNode order : page.path("orders")) {
            if (order instanceof ObjectNode object && !object.has(REFUSED)) {
                schemas.wrongOrder(order).ifPresent(wrong -> object.put(REFUSED, wrong));
            }
        }
    }

    /** Messages of other exceptions may quote documents, so only their names are kept. */
    private static CallFailed unwrapped(Exception failure, String route) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CallFailed failed) {
                return failed;
            }
            if (cause instanceof OwnershipEnded ended) {
                throw ended;
            }
            if (cause instanceof DirectConsumerNotAvailableException) {
                return new CallFailed(
                        Fault.UNREACHED,
                        "Route '" + route + "' does not run. Start it, or look for problems of its connector.");
            }
            if (cause instanceof RejectedExecutionException) {
                // Camel takes nothing in while it starts or stops: the vendor was not asked, whatever the call was to
                // do.
                return new CallFailed(Fault.UNREACHED, "Route '" + route + "' is starting or stopping with this hub.");
            }
        }
        log.error(
                "Route '{}' failed with {} at {}",
                route,
                failure.getClass().getName(),
                failure.getStackTrace().length == 0 ? "" : failure.getStackTrace()[0]);
        return new CallFailed(
                Fault.DEFECT,
                "Route '" + route + "' failed with " + failure.getClass().getSimpleName() + ".");
    }

    /** Camel takes nothing in while it starts or stops: the vendor was not asked, whatever the call was to do. */
    private static CallFailed stopping() {
        return new CallFailed(Fault.UNREACHED, "This hub is starting or stopping.");
    }
}

package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.security.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** A connection of one account at a {@link VendorStand}, called through a plain Camel context. */
final class VendorKit {
    final VendorStand stand = new VendorStand();
    final List<CallRow> log = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final DefaultCamelContext camel = new DefaultCamelContext();
    final Map<String, Secret> secrets = new HashMap<>();
    final AtomicInteger routes = new AtomicInteger();
    String origin = stand.origin();
    VendorAccount.Network network = new VendorAccount.Network(true, true, false);
    List<Manifest.Auth> auth = List.of();
    Limits limits = new Limits(4, null, null);
    Duration answerWithin = Duration.ofSeconds(20);
    List<Manifest.FaultRule> faults = List.of();
    Manifest.ErrorPlace error = new Manifest.ErrorPlace(null, "/code", "/message");
    Map<String, Paging> paging = Map.of();

    @Nullable
    String changing;

    CircuitBreakerConfig breaker = CircuitBreakerConfig.ofDefaults();
    private @Nullable VendorClients clients;

    VendorKit() throws Exception {}

    VendorKit authenticates(Manifest.Auth.Scheme scheme, Map<String, String> values) {
        auth = List.of(new Manifest.Auth(scheme, Manifest.Condition.ALWAYS, values));
        return this;
    }

    Manifest manifest() {
        return new Manifest(
                "acme",
                "Acme",
                Manifest.Kind.STOREFRONT,
                "none",
                List.of(),
                Map.of(),
                "{shop-url}",
                auth,
                limits,
                new Manifest.Timeouts(Duration.ofSeconds(5), answerWithin),
                changing,
                faults,
                error,
                "X-Request-Id",
                paging,
                null,
                null,
                List.of());
    }

    VendorAccount account() {
        return new VendorAccount(
                new ConnectionId("shop"), "acme", Map.of("shop-url", origin), Map.copyOf(secrets), network);
    }

    /** Sends a request document through a route with one step, and answers the exchange. */
    Exchange send(String request, String body, String... parameters) throws Exception {
        return at(route(parameters), ConnectorCalls.Lane.REAL_TIME, request, body);
    }

    /** A route with one step, by its address. */
    String route(String... parameters) throws Exception {
        String route = "shop.test" + routes.incrementAndGet() + ".read";
        Map<String, Object> step = new LinkedHashMap<>(Map.of("connection", "shop"));
        for (int i = 0; i < parameters.length; i += 2) {
            step.put(parameters[i], parameters[i + 1]);
        }
        String uri = new VendorUris().buildUri("vendor", step);
        start();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:" + route).routeId(route).to(uri);
            }
        });
        return "direct:" + route;
    }

    Exchange at(String address, ConnectorCalls.Lane lane, String request, String body) throws Exception {
        JsonNode document = ExactJson.MAPPER.readTree(request);
        Exchange done = camel.createFluentProducerTemplate()
                .withProcessor(exchange -> {
                    exchange.setProperty("request", document);
                    exchange.setProperty("lane", lane);
                    exchange.getIn().setBody(body.isEmpty() ? document : ExactJson.MAPPER.readTree(body));
                })
                .to(address)
                .send();
        if (done.getException() != null) {
            throw done.getException();
        }
        return done;
    }

    Exchange get(String path) throws Exception {
        return send("{}", "", "method", "GET", "path", path);
    }

    /** What a GET fails with. */
    CallFailed failure(String... parameters) throws Exception {
        try {
            send("{}", "{}", parameters.length == 0 ? new String[] {"path", "/orders"} : parameters);
        } catch (CallFailed failed) {
            return failed;
        }
        throw new AssertionError("The call worked.");
    }

    JsonNode body(Exchange exchange) {
        return Objects.requireNonNull(exchange.getMessage().getBody(JsonNode.class));
    }

    void start() throws Exception {
        if (clients == null) {
            clients = new VendorClients(
                    connection -> connection.value().equals("shop") ? Optional.of(account()) : Optional.empty(),
                    name -> Optional.of(manifest()),
                    metrics,
                    log::add,
                    breaker);
            camel.addComponent("vendor", new VendorComponent(clients));
            camel.start();
        }
    }

    VendorClients clients() throws Exception {
        start();
        return Objects.requireNonNull(clients);
    }

    void close() throws Exception {
        camel.close();
        if (clients != null) {
            clients.destroy();
        }
        stand.close();
    }
}

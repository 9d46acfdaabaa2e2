package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.security.Secret;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The client of each connection that calls its vendor; one whose account changed or went is closed after its last call. */
@Component
class VendorClients implements DisposableBean {
    /** Of the last ten calls five without an answer are enough; after ten seconds one call tries. */
    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindowSize(10)
            .minimumNumberOfCalls(5)
            .failureRateThreshold(50)
            .permittedNumberOfCallsInHalfOpenState(1)
            .waitDurationInOpenState(Duration.ofSeconds(10))
            .build();

    private final VendorAccounts accounts;
    private final Function<String, Optional<Manifest>> connectors;
    private final MeterRegistry metrics;
    private final Consumer<CallRow> log;
    private final CircuitBreakerConfig breaker;
    private final Map<ConnectionId, VendorClient> clients = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor alarms;

    /** A hub without accounts or connectors calls nobody. */
    @Autowired
    VendorClients(
            ObjectProvider<VendorAccounts> accounts,
            ObjectProvider<Connectors> connectors,
            MeterRegistry metrics,
            CallLog log) {
        this(
                accounts.getIfAvailable(() -> connection -> Optional.empty()),
                connectors.stream()
                        .findFirst()
                        .<Function<String, Optional<Manifest>>>map(found -> found::find)
                        .orElse(name -> Optional.empty()),
                metrics,
                log,
                BREAKER);
    }

    VendorClients(
            VendorAccounts accounts,
            Function<String, Optional<Manifest>> connectors,
            MeterRegistry metrics,
            Consumer<CallRow> log,
            CircuitBreakerConfig breaker) {
        this.accounts = accounts;
        this.connectors = connectors;
        this.metrics = metrics;
        this.log = log;
        this.breaker = breaker;
        this.alarms = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "vendor-call-ends");
            thread.setDaemon(true);
            return thread;
        });
        this.alarms.setRemoveOnCancelPolicy(true);
    }

    /** The client of a connection; {@link VendorClient#leave} has to follow. */
    VendorClient enter(ConnectionId connection, CamelContext camel) throws CallFailed {
        VendorAccount account = accounts.find(connection).orElse(null);
        Manifest manifest =
                account == null ? null : connectors.apply(account.connector()).orElse(null);
        if (account == null || manifest == null) {
            drop(connection);
            throw new CallFailed(
                    Fault.MISCONFIGURED,
                    account == null
                            ? "Connection '" + connection + "' has no account."
                            : "Connector '" + account.connector() + "' of connection '" + connection
                                    + "' is not there or not right.");
        }
        while (true) {
            VendorClient client = clients.get(connection);
            if (client == null || !client.isFor(account, manifest)) {
                client = replace(account, manifest, camel);
            }
            if (client.enter()) {
                return client;
            }
            clients.remove(connection, client);
        }
    }

    /** Drops what connections that went away hold. */
    void sweep() {
        clients.keySet().stream()
                .filter(connection -> accounts.find(connection).isEmpty())
                .forEach(this::drop);
    }

    @Override
    public void destroy() {
        clients.keySet().forEach(this::drop);
        alarms.shutdownNow();
    }

    private void drop(ConnectionId connection) {
        VendorClient client = clients.remove(connection);
        if (client != null) {
            client.leave();
        }
    }

    private synchronized VendorClient replace(VendorAccount account, Manifest manifest, CamelContext camel)
            throws CallFailed {
        VendorClient known = clients.get(account.connection());
        if (known != null && known.isFor(account, manifest)) {
            return known;
        }
        drop(account.connection());
        sweep();
        VendorClient client = create(account, manifest, camel);
        clients.put(account.connection(), client);
        return client;
    }

    private VendorClient create(VendorAccount account, Manifest manifest, CamelContext camel) throws CallFailed {
        URI origin = Origin.of(manifest.origin(account.settings()), account);
        Redaction redaction = new Redaction(
                account.secrets().values().stream().map(Secret::reveal).toList());
        CallRecorder recorder = new CallRecorder(account.connection(), manifest.requestId(), redaction, metrics, log);
        VendorHttp http = new VendorHttp(camel, origin, manifest, account.network(), alarms);
        @Nullable VendorClient client = null;
        try {
            client = new VendorClient(
                    account,
                    manifest,
                    origin,
                    http,
                    CircuitBreaker.of(account.connection().value(), breaker),
                    redaction,
                    recorder);
            return client;
        } finally {
            if (client == null) {
                http.close();
            }
        }
    }
}

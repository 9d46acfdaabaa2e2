package caravan.flow;

import caravan.connection.Connections;
import caravan.incident.Incidents;
import caravan.inventory.ChannelFollowed;
import caravan.inventory.SyncView;
import caravan.kernel.ConnectionId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * How well channels are kept in step, for Prometheus: {@code caravan_sync_lag_seconds} is recorded by the replica that wrote;
 * {@code caravan_exposed_units} and {@code caravan_open_incidents} are the same on every replica, so take their maximum.
 */
@Component
class SyncMetrics {
    private static final Logger log = LoggerFactory.getLogger(SyncMetrics.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final String CONNECTION = "connection";

    private final MeterRegistry metrics;
    private final SyncView sync;
    private final Incidents incidents;
    private final Connections connections;
    private final MultiGauge exposed;
    private final MultiGauge open;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sync-metrics");
        thread.setDaemon(true);
        return thread;
    });

    SyncMetrics(MeterRegistry metrics, SyncView sync, Incidents incidents, Connections connections) {
        this.metrics = metrics;
        this.sync = sync;
        this.incidents = incidents;
        this.connections = connections;
        this.exposed = MultiGauge.builder("caravan.exposed.units")
                .description("Units shown beyond what should be shown on a channel that cannot be told now")
                .register(metrics);
        this.open = MultiGauge.builder("caravan.open.incidents")
                .description("Decisions that wait for a person")
                .register(metrics);
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(ChannelFollowed event) {
        Timer.builder("caravan.sync.lag")
                .description("From a sale first heard of to the write accepted by another channel")
                .tag(CONNECTION, event.connection().value())
                .serviceLevelObjectives(
                        Duration.ofMillis(120), Duration.ofMillis(400), Duration.ofSeconds(1), Duration.ofSeconds(5))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofMinutes(5))
                .register(metrics)
                .record(event.lag());
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        var unused = watch.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void look() {
        try {
            Map<ConnectionId, Long> units = sync.exposed();
            Map<String, Long> waiting = incidents.open();
            Set<String> names = new TreeSet<>(waiting.keySet());
            units.keySet().forEach(connection -> names.add(connection.value()));
            connections.all().forEach(connection -> names.add(connection.id().value()));
            exposed.register(
                    rows(names, name -> name.isEmpty() ? 0 : units.getOrDefault(new ConnectionId(name), 0L)), true);
            open.register(rows(names, name -> waiting.getOrDefault(name, 0L)), true);
        } catch (DataAccessException | TransactionException away) {
            log.debug("The database is away; the figures of before stay", away);
        }
    }

    private static List<MultiGauge.Row<?>> rows(Set<String> connections, ToLongFunction<String> figure) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        connections.forEach(name -> rows.add(MultiGauge.Row.of(Tags.of(CONNECTION, name), figure.applyAsLong(name))));
        return rows;
    }

    @PreDestroy
    void end() {
        watch.shutdownNow();
    }
}

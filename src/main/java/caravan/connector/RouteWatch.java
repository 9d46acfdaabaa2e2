package caravan.connector;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Loads all routes once the hub is up, follows connections, and, if so set, files. */
@Component
class RouteWatch implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(RouteWatch.class);

    private final HubRoutes routes;
    private final FolderConnectors connectors;
    private final Deployer deployer;
    private final boolean watching;
    private volatile boolean ready;
    private @Nullable ScheduledExecutorService watch;

    RouteWatch(HubRoutes routes, FolderConnectors connectors, Deployer deployer, ConnectorSettings settings) {
        this.routes = routes;
        this.connectors = connectors;
        this.deployer = deployer;
        this.watching = settings.watch();
    }

    /** Before the banner that calls the hub ready. Connectors come first, for the hub's routes may call them at once. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(-100)
    void start() {
        deployer.compare();
        routes.refresh();
        ready = true;
        if (watching && watch == null) {
            ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread named = new Thread(work, "connector-watch");
                named.setDaemon(true);
                return named;
            });
            var unused = thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
            watch = thread;
        }
    }

    /** Before anybody works on them. Connections that are not there yet when the hub starts are met by its first look. */
    @EventListener
    @Order(-100)
    void on(ConnectionsChanged changed) {
        if (ready) {
            deployer.compare();
        }
    }

    private void look() {
        try {
            if (!connectors.refresh().isEmpty()) {
                deployer.compare();
            }
            routes.refresh();
        } catch (RuntimeException broken) {
            log.error("Changed files of connectors and routes were not taken", broken);
        }
    }

    @Override
    public void destroy() {
        if (watch != null) {
            watch.shutdownNow();
        }
    }
}

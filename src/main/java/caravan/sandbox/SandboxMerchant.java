package caravan.sandbox;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connection.Mode;
import caravan.connection.Connections;
import caravan.connection.NewConnection;
import caravan.connector.VendorAccount;
import caravan.inventory.Openings;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.security.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Does what a merchant does who begins with Caravan: makes the items, connects the pretend stores, takes the opening stock from
 * one of them, looks at the preview and sets them live. Everything goes through what a real merchant uses.
 */
@Component
@Profile("sandbox")
class SandboxMerchant {
    private static final Logger log = LoggerFactory.getLogger(SandboxMerchant.class);
    private static final VendorAccount.Network LOOPBACK = new VendorAccount.Network(true, true, false);
    private static final String LOCATION = "main";
    private static final long PATIENCE_MILLIS = 120_000;

    private final Twins twins;
    private final Connections connections;
    private final Catalog catalog;
    private final Openings openings;
    private final SandboxSupplier supplier;
    private final SandboxSettings settings;
    private final WebServerApplicationContext web;

    SandboxMerchant(
            Twins twins,
            Connections connections,
            Catalog catalog,
            Openings openings,
            SandboxSupplier supplier,
            SandboxSettings settings,
            WebServerApplicationContext web) {
        this.twins = twins;
        this.connections = connections;
        this.catalog = catalog;
        this.openings = openings;
        this.supplier = supplier;
        this.settings = settings;
        this.web = web;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (settings.merchant()) {
            Thread thread = new Thread(this::work, "sandbox-merchant");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void work() {
        try {
            SampleCatalogue.ITEMS.forEach(item -> catalog.put(new Sku(item.sku()), item.title()));
            List<ConnectionId> stores = new ArrayList<>();
            for (Twin twin : twins.all()) {
                connect(twin).ifPresent(stores::add);
            }
            if (stores.isEmpty()) {
                log.warn("No pretend store could be connected; is the folder of connectors there?");
                return;
            }
            open(stores.get(0));
            stores.forEach(store -> connections.mode(store, Mode.LIVE));
            if (settings.ordersPerMinute() > 0) {
                twins.all().forEach(twin -> twin.shopper().start(settings.ordersPerMinute()));
            }
            if (settings.restock()) {
                supplier.begin(LOCATION);
            }
            log.info(
                    "The pretend stores {} are connected; shoppers buy {} times a minute in each",
                    stores,
                    settings.ordersPerMinute());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            log.error("The pretend stores could not be connected", failure);
        }
    }

    /** A pretend store has new credentials and figures after every start, so its connection goes through shadow again. */
    private Optional<ConnectionId> connect(Twin twin) {
        ConnectionId id = new ConnectionId(twin.store());
        Map<String, String> values = new HashMap<>(twin.settings());
        values.put("shop-url", "http://localhost:" + port() + "/sandbox/" + twin.vendor() + "/" + twin.store());
        Map<String, Secret> secrets = new HashMap<>();
        twin.credentials().forEach((name, value) -> secrets.put(name, Secret.of(value)));
        String title = twin.title();
        try {
            Optional<Connection> known = connections.find(id);
            if (known.isPresent()) {
                connections.mode(id, Mode.SHADOW);
                connections.change(id, title, values, secrets, LOOPBACK);
                connections.resume(id, Connection.Pause.By.PERSON);
            } else {
                connections.add(new NewConnection(
                        id,
                        twin.vendor(),
                        title,
                        values,
                        secrets,
                        LOOPBACK,
                        Map.of(twin.channelLocation(), List.of(LOCATION)),
                        null,
                        true));
            }
            return Optional.of(id);
        } catch (IllegalArgumentException refused) {
            log.warn("{}", refused.getMessage());
            return Optional.empty();
        }
    }

    /** What an earlier run opened stays as it is. */
    private void open(ConnectionId store) throws InterruptedException {
        int all = SampleCatalogue.ITEMS.size();
        await(() -> openings.preview(store).size() + openings.opened(LOCATION) >= all);
        openings.open(openings.preview(store), SandboxSupplier.ACTOR);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean() && System.currentTimeMillis() < end) {
            Thread.sleep(250);
        }
    }

    private int port() {
        return Objects.requireNonNull(web.getWebServer()).getPort();
    }
}

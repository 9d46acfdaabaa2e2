package caravan.sandbox;

import caravan.inventory.Level;
import caravan.inventory.Openings;
import caravan.inventory.StockLevels;
import caravan.inventory.StockLevels.Deed;
import caravan.inventory.StockView;
import caravan.kernel.Sku;
import caravan.sandbox.SampleCatalogue.Item;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Brings goods when a sample item has almost sold out, as much as there was at the opening: shoppers would find nothing to buy
 * after half an hour. Only what the sandbox itself opened is brought; what other people stock is theirs.
 */
@Component
@Profile("sandbox")
class SandboxSupplier {
    /** In whose name the sandbox changes stock. */
    static final String ACTOR = "sandbox";
    /** An item is low with fewer units for sale. */
    static final int LOW = 3;
    /** How long an item is low before goods arrive; until then it can be seen to sell out. */
    static final Duration DELAY = Duration.ofMinutes(1);
    /** At most one delivery of an item arrives within it, however many hubs or starts see that it is low. */
    static final Duration ROUND = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(SandboxSupplier.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Map<Sku, Item> SAMPLES =
            SampleCatalogue.ITEMS.stream().collect(Collectors.toMap(item -> new Sku(item.sku()), Function.identity()));

    private final Openings openings;
    private final StockView stock;
    private final StockLevels levels;
    private final Map<Sku, Instant> lowSince = new HashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sandbox-supplier");
        thread.setDaemon(true);
        return thread;
    });

    SandboxSupplier(Openings openings, StockView stock, StockLevels levels) {
        this.openings = openings;
        this.stock = stock;
        this.levels = levels;
    }

    /** Begins watching what runs low at a location. */
    void begin(String location) {
        var unused = watch.scheduleWithFixedDelay(
                () -> tryToLookAround(location), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tryToLookAround(String location) {
        try {
            lookAround(location, Instant.now());
        } catch (RuntimeException away) {
            log.warn("The sandbox could not see to its stock: {}", away.toString());
        }
    }

    /** Brings what has been low at a location for long enough. */
    synchronized void lookAround(String location, Instant now) {
        Set<Sku> ours = openings.openedBy(ACTOR, location, SAMPLES.keySet());
        for (Level level : stock.levels(ours)) {
            if (!level.location().equals(location) || !ours.contains(level.sku())) {
                continue;
            }
            if (level.onHand() - level.reserved() - level.withheld() >= LOW) {
                lowSince.remove(level.sku());
            } else if (!now.isBefore(
                    lowSince.computeIfAbsent(level.sku(), sku -> now).plus(DELAY))) {
                deliver(level.sku(), location, now);
            }
        }
    }

    private void deliver(Sku sku, String location, Instant now) {
        int units = Objects.requireNonNull(SAMPLES.get(sku)).stock();
        long round = now.getEpochSecond() / ROUND.toSeconds();
        if (levels.adjust(
                sku,
                location,
                units,
                new Deed("sandbox/" + location + "/" + sku + "/" + round, "goods received", ACTOR))) {
            log.info("{} units of '{}' have arrived at '{}'", units, sku, location);
        }
    }

    @PreDestroy
    void end() {
        watch.shutdownNow();
    }
}

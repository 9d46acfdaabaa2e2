package caravan.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Buys in one store at a steady rate: mostly one thing, mostly paid, and only what the store shows as there. */
public final class Shopper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shopper.class);
    private static final double MOST_PER_MINUTE = 60_000;

    private final Twin twin;
    private final ScheduledExecutorService clock;
    private @Nullable ScheduledFuture<?> round;
    private double rate;

    public Shopper(Twin twin) {
        this.twin = twin;
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "shopper-" + twin.vendor() + "-" + twin.store());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts buying, or changes the rate. */
    public synchronized void start(double ordersPerMinute) {
        if (!(ordersPerMinute > 0 && ordersPerMinute <= MOST_PER_MINUTE)) {
            throw new IllegalArgumentException("A shopper buys more than 0 and at most " + (long) MOST_PER_MINUTE
                    + " times a minute, not " + ordersPerMinute + ".");
        }
        stop();
        rate = ordersPerMinute;
        long nanos = (long) (TimeUnit.MINUTES.toNanos(1) / ordersPerMinute);
        round = clock.scheduleAtFixedRate(this::tryToBuy, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Stops buying. */
    public synchronized void stop() {
        if (round != null) {
            round.cancel(false);
        }
        round = null;
        rate = 0;
    }

    /** Orders per minute; 0 when stopped. */
    public synchronized double rate() {
        return rate;
    }

    private void tryToBuy() {
        try {
            buy();
        } catch (RuntimeException failure) {
            LOG.warn("The shopper in '{}' could not buy", twin.store(), failure);
        }
    }

    /** Buys once and answers the order's id; empty if everything is sold out. */
    public Optional<String> buy() {
        var chance = ThreadLocalRandom.current();
        List<String> there = new ArrayList<>(
                twin.skus().stream().filter(sku -> twin.stock(sku) > 0).toList());
        List<Purchase.Line> lines = new ArrayList<>();
        int wanted = chance.nextInt(10) < 7 ? 1 : 2;
        while (lines.size() < wanted && !there.isEmpty()) {
            String sku = there.remove(chance.nextInt(there.size()));
            int most = Math.min(2, twin.stock(sku));
            lines.add(new Purchase.Line(sku, most < 2 || chance.nextInt(10) < 8 ? 1 : 2));
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Integer coupon = chance.nextInt(10) == 0 ? 10 : null;
        return Optional.of(twin.order(new Purchase(lines, chance.nextInt(10) > 0, coupon, chance.nextBoolean())));
    }

    @Override
    public void close() {
        stop();
        clock.shutdownNow();
    }
}

package caravan.sandbox.woocommerce;

import caravan.sandbox.StoreClock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What all of a store's resources share: its address, its dates, its sequences, its links. */
final class Site {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final List<String> ALL_METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    final StoreSettings settings;
    final StoreClock clock;
    /** Numbers of order items, like those of metadata, are sequences of their own. */
    final AtomicLong itemIds = new AtomicLong();

    final AtomicLong metaIds = new AtomicLong();
    /** Held by whoever reads or changes what the store knows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final AtomicLong pausing = new AtomicLong();
    private final AtomicLong postIds = new AtomicLong(10);
    private final Random letters = new Random();
    private volatile String url = "http://localhost";

    Site(StoreSettings settings, StoreClock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    void locked(Runnable work) {
        locked(() -> {
            work.run();
            return true;
        });
    }

    /** Takes the time between reading and saving in which others may act. */
    void pause() {
        pausing.incrementAndGet();
        try {
            Thread.sleep(settings.pause().toMillis());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            pausing.decrementAndGet();
        }
    }

    /** Whether a request is between reading and saving. */
    boolean isPausing() {
        return pausing.get() > 0;
    }

    /** Products, orders and refunds share one sequence. */
    long nextPostId() {
        return postIds.incrementAndGet();
    }

    /** Goes on at a number that no earlier life of this store has given away. */
    void continueAfter(long number) {
        postIds.accumulateAndGet(number, Math::max);
    }

    /** The address under which the store was last called. */
    String url() {
        return url;
    }

    void calledAt(String base) {
        url = base;
    }

    String rest(String path) {
        return url + "/wp-json/wc/v3" + path;
    }

    ZoneId zone() {
        return settings.zone();
    }

    String orderKey() {
        StringBuilder key = new StringBuilder("wc_order_");
        for (int i = 0; i < 13; i++) {
            key.append(LETTERS.charAt(letters.nextInt(LETTERS.length())));
        }
        return key.toString();
    }

    String local(Instant moment) {
        return DATE.format(LocalDateTime.ofInstant(moment, zone()));
    }

    static String gmt(Instant moment) {
        return DATE.format(LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
    }

    /** Puts a date in both forms. */
    void date(ObjectNode into, String name, @Nullable Instant moment) {
        into.put(name, moment == null ? null : local(moment));
        into.put(name + "_gmt", moment == null ? null : gmt(moment));
    }

    /** Puts the links of a resource, and answers them for more. */
    ObjectNode links(ObjectNode into, String collection, long id, @Nullable String up) {
        ObjectNode links = into.putObject("_links");
        ObjectNode self = links.putArray("self").addObject().put("href", rest(collection + "/" + id));
        var allow = self.putObject("targetHints").putArray("allow");
        (collection.endsWith("/refunds") ? List.of("GET", "DELETE") : ALL_METHODS).forEach(allow::add);
        links.putArray("collection").addObject().put("href", rest(collection));
        if (up != null) {
            links.putArray("up").addObject().put("href", rest(up));
        }
        return links;
    }
}

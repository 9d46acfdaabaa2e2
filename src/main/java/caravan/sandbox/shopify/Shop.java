package caravan.sandbox.shopify;

import caravan.sandbox.StoreClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all of a store's parts share: its settings, its clock, its numbers and the lock on what it knows. */
final class Shop {
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    final ShopSettings settings;
    final StoreClock clock;
    /** Beyond 2^53, so that whoever reads them as doubles is found out. */
    private final AtomicLong ids = new AtomicLong(820_982_911_946_000_000L);

    private final ReentrantLock lock = new ReentrantLock();

    Shop(ShopSettings settings, StoreClock clock) {
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

    long nextId() {
        return ids.incrementAndGet();
    }

    /** Goes on at numbers that no earlier life of this store has given away. */
    void skipIds(long many) {
        ids.addAndGet(many);
    }

    Instant now() {
        return clock.second();
    }

    /** A moment as REST and webhooks write it, with the shop's offset. */
    @Nullable
    String local(@Nullable Instant moment) {
        return moment == null ? null : OFFSET.format(moment.atZone(settings.zone()));
    }

    /** A moment as GraphQL writes it. */
    static String utc(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).format(DateTimeFormatter.ISO_INSTANT);
    }

    static String gid(String type, long id) {
        return "gid://shopify/" + type + "/" + id;
    }

    /** The number in a global id of a type; 0 if it is none. */
    static long idIn(@Nullable String gid, String type) {
        String start = "gid://shopify/" + type + "/";
        if (gid == null || !gid.startsWith(start)) {
            return 0;
        }
        String digits = gid.substring(start.length()).replaceFirst("\\?.*", "");
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }
}

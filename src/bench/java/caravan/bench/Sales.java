package caravan.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What was sold when, to tell after how long another store shows it. */
final class Sales {
    /** Wall clock in microseconds of this process's nanosecond 0; the stores tell their times by the wall clock. */
    private static final long ZERO = zero();

    private final List<List<Long>> bySku = new ArrayList<>();

    Sales(Catalogue catalogue) {
        for (int index = 0; index < catalogue.skus(); index++) {
            bySku.add(new ArrayList<>());
        }
    }

    void note(int sku, long nanos) {
        List<Long> sold = bySku.get(sku);
        synchronized (sold) {
            sold.add(ZERO + nanos / 1000);
        }
    }

    long sold(int sku) {
        List<Long> sold = bySku.get(sku);
        synchronized (sold) {
            return sold.size();
        }
    }

    long total() {
        long total = 0;
        for (int sku = 0; sku < bySku.size(); sku++) {
            total += sold(sku);
        }
        return total;
    }

    /** How many of each were sold so far. */
    List<Long> stand() {
        List<Long> stand = new ArrayList<>();
        for (int sku = 0; sku < bySku.size(); sku++) {
            stand.add(sold(sku));
        }
        return stand;
    }

    /**
     * How long it took until a store that did not sell had accepted a write with each sale in it: the first after which it shows at
     * most what is left after that many sales. Sales that it does not show yet are left out; the check at the end finds them.
     *
     * @param before what had been sold when the stage began
     * @param accepted lines of a {@link Store}
     */
    void waits(List<Long> before, List<String> accepted, Histogram into) {
        int[] shown = before.stream().mapToInt(Long::intValue).toArray();
        for (String line : accepted) {
            String[] parts = line.split(" ", -1);
            long at = Long.parseLong(parts[0]);
            int sku = Integer.parseInt(parts[1]);
            long through = Catalogue.UNITS - Long.parseLong(parts[2]);
            List<Long> sold = sorted(sku);
            while (shown[sku] < through && shown[sku] < sold.size()) {
                into.recordValue(Math.max(0, at - sold.get(shown[sku]++)));
            }
        }
    }

    private List<Long> sorted(int sku) {
        List<Long> sold = bySku.get(sku);
        synchronized (sold) {
            Collections.sort(sold);
            return sold;
        }
    }

    private static long zero() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000 - System.nanoTime() / 1000;
    }
}

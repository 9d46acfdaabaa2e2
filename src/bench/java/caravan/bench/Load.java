package caravan.bench;

import caravan.bench.Poster.Webhook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/** Stores that sell: each sale lowers the store's own figure and posts a webhook. */
final class Load {
    private static final int PATIENCE = 20;

    private final int port;
    private final List<StoreProcess> sellers;
    private final Orders orders;
    private final Sales sales;

    Load(int port, List<StoreProcess> sellers, Orders orders, Sales sales) {
        this.port = port;
        this.sellers = sellers;
        this.orders = orders;
        this.sales = sales;
    }

    /**
     * What came of it.
     *
     * @param answers from when a webhook was to be posted until it was answered, in microseconds
     * @param refused answers other than 2xx; these webhooks were posted again
     */
    record Result(Histogram answers, long refused, double seconds) {
        double perSecond() {
            return answers.getTotalCount() / seconds;
        }
    }

    static Histogram histogram() {
        return new SynchronizedHistogram(TimeUnit.MINUTES.toMicros(10), 3);
    }

    /**
     * Posts at a rate, whether or not earlier webhooks are answered. A webhook that could not be posted in time has waited since it was
     * to be posted, and that counts.
     */
    Result atRate(int perSecond, int seconds, int connections, IntSupplier sku) throws InterruptedException {
        long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        long wanted = (long) perSecond * seconds;
        AtomicLong next = new AtomicLong();
        return run(connections, (poster, result) -> {
            long number = next.getAndIncrement();
            if (number >= wanted) {
                return false;
            }
            long due = begin + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            poster.sell(sku.getAsInt(), due, result);
            return true;
        });
    }

    /** Posts as fast as answers come. */
    Result flatOut(int seconds, int connections, IntSupplier sku) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        return run(connections, (poster, result) -> {
            long now = System.nanoTime();
            if (now >= end) {
                return false;
            }
            poster.sell(sku.getAsInt(), now, result);
            return true;
        });
    }

    private interface Step {
        boolean next(Seller seller, Tally result) throws IOException;
    }

    private static final class Tally {
        final Histogram answers = histogram();
        final AtomicLong refused = new AtomicLong();
        final AtomicReference<IOException> failure = new AtomicReference<>();
    }

    private Result run(int connections, Step step) throws InterruptedException {
        Tally tally = new Tally();
        List<Thread> threads = new ArrayList<>();
        long begun = System.nanoTime();
        for (int number = 0; number < connections; number++) {
            StoreProcess store = sellers.get(number % sellers.size());
            Thread thread = new Thread(
                    () -> {
                        try (Seller seller = new Seller(store)) {
                            while (step.next(seller, tally)) {
                                // As long as there is something to sell.
                            }
                        } catch (IOException gone) {
                            tally.failure.set(gone);
                        }
                    },
                    "seller-" + number);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        IOException failure = tally.failure.get();
        if (failure != null) {
            throw new IllegalStateException("The hub takes no webhooks any more.", failure);
        }
        return new Result(tally.answers, tally.refused.get(), (System.nanoTime() - begun) / 1e9);
    }

    /** One connection of one store. */
    private final class Seller implements AutoCloseable {
        private final StoreProcess store;
        private final Poster poster;

        Seller(StoreProcess store) {
            this.store = store;
            this.poster = new Poster(port);
        }

        void sell(int sku, long dueNanos, Tally tally) throws IOException {
            sales.note(sku, dueNanos);
            store.sell(sku);
            Webhook webhook = orders.sell(store.connection(), sku);
            for (int tries = 0; poster.post(webhook) / 100 != 2; tries++) {
                tally.refused.incrementAndGet();
                if (tries == PATIENCE) {
                    throw new IOException("A webhook was refused " + tries + " times.");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            tally.answers.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - dueNanos));
        }

        @Override
        public void close() throws IOException {
            poster.close();
        }
    }

    /** Any of a range of SKUs, each as likely as the other. */
    static IntSupplier anyOf(int from, int to) {
        return () -> ThreadLocalRandom.current().nextInt(from, to);
    }
}

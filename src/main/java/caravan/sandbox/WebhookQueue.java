package caravan.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries a store's webhooks out one after the other, as well or badly as its faults allow. */
public final class WebhookQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookQueue.class);
    /** What waits to be overtaken goes anyway when nothing comes. */
    private static final Duration OVERTAKEN_WITHIN = Duration.ofSeconds(2);

    private final String store;
    private final Faults faults;
    private final Deque<Runnable> overtaken = new ArrayDeque<>();
    private final ScheduledThreadPoolExecutor queue;

    public WebhookQueue(String store, Faults faults) {
        this.store = store;
        this.faults = faults;
        queue = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "webhooks-" + store);
            thread.setDaemon(true);
            return thread;
        });
        queue.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Queues a delivery; a fault that is switched on may lose, delay, double or hold it back. */
    public void send(Runnable delivery) {
        if (faults.strikeWebhook(FaultKind.WEBHOOK_LOST).isPresent()) {
            return;
        }
        if (faults.strikeWebhook(FaultKind.WEBHOOK_REORDERED).isPresent()) {
            later(Duration.ZERO, () -> overtaken.add(delivery));
            later(OVERTAKEN_WITHIN, this::deliverOvertaken);
            return;
        }
        Optional<FaultRule> delayed = faults.strikeWebhook(FaultKind.WEBHOOK_DELAYED);
        Duration delay = delayed.map(FaultRule::length).orElse(Duration.ZERO);
        later(delay, delivery);
        if (faults.strikeWebhook(FaultKind.WEBHOOK_DUPLICATED).isPresent()) {
            later(delay, delivery);
        }
        later(delay, this::deliverOvertaken);
    }

    private void deliverOvertaken() {
        while (!overtaken.isEmpty()) {
            overtaken.poll().run();
        }
    }

    /** Does something after a while, whatever the faults; nothing any more once the store is closed. */
    public void later(Duration delay, Runnable task) {
        try {
            var unused = queue.schedule(() -> attempt(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Store '{}' is closed; a webhook is dropped", store);
        }
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failure) {
            LOG.warn("A pretend webhook could not be sent", failure);
        }
    }

    @Override
    public void close() {
        queue.shutdownNow();
    }
}

package caravan.platform;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jms.core.JmsTemplate;

/**
 * Asks the broker for a queue and gives up after two seconds.
 *
 * <p>Boot's own check only opens a connection, which a cached connection answers without asking anyone.
 */
final class BrokerHealth implements HealthIndicator, DisposableBean {
    private final JmsTemplate jms;
    private final String queue;
    private final ExecutorService asking = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "broker-health");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Future<Boolean> question;

    BrokerHealth(JmsTemplate jms, String queue) {
        this.jms = jms;
        this.queue = queue;
    }

    @Override
    public Health health() {
        try {
            ask().get(2, TimeUnit.SECONDS);
            return Health.up().build();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Health.down().build();
        } catch (TimeoutException silent) {
            return Health.down().withDetail("reason", "no answer within 2 s").build();
        } catch (ExecutionException failure) {
            return Health.down(failure).build();
        }
    }

    /** Everyone who asks while an answer is due waits for that one: a broker that hangs holds one thread, not many. */
    private synchronized Future<Boolean> ask() {
        if (question == null || question.isDone()) {
            question = asking.submit(() -> Boolean.TRUE.equals(jms.browse(queue, (session, browser) -> true)));
        }
        return question;
    }

    @Override
    public void destroy() {
        asking.shutdownNow();
    }
}

package caravan.console;

import caravan.connection.ModeChanged;
import caravan.incident.IncidentsChanged;
import caravan.inventory.ListingsDue;
import caravan.inventory.WriteClosed;
import caravan.link.DutiesDue;
import caravan.order.OrdersAccepted;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages that something changed, at most once a second, and nothing else: what changed they ask for themselves. What
 * another replica did is not heard here, so pages also look by themselves every few seconds.
 */
@Component
class LiveSignals {
    private static final int MOST = 200;
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Set<SseEmitter> streams = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final ScheduledExecutorService teller =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "live-pages"));
    private volatile long told = System.nanoTime() - PAUSE;
    private volatile boolean closed;

    /** Opens a stream, for ten minutes; browsers come again by themselves. Empty if there are too many. */
    Optional<SseEmitter> open() {
        if (closed || streams.size() >= MOST) {
            return Optional.empty();
        }
        SseEmitter stream = new SseEmitter(LIFE.toMillis());
        stream.onCompletion(() -> streams.remove(stream));
        stream.onTimeout(stream::complete);
        stream.onError(gone -> streams.remove(stream));
        streams.add(stream);
        return Optional.of(stream);
    }

    @TransactionalEventListener(
            classes = {
                OrdersAccepted.class,
                ListingsDue.class,
                WriteClosed.class,
                DutiesDue.class,
                ModeChanged.class,
                IncidentsChanged.class
            },
            fallbackExecution = true)
    void changed() {
        if (!streams.isEmpty() && !closed && waiting.compareAndSet(false, true)) {
            long pause = Math.max(0, told + PAUSE - System.nanoTime());
            var unused = teller.schedule(this::tell, pause, TimeUnit.NANOSECONDS);
        }
    }

    private void tell() {
        told = System.nanoTime();
        waiting.set(false);
        streams.removeIf(stream -> !hears(stream));
    }

    private static boolean hears(SseEmitter stream) {
        try {
            stream.send(SseEmitter.event().name("changed").data(""));
            return true;
        } catch (IOException | IllegalStateException gone) {
            return false;
        }
    }

    /** Open streams would hold up a graceful stop. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
        streams.forEach(SseEmitter::complete);
    }

    @PreDestroy
    void stop() {
        teller.shutdownNow();
    }
}

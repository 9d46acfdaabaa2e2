package caravan.platform;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/**
 * Starts the scheduler once the hub is ready, and keeps it in standby while this machine's clock is wrong.
 *
 * <p>Replicas divide jobs among themselves by time: one whose clock is off would take jobs early, or take another
 * replica for dead.
 */
final class SchedulerWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SchedulerWatch.class);
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final DatabaseClock clock;
    private @Nullable ScheduledExecutorService watching;
    private boolean held;

    SchedulerWatch(Scheduler scheduler, DatabaseClock clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** The routes are up and the application has said so: stored triggers may fire now. */
    @EventListener(ApplicationReadyEvent.class)
    @SuppressWarnings("FutureReturnValueIgnored") // check() lets nothing through that the future could tell.
    @Override
    public void start() {
        watching = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "scheduler-watch");
            thread.setDaemon(true);
            return thread;
        });
        watching.scheduleWithFixedDelay(this::check, 0, 10, TimeUnit.SECONDS);
    }

    void check() {
        try {
            Duration ahead = clock.ahead();
            if (ahead.abs().compareTo(TOLERANCE) > 0) {
                hold(ahead);
            } else {
                release();
            }
        } catch (RuntimeException unknown) {
            // Quartz waits for the database by itself; the clock is looked at again when it is back.
            log.debug("The database's clock cannot be read", unknown);
        } catch (SchedulerException failure) {
            log.error("Scheduler '{}' cannot be started or held; restart the hub.", name(), failure);
        }
    }

    private void hold(Duration ahead) throws SchedulerException {
        if (!held) {
            log.warn(
                    "Scheduler '{}' is in standby: this machine's clock is {} ms {} the database's. Correct the clock;"
                            + " the scheduler then starts by itself.",
                    name(),
                    ahead.abs().toMillis(),
                    ahead.isNegative() ? "behind" : "ahead of");
        }
        held = true;
        if (!scheduler.isInStandbyMode()) {
            scheduler.standby();
        }
    }

    private void release() throws SchedulerException {
        if (held) {
            log.info("Scheduler '{}' leaves standby: this machine's clock agrees with the database's.", name());
        }
        held = false;
        if (scheduler.isInStandbyMode()) {
            scheduler.start();
        }
    }

    private String name() {
        try {
            return scheduler.getSchedulerName();
        } catch (SchedulerException unknown) {
            return "unknown";
        }
    }

    @Override
    public void stop() {
        if (watching != null) {
            watching.shutdownNow();
        }
        watching = null;
    }

    @Override
    public boolean isRunning() {
        return watching != null;
    }

    /** Started by the ready event, which comes after every lifecycle bean; stopped before the scheduler it depends on. */
    @Override
    public boolean isAutoStartup() {
        return false;
    }
}

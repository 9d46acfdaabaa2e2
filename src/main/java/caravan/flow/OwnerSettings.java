package caravan.flow;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a replica works on the connections it owns.
 *
 * @param sweep how often it looks for due work that nobody signalled
 * @param firstRetry wait after a first failed call; it doubles with every further one
 * @param longestRetry longest wait between two tries
 * @param tryPaused how often a connection that paused itself over its credentials tries them
 * @param firstPull how far back the first pull of a connection's orders reaches
 * @param reconcile how far back orders are listed again once a day
 */
@ConfigurationProperties(prefix = "caravan.owner", ignoreUnknownFields = false)
record OwnerSettings(
        @DefaultValue("500ms") Duration sweep,
        @DefaultValue("1s") Duration firstRetry,
        @DefaultValue("5m") Duration longestRetry,
        @DefaultValue("1m") Duration tryPaused,
        @DefaultValue("14d") Duration firstPull,
        @DefaultValue("3d") Duration reconcile) {

    OwnerSettings {
        if (sweep.toMillis() < 1) {
            throw new IllegalArgumentException("caravan.owner.sweep must be at least 1ms.");
        }
        if (firstRetry.toMillis() < 1) {
            throw new IllegalArgumentException("caravan.owner.first-retry must be at least 1ms.");
        }
        if (tryPaused.toMillis() < 1) {
            throw new IllegalArgumentException("caravan.owner.try-paused must be at least 1ms.");
        }
        if (reconcile.compareTo(Duration.ofDays(1)) < 0 || reconcile.compareTo(Duration.ofDays(60)) > 0) {
            throw new IllegalArgumentException("caravan.owner.reconcile must be from 1d to 60d.");
        }
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException(
                    "caravan.owner.longest-retry must not be shorter than caravan.owner.first-retry.");
        }
    }
}

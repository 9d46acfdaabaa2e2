package caravan.platform;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the hub keeps what it does not need for ever.
 *
 * @param deliveries webhooks as they came
 * @param timeline what happened to orders
 * @param calls the log of calls to vendors
 * @param messages messages that could not be used, from when somebody decided about them
 */
@ConfigurationProperties(prefix = "caravan.retention", ignoreUnknownFields = false)
record RetentionSettings(
        @DefaultValue("90d") Duration deliveries,
        @DefaultValue("400d") Duration timeline,
        @DefaultValue("30d") Duration calls,
        @DefaultValue("90d") Duration messages) {

    RetentionSettings {
        require("deliveries", deliveries);
        require("timeline", timeline);
        require("calls", calls);
        require("messages", messages);
    }

    /** How long the rows of a table partitioned by time are kept; empty for those that are kept for ever. */
    Optional<Duration> of(String table) {
        return switch (table) {
            case "delivery" -> Optional.of(deliveries);
            case "order_timeline", "line_effect" -> Optional.of(timeline);
            case "call_log" -> Optional.of(calls);
            default -> Optional.empty();
        };
    }

    private static void require(String name, Duration kept) {
        if (kept.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("caravan.retention." + name + " must be at least 1d.");
        }
    }
}

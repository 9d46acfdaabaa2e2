package caravan.connector;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The call log.
 *
 * @param keep how long calls are kept
 */
@ConfigurationProperties(prefix = "caravan.calls", ignoreUnknownFields = false)
record CallSettings(@DefaultValue("30d") Duration keep) {

    /** Refuses to keep nothing, which would hide every failure. */
    CallSettings {
        if (keep.toHours() < 1) {
            throw new IllegalArgumentException("caravan.calls.keep must be at least 1h.");
        }
    }
}

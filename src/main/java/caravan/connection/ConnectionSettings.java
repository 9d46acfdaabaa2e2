package caravan.connection;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where connections come from, besides the console.
 *
 * @param file connections as code; may be missing
 * @param reload how often those that other replicas changed are read again
 */
@ConfigurationProperties(prefix = "caravan.connection", ignoreUnknownFields = false)
record ConnectionSettings(
        @DefaultValue("config/connections.yaml") Path file,
        @DefaultValue("10s") Duration reload) {

    ConnectionSettings {
        if (reload.toMillis() < 1) {
            throw new IllegalArgumentException("caravan.connection.reload must be at least 1ms.");
        }
    }
}

package caravan.platform;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the hub keeps its files, and how its own database and broker run.
 *
 * @param data folder of everything the hub stores itself: database, broker journal, first key
 */
@ConfigurationProperties(prefix = "caravan.platform", ignoreUnknownFields = false)
record PlatformSettings(
        @DefaultValue("data") Path data,
        @DefaultValue DatabaseSettings database,
        @DefaultValue BrokerSettings broker) {

    /**
     * The embedded database; not used when {@code spring.datasource.url} names an external one.
     *
     * @param port loopback port; 0 picks a free one at every start
     * @param connections upper bound the server accepts; the hub's own pools need about 40
     */
    record DatabaseSettings(
            @DefaultValue("0") int port,
            @DefaultValue("100") int connections) {
        DatabaseSettings {
            require(port >= 0 && port <= 65_535, "port must be from 0 to 65535");
            require(connections >= 20 && connections <= 10_000, "connections must be from 20 to 10000");
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException(rule + ".");
            }
        }
    }

    /**
     * The embedded broker; not used when {@code spring.artemis.embedded.enabled} is off.
     *
     * @param memory messages beyond this size wait on disk instead of in memory
     * @param keepFree with less free disk than this the broker refuses messages, so webhooks are answered 503
     */
    record BrokerSettings(
            @DefaultValue("64MB") DataSize memory,
            @DefaultValue("256MB") DataSize keepFree) {}
}

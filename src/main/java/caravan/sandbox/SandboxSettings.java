package caravan.sandbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What goes on in the sandbox.
 *
 * @param merchant whether the pretend stores are connected, stocked and set live by themselves at the start
 * @param ordersPerMinute how often shoppers buy in each store, 0 for not at all
 * @param restock whether goods arrive when an item of the pretend stores has almost sold out
 */
@ConfigurationProperties(prefix = "caravan.sandbox", ignoreUnknownFields = false)
record SandboxSettings(
        @DefaultValue("true") boolean merchant,
        @DefaultValue("6") double ordersPerMinute,
        @DefaultValue("true") boolean restock) {

    SandboxSettings {
        if (ordersPerMinute < 0 || ordersPerMinute > 600) {
            throw new IllegalArgumentException("caravan.sandbox.orders-per-minute must be from 0 to 600.");
        }
    }
}

package caravan.intake;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where vendors reach this hub.
 *
 * @param publicUrl address without a path, for example {@code https://hub.example}; empty if vendors cannot reach the hub, so
 *     that every connection runs by poll alone
 */
@ConfigurationProperties(prefix = "caravan.hooks", ignoreUnknownFields = false)
record HookSettings(@DefaultValue("") String publicUrl) {

    HookSettings {
        if (!publicUrl.isEmpty() && !publicUrl.matches("https?://[^/?#]+")) {
            throw new IllegalArgumentException(
                    "caravan.hooks.public-url must be like https://hub.example, without a path.");
        }
    }
}

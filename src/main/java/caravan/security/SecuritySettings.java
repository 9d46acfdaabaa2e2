package caravan.security;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the hub keeps people out and secrets unreadable.
 *
 * @param resetAdmin makes a new one-time password for the user {@code admin} at every start
 * @param keys what secrets are encrypted with: the first writes, all of them read
 */
@ConfigurationProperties(prefix = "caravan.security", ignoreUnknownFields = false)
record SecuritySettings(
        @DefaultValue("false") boolean resetAdmin,
        @DefaultValue List<KeySettings> keys) {

    /**
     * One key.
     *
     * @param id name stored beside every secret it encrypts
     * @param key 32 bytes in base64
     */
    record KeySettings(String id, Secret key) {}
}

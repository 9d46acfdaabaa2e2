package caravan.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The door and the batches behind it.
 *
 * @param maxBody larger webhooks are refused
 * @param sendTimeout a webhook that the broker has not stored by then is answered 503
 * @param reload how often connections and their secrets are read again
 * @param workers threads that take batches; 0 leaves webhooks in the queue
 * @param batch most webhooks per transaction
 * @param linger how long a batch that has begun waits for more; what comes while a batch is taken in makes the next one anyway
 */
@ConfigurationProperties(prefix = "caravan.intake", ignoreUnknownFields = false)
record IntakeSettings(
        @DefaultValue("2MB") DataSize maxBody,
        @DefaultValue("2s") Duration sendTimeout,
        @DefaultValue("10s") Duration reload,
        @DefaultValue("2") int workers,
        @DefaultValue("100") int batch,
        @DefaultValue("2ms") Duration linger) {

    /** Refuses limits under which nothing could come in. */
    IntakeSettings {
        if (workers < 0 || batch < 1 || maxBody.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "caravan.intake needs batch and max-body of at least 1, and workers of at least 0.");
        }
    }
}

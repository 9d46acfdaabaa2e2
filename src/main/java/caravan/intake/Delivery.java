package caravan.intake;

import caravan.kernel.ConnectionId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One webhook as it was received. */
public final class Delivery {
    private final ConnectionId connection;
    private final String topic;
    private final String id;
    private final Instant receivedAt;
    private final Map<String, String> headers;
    private final byte[] body;
    private final @Nullable SignatureScheme verified;

    /**
     * A webhook.
     *
     * @param id the vendor's name of the delivery; no key, for vendors repeat it
     * @param body the raw bytes, not copied
     * @param verified how its signature was verified; null if that is not known, or a person edited it
     */
    public Delivery(
            ConnectionId connection,
            String topic,
            String id,
            Instant receivedAt,
            Map<String, String> headers,
            byte[] body,
            @Nullable SignatureScheme verified) {
        this.connection = connection;
        this.topic = topic;
        this.id = id;
        this.receivedAt = receivedAt;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.verified = verified;
    }

    public ConnectionId connection() {
        return connection;
    }

    public String topic() {
        return topic;
    }

    public String id() {
        return id;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The raw bytes, not copied. */
    public byte[] body() {
        return body;
    }

    /** How its signature was verified; null if that is not known, or a person edited it. */
    public @Nullable SignatureScheme verified() {
        return verified;
    }
}

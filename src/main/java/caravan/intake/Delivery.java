package caravan.intake;

import caravan.kernel.ConnectionId;
import java.time.Instant;
import java.util.Map;

/** One webhook as it was received, its signature verified. */
public final class Delivery {
    private final ConnectionId connection;
    private final String topic;
    private final String id;
    private final Instant receivedAt;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * A webhook.
     *
     * @param id the vendor's name of the delivery; no key, for vendors repeat it
     * @param body the raw bytes, not copied
     */
    public Delivery(
            ConnectionId connection,
            String topic,
            String id,
            Instant receivedAt,
            Map<String, String> headers,
            byte[] body) {
        this.connection = connection;
        this.topic = topic;
        this.id = id;
        this.receivedAt = receivedAt;
        this.headers = Map.copyOf(headers);
        this.body = body;
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
}

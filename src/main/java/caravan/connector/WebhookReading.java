package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import org.jspecify.annotations.Nullable;

/** Understands webhooks of connections by their connectors' manifests and mappings. */
public interface WebhookReading {

    /**
     * What a webhook says.
     *
     * @param subject the vendor's id of what it is about, empty if it could not be told
     * @param canonical the canonical order as JSON, for a whole order
     */
    record Heard(
            Manifest.Topic.Meaning means,
            String subject,
            @Nullable String canonical) {}

    /**
     * Reads a webhook's bytes.
     *
     * @throws CallFailed DEFECT if the bytes are no JSON, or the mapping fails on them; the message names the place, not the content
     */
    Heard hear(ConnectionId connection, String topic, byte[] body) throws CallFailed;
}

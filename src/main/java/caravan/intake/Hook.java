package caravan.intake;

import caravan.kernel.ConnectionId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one connection's webhooks are recognised.
 *
 * @param signature scheme of the signature
 * @param signatureHeader header that carries it
 * @param topicHeader header that names the topic
 * @param deliveryHeader header that names the delivery, for the timeline only
 * @param required headers that must have exactly these values, for example the shop's own name
 * @param ping recognises a request that must be answered 200 though it is unsigned, and has no effect; null if the vendor has none
 * @param secrets the current secret and, for a while, the previous one
 */
public record Hook(
        ConnectionId connection,
        SignatureScheme signature,
        String signatureHeader,
        String topicHeader,
        String deliveryHeader,
        Map<String, String> required,
        @Nullable Ping ping,
        List<String> secrets) {

    /**
     * An unsigned form post with one field and nothing else.
     *
     * @param field its name
     * @param longest bytes it can have at most
     */
    public record Ping(String field, int longest) {}

    @Override
    public String toString() {
        return "Hook[" + connection + "]";
    }
}

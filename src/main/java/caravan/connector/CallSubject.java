package caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a call is about, as the call log names it. */
final class CallSubject {
    private static final String WRITE = "write/";
    private static final String ORDER = "order/";

    private CallSubject() {}

    /** The one thing of ours a request is about; null if it is about many things, or none. */
    static @Nullable String of(Capability capability, JsonNode request) {
        return switch (capability) {
            case INVENTORY_WRITE -> named(WRITE, request.path("write"));
            case ORDER_READ -> named(ORDER, request.path("id"));
            default -> null;
        };
    }

    static String ofWrite(String id) {
        return WRITE + id;
    }

    /** The write a subject names; null if it names something else. */
    static @Nullable UUID write(String subject) {
        return subject.startsWith(WRITE) ? UUID.fromString(subject.substring(WRITE.length())) : null;
    }

    static String ofOrder(String externalId) {
        return ORDER + externalId;
    }

    private static @Nullable String named(String kind, JsonNode id) {
        String text = id.isValueNode() ? ExactJson.text(id) : "";
        return text.isEmpty() ? null : kind + text;
    }
}

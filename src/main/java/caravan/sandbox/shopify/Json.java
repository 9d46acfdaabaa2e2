package caravan.sandbox.shopify;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the store writes and reads it. */
final class Json {
    static final String TYPE = "application/json; charset=utf-8";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static JsonNode tree(String json) {
        return MAPPER.readTree(json);
    }

    /** Reads a request's body; null if it is no object. */
    static @Nullable ObjectNode read(String body) {
        try {
            return MAPPER.readTree(body) instanceof ObjectNode fields ? fields : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    static Map<String, Object> map(JsonNode node) {
        return MAPPER.convertValue(node, new TypeReference<>() {});
    }
}

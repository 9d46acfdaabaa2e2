package caravan.sandbox.woocommerce;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as PHP writes it: slashes and everything beyond ASCII escaped. */
final class WpJson {
    static final String TYPE = "application/json; charset=UTF-8";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII, JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private WpJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** Reads JSON of our own. */
    static JsonNode tree(String json) {
        return MAPPER.readTree(json);
    }

    /** Reads a request's body: an object, or nothing. */
    static ObjectNode read(String body) {
        if (body.isBlank()) {
            return object();
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode fields) {
                return fields;
            }
        } catch (JacksonException malformed) {
            // Answered below, like a body that is no object.
        }
        throw new RestError(400, "rest_invalid_json", "Invalid JSON body passed.")
                .with("json_error_code", 4)
                .with("json_error_message", "Syntax error");
    }

    static String money(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    /** A PHP float: whole ones are written without a point, others with as many digits as they need. */
    static BigDecimal number(BigDecimal total, int quantity) {
        if (quantity == 0 || total.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal exact = BigDecimal.valueOf(total.doubleValue() / quantity).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }
}

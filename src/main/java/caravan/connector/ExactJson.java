package caravan.connector;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.util.Locale;

/** JSON of vendors, with every number exactly as it was written. Jackson 2, for the mapping engine knows no other. */
final class ExactJson {
    /** More digits than any amount has; a number like 1E+999999999 would fill the memory once written out. */
    private static final int DIGITS = 100;

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .nodeFactory(new ExactNodes())
            .build();

    private ExactJson() {}

    /** A scalar as text, numbers written out; empty for null, objects and arrays. */
    static String text(JsonNode node) {
        return node.isBigDecimal()
                ? node.decimalValue().toPlainString()
                : node.isValueNode() && !node.isNull() ? node.asText() : "";
    }

    static boolean isBounded(BigDecimal number) {
        return number.precision() <= DIGITS && Math.abs((long) number.scale()) <= DIGITS;
    }

    private static final class ExactNodes extends JsonNodeFactory {
        private static final long serialVersionUID = 1L;

        ExactNodes() {
            super(true);
        }

        @Override
        public ValueNode numberNode(BigDecimal number) {
            if (number != null && !isBounded(number)) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "A number has more than %d digits.", DIGITS));
            }
            return super.numberNode(number);
        }
    }
}

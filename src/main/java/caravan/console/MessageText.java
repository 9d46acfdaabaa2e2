package caravan.console;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes of a message as people read them.
 *
 * @param editable whether it is the whole message, so that what is edited can stand for it
 */
record MessageText(String text, boolean editable) {
    private static final int MOST = 200_000;
    /** Numbers stay as they were written: amounts are decimal. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Lays JSON out; anything else is shown as it is. */
    static MessageText of(byte[] bytes) {
        if (bytes.length > MOST) {
            return new MessageText(new String(bytes, 0, MOST, StandardCharsets.UTF_8), false);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new MessageText(laidOut(text), text.indexOf('\0') < 0);
        } catch (CharacterCodingException binary) {
            return new MessageText(new String(bytes, StandardCharsets.UTF_8), false);
        }
    }

    private static String laidOut(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isContainer() ? JSON.writeValueAsString(json) : text;
        } catch (JacksonException noJson) {
            return text;
        }
    }
}

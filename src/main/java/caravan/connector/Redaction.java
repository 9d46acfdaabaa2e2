package caravan.connector;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes secrets and personal data out of what is kept of calls. What it does not know stays, so it is no licence to keep much. */
final class Redaction {
    static final int LONGEST_BODY = 16 << 10;
    private static final int LONGEST_TEXT = 300;
    private static final String MASK = "***";
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(secret|token|passw|pwd|api.?key|consumer.?key|access.?key|private.?key|order_?key|authori[sz]|signature"
                    + "|credential|nonce|oauth|cookie|session|hmac|jwt).*");
    private static final Pattern PERSONAL = Pattern.compile(
            "(?i).*(e.?mail|phone|mobile|fax|first.?name|last.?name|full.?name|middle.?name|sur.?name|customer|billing|shipping.?to"
                    + "|address|street|city|post.?code|postal|zip|province|county|company|birth|gender|vat|tax.?(id|number)|iban|bic"
                    + "|card|account.?number|passport|(^|_)ip($|_)|user.?agent|note|latitude|longitude|buyer|recipient|receiver"
                    + "|consignee|contact).*");
    private static final Pattern PERSONAL_PARTS =
            Pattern.compile("(?i)shipping|payer|payment_?details?|client_?details");
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>\"',;:()]{1,64}@[^\\s@<>\"',;:()]{1,255}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final List<String> secrets;

    /** Also masks the values of these secrets, wherever they turn up. */
    Redaction(Collection<String> secrets) {
        // Shorter ones would take ordinary words apart.
        this.secrets = secrets.stream().filter(secret -> secret.length() >= 4).toList();
    }

    /** A vendor's message, fit for a page. */
    String text(String message) {
        String bounded = message.length() > LONGEST_TEXT * 2 ? message.substring(0, LONGEST_TEXT * 2) : message;
        String masked = CONTROL.matcher(masked(bounded)).replaceAll(" ").strip();
        return masked.length() > LONGEST_TEXT ? masked.substring(0, LONGEST_TEXT) + "…" : masked;
    }

    /** Path and query of a call, fit for the call log. */
    String target(String target) {
        int mark = target.indexOf('?');
        if (mark < 0) {
            return text(target);
        }
        StringBuilder kept = new StringBuilder(target.length()).append(target, 0, mark);
        char separator = '?';
        for (String pair : target.substring(mark + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            kept.append(separator).append(hides(name) ? name + "=" + MASK : pair);
            separator = '&';
        }
        return text(kept.toString());
    }

    /** A body, fit for the call log, or null if there is none. */
    @Nullable
    String body(@Nullable JsonNode body) {
        if (body == null) {
            return null;
        }
        StringWriter kept = new StringWriter();
        try (JsonGenerator json = ExactJson.MAPPER.createGenerator(kept)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            write(body, json, kept);
        } catch (IOException unwritable) {
            return "not kept: " + unwritable.getClass().getSimpleName();
        }
        String text = kept.toString();
        return text.length() > LONGEST_BODY ? text.substring(0, LONGEST_BODY) : text;
    }

    private void write(JsonNode node, JsonGenerator json, StringWriter kept) throws IOException {
        json.flush();
        if (kept.getBuffer().length() > LONGEST_BODY) {
            json.writeString("…");
        } else if (node.isObject()) {
            writeObject(node, json, kept);
        } else if (node.isArray()) {
            json.writeStartArray();
            for (JsonNode element : node) {
                write(element, json, kept);
                if (kept.getBuffer().length() > LONGEST_BODY) {
                    break;
                }
            }
            json.writeEndArray();
        } else if (node.isTextual()) {
            String text = node.textValue();
            json.writeString(masked(text.length() > LONGEST_BODY ? text.substring(0, LONGEST_BODY) : text));
        } else {
            json.writeTree(node);
        }
    }

    private void writeObject(JsonNode node, JsonGenerator json, StringWriter kept) throws IOException {
        // Vendors also keep such things as {"key": "phone", "value": ".."}.
        boolean pair =
                hides(node.path("key").asText()) || hides(node.path("name").asText());
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            boolean hidden = hides(name)
                    || (pair && name.toLowerCase(java.util.Locale.ROOT).contains("value"));
            json.writeFieldName(masked(name.length() > LONGEST_TEXT ? name.substring(0, LONGEST_TEXT) : name));
            if (hidden && !value.isNull() && !value.isBoolean()) {
                json.writeString(MASK);
            } else {
                write(value, json, kept);
            }
            if (kept.getBuffer().length() > LONGEST_BODY) {
                break;
            }
        }
        json.writeEndObject();
    }

    private static boolean hides(String name) {
        return name.length() > 200
                || SECRET.matcher(name).matches()
                || PERSONAL.matcher(name).matches()
                || PERSONAL_PARTS.matcher(name).matches();
    }

    private String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked.indexOf('@') < 0 ? masked : MAIL.matcher(masked).replaceAll(MASK);
    }
}

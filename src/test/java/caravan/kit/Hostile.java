package caravan.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes what nobody sends in good faith. The same seed makes the same. */
public final class Hostile {
    /** Stands for personal data: it may be stored, but never be told again in an error or a log. */
    public static final String PRIVATE = "Mrs-Private-Person";

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "a\0b",
            "\ud800",
            "\udc00x",
            "\u202e\u200b",
            "\uffff",
            "'; DROP TABLE orders; --",
            "\" OR 1=1 --",
            "<script>alert(1)</script>",
            "${jndi:ldap://127.0.0.1/a}",
            "#{T(Runtime)}",
            "../../../../etc/passwd",
            "%s%n%x",
            "NaN",
            "-0",
            "1e999999999",
            "9223372036854775808",
            "-9223372036854775809",
            "0x10",
            "1970-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "24:61",
            "true",
            "null",
            "XXX",
            "\ud83d\ude80".repeat(50),
            "x".repeat(5000),
            "\r\nSet-Cookie: a=b",
            PRIVATE);
    private static final List<String> RAW = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "-1e-400",
            "1e999999999",
            "9223372036854775807",
            "9223372036854775808",
            "123456789012345678901234567890123456789012345678901234567890.123456789",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udfff\\ud800\"",
            "[]",
            "{}",
            "[[[[[[[[[[]]]]]]]]]]",
            "{\"a\": {\"a\": {\"a\": null}}}",
            "\"\"",
            "\"" + PRIVATE + "\"",
            "\"2026-02-30T25:00:00Z\"",
            "\"-99999999.999\"");

    private final Random random;

    public Hostile(long seed) {
        this.random = new Random(seed);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    public String text() {
        return one(TEXTS);
    }

    /** A text as it stands in an address, now and then not even in valid UTF-8. */
    public String encoded(String text) {
        if (below(12) == 0) {
            return one(List.of("%FF%FE", "%C0%80", "%ED%A0%80", "%00", "%2F", "%25", "%3B", "%5C"));
        }
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format("%%%02X", each));
        }
        return encoded.toString();
    }

    /** JSON with one to three parts changed, and sometimes no JSON any more. */
    public byte[] mutated(String json) {
        JsonNode tree = JSON.readTree(json);
        String text = json;
        for (int change = below(3); change >= 0; change--) {
            text = changed(tree);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (below(12)) {
            case 0 -> java.util.Arrays.copyOf(bytes, below(bytes.length + 1));
            case 1 -> flipped(bytes);
            case 2 -> text.getBytes(StandardCharsets.UTF_16);
            case 3 -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
            case 4 -> text.getBytes(StandardCharsets.ISO_8859_1);
            case 5 -> ("[".repeat(3000) + text + "]".repeat(3000)).getBytes(StandardCharsets.UTF_8);
            case 6 -> twice(text).getBytes(StandardCharsets.UTF_8);
            default -> bytes;
        };
    }

    private String changed(JsonNode tree) {
        List<JsonNode> parents = new ArrayList<>();
        collect(tree, parents);
        if (!parents.isEmpty()) {
            change(one(parents));
        }
        // Placeholders become raw JSON, which a tree could not hold.
        String text = JSON.writeValueAsString(tree);
        for (int index = 0; index < RAW.size(); index++) {
            text = text.replace("\"raw-" + index + "-\"", RAW.get(index));
        }
        return text;
    }

    private void change(JsonNode parent) {
        String raw = "raw-" + below(RAW.size()) + "-";
        if (parent instanceof ObjectNode object) {
            String name = one(new ArrayList<>(object.propertyNames()));
            switch (below(5)) {
                case 0 -> object.remove(name);
                case 1 -> object.put(name, text());
                case 2 -> object.put(text(), raw);
                default -> object.put(name, raw);
            }
        } else if (parent instanceof ArrayNode array) {
            switch (below(4)) {
                case 0 -> array.remove(0);
                case 1 -> array.add(array.get(0));
                default -> array.set(below(array.size()), raw);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainer() && !node.isEmpty()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }

    private byte[] flipped(byte[] bytes) {
        byte[] copy = bytes.clone();
        for (int flip = 0; flip < 3 && copy.length > 0; flip++) {
            copy[below(copy.length)] ^= (byte) (1 << below(8));
        }
        return copy;
    }

    private static String twice(String json) {
        int at = json.indexOf("\":");
        int from = json.indexOf('"');
        return at < 0 || !json.startsWith("{")
                ? json + json
                : "{" + json.substring(from, at) + "\": \"" + PRIVATE + "\"," + json.substring(1);
    }

    /** One of the ways to spoil the headers of a webhook; each name and value in turn. */
    public Map<String, String> wrongSignature(String header) {
        return one(List.of(
                Map.of(),
                Map.of(header, ""),
                Map.of(header, "!"),
                Map.of(header, "AAAA"),
                Map.of(header, "x".repeat(4000)),
                Map.of(header, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")));
    }
}

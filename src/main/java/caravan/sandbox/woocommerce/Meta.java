package caravan.sandbox.woocommerce;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The metadata of one thing: one row per key, replaced in place. */
final class Meta {
    private record Row(long id, JsonNode value, String shownKey, String shownValue) {}

    private final Site site;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    Meta(Site site) {
        this.site = site;
    }

    void put(String key, String value) {
        put(key, StringNode.valueOf(value));
    }

    void put(String key, JsonNode value) {
        Row old = rows.get(key);
        long id = old == null ? site.metaIds.incrementAndGet() : old.id();
        rows.put(key, new Row(id, value, key, value.isString() ? value.stringValue() : value.toString()));
    }

    /** An attribute of a variation, which pages show by other words. */
    void attribute(String key, String value, String shownKey, String shownValue) {
        rows.put(key, new Row(site.metaIds.incrementAndGet(), StringNode.valueOf(value), shownKey, shownValue));
    }

    void remove(String key) {
        rows.remove(key);
    }

    @Nullable
    String text(String key) {
        Row row = rows.get(key);
        return row == null ? null : row.value().asString();
    }

    int number(String key) {
        String text = text(key);
        return text == null ? 0 : Integer.parseInt(text);
    }

    /** Takes in rows as a caller sends them; a null value removes the key. */
    void merge(JsonNode given) {
        for (JsonNode row : given) {
            String key = row.path("key").asString("");
            if (row.path("value").isNull()) {
                rows.remove(key);
            } else {
                put(key, row.path("value"));
            }
        }
    }

    ArrayNode toJson() {
        ArrayNode list = WpJson.array();
        rows.forEach((key, row) -> head(list, key, row));
        return list;
    }

    /** As order items show it, with the words pages use. */
    ArrayNode toItemJson() {
        ArrayNode list = WpJson.array();
        rows.forEach((key, row) ->
                head(list, key, row).put("display_key", row.shownKey()).put("display_value", row.shownValue()));
        return list;
    }

    private static ObjectNode head(ArrayNode list, String key, Row row) {
        ObjectNode node = list.addObject().put("id", row.id()).put("key", key);
        node.set("value", row.value());
        return node;
    }
}

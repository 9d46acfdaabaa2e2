package caravan.sandbox.shopify;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** One subscription. */
final class Webhook {
    /** What can be subscribed to; the store raises those about orders, refunds, stock levels and product updates. */
    static final Set<String> TOPICS = Set.of(
            "app/uninstalled",
            "fulfillments/create",
            "fulfillments/update",
            "inventory_items/create",
            "inventory_items/delete",
            "inventory_items/update",
            "inventory_levels/connect",
            "inventory_levels/disconnect",
            "inventory_levels/update",
            "order_transactions/create",
            "orders/cancelled",
            "orders/create",
            "orders/delete",
            "orders/edited",
            "orders/fulfilled",
            "orders/paid",
            "orders/partially_fulfilled",
            "orders/updated",
            "products/create",
            "products/delete",
            "products/update",
            "refunds/create");

    final long id;
    final Instant created;
    final String topic;
    Instant updated;
    String address;
    String name = "";

    Webhook(long id, Instant now, String topic, String address) {
        this.id = id;
        this.created = now;
        this.updated = now;
        this.topic = topic;
        this.address = address;
    }

    /** Says whether deliveries could go there. */
    static boolean deliverable(String address) {
        return address.matches("https?://[^\\s/]+(/\\S*)?") && address.length() <= 2000;
    }

    String constant() {
        return topic.toUpperCase(Locale.ROOT).replace('/', '_');
    }

    /** The topic of an enum constant, whose underscores do not say where the slash is. */
    static String topic(String constant) {
        return TOPICS.stream()
                .filter(topic -> topic.replace('/', '_').equalsIgnoreCase(constant))
                .findFirst()
                .orElseThrow();
    }

    ObjectNode toJson(Shop shop) {
        ObjectNode node = Json.object().put("id", id).put("address", address).put("topic", topic);
        node.put("created_at", shop.local(created))
                .put("updated_at", shop.local(updated))
                .put("format", "json");
        node.putArray("fields");
        node.putArray("metafield_namespaces");
        return node.put("api_version", RestApi.VERSION);
    }

    Map<String, Object> view() {
        return Map.ofEntries(
                Map.entry("__typename", "WebhookSubscription"),
                Map.entry(Pages.KEY, Pages.key(id)),
                Map.entry("id", Shop.gid("WebhookSubscription", id)),
                Map.entry("legacyResourceId", String.valueOf(id)),
                Map.entry(
                        "apiVersion",
                        Map.of("displayName", GraphQlApi.VERSION, "handle", GraphQlApi.VERSION, "supported", true)),
                Map.entry("callbackUrl", address),
                Map.entry("uri", address),
                Map.entry("createdAt", Shop.utc(created)),
                Map.entry("updatedAt", Shop.utc(updated)),
                Map.entry("format", "JSON"),
                Map.entry("includeFields", java.util.List.of()),
                Map.entry("name", name),
                Map.entry("topic", constant()));
    }
}

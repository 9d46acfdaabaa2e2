package caravan.sandbox.woocommerce;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** One subscription. */
final class Webhook extends Post {
    static final Set<String> STATUSES = Set.of("active", "paused", "disabled");
    private static final Map<String, List<String>> HOOKS = Map.of(
            "order.created", List.of("woocommerce_new_order"),
            "order.updated", List.of("woocommerce_update_order", "woocommerce_order_refunded"),
            "order.deleted", List.of("wp_trash_post", "woocommerce_trash_order"),
            "order.restored", List.of("untrashed_post", "woocommerce_untrash_order"),
            "product.created",
                    List.of(
                            "woocommerce_process_product_meta",
                            "woocommerce_new_product",
                            "woocommerce_new_product_variation"),
            "product.updated",
                    List.of(
                            "woocommerce_process_product_meta",
                            "woocommerce_update_product",
                            "woocommerce_update_product_variation"),
            "product.deleted", List.of("wp_trash_post"),
            "product.restored", List.of("untrashed_post"));

    String name;
    String topic;
    String address;
    String secret;
    String status = "active";
    int failures;

    Webhook(long id, Instant now, String name, String topic, String address, String secret) {
        super(id, now);
        this.name = name;
        this.topic = topic;
        this.address = address;
        this.secret = secret;
    }

    static boolean knows(String topic) {
        return HOOKS.containsKey(topic);
    }

    String resource() {
        return topic.substring(0, topic.indexOf('.'));
    }

    String event() {
        return topic.substring(topic.indexOf('.') + 1);
    }

    @Override
    String title() {
        return name;
    }

    ObjectNode toJson(Site site) {
        ObjectNode node = WpJson.object().put("id", id).put("name", name).put("status", status);
        node.put("topic", topic).put("resource", resource()).put("event", event());
        var hooks = node.putArray("hooks");
        HOOKS.getOrDefault(topic, List.of()).forEach(hooks::add);
        node.put("delivery_url", address);
        site.date(node, "date_created", created);
        site.date(node, "date_modified", modified);
        site.links(node, "/webhooks", id, null);
        return node;
    }
}

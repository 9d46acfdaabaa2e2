package caravan.sandbox.shopify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The store's subscriptions; to be touched under the shop's lock only. */
final class Webhooks {
    private final Shop shop;
    private final WebhookCourier courier;
    private final Map<Long, Webhook> all = new LinkedHashMap<>();

    Webhooks(Shop shop, WebhookCourier courier) {
        this.shop = shop;
        this.courier = courier;
    }

    Collection<Webhook> all() {
        return List.copyOf(all.values());
    }

    @Nullable
    Webhook find(long id) {
        return all.get(id);
    }

    /** Adds a subscription, unless there is one of that topic to that address. */
    @Nullable
    Webhook add(String topic, String address) {
        if (taken(topic, address)) {
            return null;
        }
        Webhook webhook = new Webhook(shop.nextId(), shop.now(), topic, address);
        all.put(webhook.id, webhook);
        return webhook;
    }

    boolean taken(String topic, String address) {
        return all.values().stream().anyMatch(other -> other.topic.equals(topic) && other.address.equals(address));
    }

    boolean remove(long id) {
        return all.remove(id) != null;
    }

    void removeAll() {
        all.clear();
    }

    /** Tells every subscription of the topic, later and on another thread, what is true now. */
    void raise(String topic, ObjectNode body, Event event) {
        for (Webhook webhook : new ArrayList<>(all.values())) {
            if (webhook.topic.equals(topic)) {
                courier.send(webhook, Json.write(body), event);
            }
        }
    }
}

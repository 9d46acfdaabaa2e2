package caravan.sandbox.woocommerce;

import caravan.sandbox.Subscriptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The store's subscriptions, and what happened for them; to be touched under the site's lock only. */
final class Webhooks {
    /** More consecutive failures than this switch a subscription off. */
    private static final int PATIENCE = 5;

    private final Site site;
    private final WebhookCourier courier;
    private final Map<Long, Webhook> all = new LinkedHashMap<>();
    private long lastId;

    Webhooks(Site site, WebhookCourier courier) {
        this.site = site;
        this.courier = courier;
    }

    Collection<Webhook> all() {
        return List.copyOf(all.values());
    }

    @Nullable
    Webhook find(long id) {
        return all.get(id);
    }

    Webhook add(String name, String topic, String address, String secret) {
        Webhook webhook = new Webhook(++lastId, site.clock.second(), name, topic, address, secret);
        all.put(webhook.id, webhook);
        return webhook;
    }

    void remove(Webhook webhook) {
        all.remove(webhook.id);
    }

    /** Tells every active subscription of the topic, later and on another thread. */
    void raise(String resource, String event, long id) {
        for (Webhook webhook : new ArrayList<>(all.values())) {
            if (webhook.status.equals("active") && webhook.topic.equals(resource + "." + event)) {
                courier.send(webhook, id);
            }
        }
    }

    /** Notes how a delivery went. */
    void delivered(Webhook webhook, boolean accepted) {
        if (accepted) {
            webhook.failures = 0;
        } else if (++webhook.failures > PATIENCE) {
            webhook.status = "disabled";
        }
    }

    Subscriptions count() {
        int active = Math.toIntExact(all.values().stream()
                .filter(webhook -> webhook.status.equals("active"))
                .count());
        return new Subscriptions(active, all.size() - active);
    }

    void disableAll() {
        all.values().forEach(webhook -> webhook.status = "disabled");
    }
}

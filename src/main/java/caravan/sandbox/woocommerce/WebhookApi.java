package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The routes under {@code /webhooks}. */
final class WebhookApi {
    private static final Set<String> WRITABLE = Set.of("id", "name", "topic", "delivery_url", "secret", "status");

    private final Site site;
    private final Webhooks webhooks;
    private final WebhookCourier courier;

    WebhookApi(Site site, Webhooks webhooks, WebhookCourier courier) {
        this.site = site;
        this.webhooks = webhooks;
        this.courier = courier;
    }

    TwinAnswer list(TwinRequest request) {
        Parameters parameters = new Parameters(request, Listing.and("status", "search"));
        String status = parameters.choice("status", "all", List.of("all", "active", "paused", "disabled"));
        return site.locked(() -> new Listing<Webhook>(site, request, parameters)
                .page(
                        webhooks.all(),
                        webhook -> status.equals("all") || status.equals(webhook.status),
                        webhook -> webhook.toJson(site)));
    }

    ObjectNode get(long id) {
        return site.locked(() -> found(id).toJson(site));
    }

    ObjectNode create(ObjectNode body) {
        Fields fields = new Fields(body, WRITABLE);
        String name = fields.text("name");
        String topic = fields.text("topic");
        String address = fields.text("delivery_url");
        String secret = fields.text("secret");
        String status = fields.choice("status", Webhook.STATUSES);
        fields.check();
        if (topic == null || !Webhook.knows(topic)) {
            throw invalidTopic();
        }
        if (address == null || !usable(address)) {
            throw invalidAddress();
        }
        Webhook made = site.locked(() -> {
            String title = name == null ? "Webhook created on " + site.local(site.clock.now()) : name;
            Webhook webhook = webhooks.add(
                    title, topic, address, secret == null ? UUID.randomUUID().toString() : secret);
            webhook.status = status == null ? "active" : status;
            return webhook;
        });
        if (made.status.equals("active")) {
            courier.ping(made);
        }
        return get(made.id);
    }

    ObjectNode update(long id, ObjectNode body) {
        Fields fields = new Fields(body, WRITABLE);
        String name = fields.text("name");
        String topic = fields.text("topic");
        String address = fields.text("delivery_url");
        String secret = fields.text("secret");
        String status = fields.choice("status", Webhook.STATUSES);
        fields.check();
        if (topic != null && !Webhook.knows(topic)) {
            throw invalidTopic();
        }
        if (address != null && !usable(address)) {
            throw invalidAddress();
        }
        boolean moved = site.locked(() -> {
            Webhook webhook = found(id);
            boolean elsewhere = address != null && !address.equals(webhook.address);
            webhook.name = or(name, webhook.name);
            webhook.topic = or(topic, webhook.topic);
            webhook.address = or(address, webhook.address);
            webhook.secret = or(secret, webhook.secret);
            if (status != null && !status.equals(webhook.status)) {
                webhook.status = status;
                webhook.failures = 0;
            }
            webhook.modified = site.clock.second();
            return elsewhere;
        });
        if (moved) {
            courier.ping(site.locked(() -> found(id)));
        }
        return get(id);
    }

    ObjectNode delete(long id, boolean force) {
        return site.locked(() -> {
            Webhook webhook = found(id);
            if (!force) {
                throw new RestError(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.");
            }
            webhooks.remove(webhook);
            return webhook.toJson(site);
        });
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    private static boolean usable(String address) {
        try {
            URI uri = new URI(address);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static RestError invalidTopic() {
        return new RestError(
                400, "woocommerce_rest_shop_webhook_invalid_topic", "Webhook topic is required and must be valid.");
    }

    private static RestError invalidAddress() {
        return new RestError(
                400,
                "woocommerce_rest_shop_webhook_invalid_delivery_url",
                "Webhook delivery URL must be a valid URL starting with http:// or https://.");
    }

    private Webhook found(long id) {
        Webhook webhook = webhooks.find(id);
        if (webhook == null) {
            throw RestError.invalidId("shop_webhook");
        }
        return webhook;
    }
}

package caravan.sandbox.shopify;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Subscriptions over REST. */
final class WebhookRest {
    private final Shop shop;
    private final Webhooks webhooks;

    WebhookRest(Shop shop, Webhooks webhooks) {
        this.shop = shop;
        this.webhooks = webhooks;
    }

    TwinAnswer list(TwinRequest request) {
        RestQuery query = new RestQuery(request, Set.of("limit", "topic", "address", "since_id"));
        long since = query.ids("since_id").stream().findFirst().orElse(0L);
        ArrayNode list = Json.array();
        webhooks.all().stream()
                .filter(one -> query.text("topic", one.topic).equals(one.topic))
                .filter(one -> query.text("address", one.address).equals(one.address))
                .filter(one -> one.id > since)
                .limit(query.limit())
                .forEach(one -> list.add(one.toJson(shop)));
        return RestApi.many("webhooks", list);
    }

    TwinAnswer create(ObjectNode given) {
        String topic = given.path("topic").asString("");
        String address = given.path("address").asString("");
        if (!Webhook.TOPICS.contains(topic)) {
            throw RestError.invalid("topic", "Invalid topic specified: " + topic);
        }
        if (!given.path("format").asString("json").equals("json")) {
            throw RestError.invalid("format", "This pretend store writes json only");
        }
        requireDeliverable(address);
        Webhook webhook = webhooks.add(topic, address);
        if (webhook == null) {
            throw RestError.invalid("address", "for this topic has already been taken");
        }
        return RestApi.of(201, Json.object().set("webhook", webhook.toJson(shop)));
    }

    TwinAnswer get(long id) {
        return RestApi.one("webhook", require(id).toJson(shop));
    }

    TwinAnswer update(long id, ObjectNode given) {
        Webhook webhook = require(id);
        String address = given.path("address").asString(webhook.address);
        requireDeliverable(address);
        if (!address.equals(webhook.address) && webhooks.taken(webhook.topic, address)) {
            throw RestError.invalid("address", "for this topic has already been taken");
        }
        webhook.address = address;
        webhook.updated = shop.now();
        return get(id);
    }

    TwinAnswer delete(long id) {
        require(id);
        webhooks.remove(id);
        return RestApi.of(200, Json.object());
    }

    private Webhook require(long id) {
        Webhook webhook = webhooks.find(id);
        if (webhook == null) {
            throw RestError.notFound();
        }
        return webhook;
    }

    private static void requireDeliverable(String address) {
        if (!Webhook.deliverable(address)) {
            throw RestError.invalid("address", "is invalid");
        }
    }
}

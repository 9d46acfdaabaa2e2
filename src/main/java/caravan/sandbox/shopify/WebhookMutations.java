package caravan.sandbox.shopify;

import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Subscriptions over GraphQL. */
final class WebhookMutations {
    private static final String SUBSCRIPTION = "webhookSubscription";

    private final Shop shop;
    private final Webhooks webhooks;

    WebhookMutations(Shop shop, Webhooks webhooks) {
        this.shop = shop;
        this.webhooks = webhooks;
    }

    Map<String, Object> fields() {
        return Map.of(
                "webhookSubscriptionCreate", (GraphSchema.Field) this::create,
                "webhookSubscriptionUpdate", (GraphSchema.Field) this::update,
                "webhookSubscriptionDelete", (GraphSchema.Field) this::delete);
    }

    private Object create(DataFetchingEnvironment asked) {
        Map<String, Object> input = asked.getArgumentOrDefault(SUBSCRIPTION, Map.of());
        String topic = Webhook.topic(asked.getArgumentOrDefault("topic", ""));
        String address = address(input);
        if (address == null || !Webhook.deliverable(address)) {
            return refused(List.of(SUBSCRIPTION, "uri"), "Address is invalid");
        }
        Webhook webhook = webhooks.add(topic, address);
        if (webhook == null) {
            return refused(List.of(SUBSCRIPTION, "uri"), "Address for this topic has already been taken");
        }
        return done(webhook, input);
    }

    private Object update(DataFetchingEnvironment asked) {
        Map<String, Object> input = asked.getArgumentOrDefault(SUBSCRIPTION, Map.of());
        Webhook webhook = webhooks.find(Shop.idIn(asked.getArgument("id"), "WebhookSubscription"));
        if (webhook == null) {
            return refused(List.of("id"), "Webhook subscription does not exist");
        }
        String address = address(input);
        if (address != null && !Webhook.deliverable(address)) {
            return refused(List.of(SUBSCRIPTION, "uri"), "Address is invalid");
        }
        if (address != null && !address.equals(webhook.address) && webhooks.taken(webhook.topic, address)) {
            return refused(List.of(SUBSCRIPTION, "uri"), "Address for this topic has already been taken");
        }
        webhook.address = address == null ? webhook.address : address;
        webhook.updated = shop.now();
        return done(webhook, input);
    }

    private Object delete(DataFetchingEnvironment asked) {
        String id = asked.getArgument("id");
        if (!webhooks.remove(Shop.idIn(id, "WebhookSubscription"))) {
            return refused(List.of("id"), "Webhook subscription does not exist");
        }
        return Map.of("deletedWebhookSubscriptionId", String.valueOf(id), "userErrors", List.of());
    }

    private static Object done(Webhook webhook, Map<String, Object> input) {
        if (input.get("name") instanceof String name) {
            webhook.name = name;
        }
        return Map.of(SUBSCRIPTION, webhook.view(), "userErrors", List.of());
    }

    private static @Nullable String address(Map<String, Object> input) {
        Object address = input.getOrDefault("uri", input.get("callbackUrl"));
        return address == null ? null : address.toString();
    }

    private static Object refused(List<String> field, String message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("userErrors", List.of(Map.of("__typename", "UserError", "field", field, "message", message)));
        return answer;
    }
}

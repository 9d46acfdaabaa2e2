package caravan.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.WebhookEar;
import caravan.kit.WebhookEar.Heard;
import caravan.sandbox.Purchase;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ShopWebhookTests {
    @Test
    void signsTheVendorsTestVectorAsTheVendorDoes() {
        String body = "{\"id\":820982911946154508,\"updated_at\":\"2026-11-20T10:15:30+00:00\"}";
        assertThat(WebhookCourier.sign(body, "shpss_0123456789abcdef"))
                .isEqualTo("mCgtAS/VIs/os3ELa/NDHaa212sPqMUPLjtMyXaFeRo=");
    }

    @Test
    void refusedDeliveriesAreRepeatedUnchangedAndThenTheSubscriptionIsGone() throws Exception {
        try (Stand stand = new Stand();
                WebhookEar ear = new WebhookEar()) {
            String body = "{\"webhook\": {\"topic\": \"orders/create\", \"address\": \"" + ear.url() + "\"}}";
            assertThat(stand.send("POST", RestApi.BASE + "/webhooks.json", body).statusCode())
                    .isEqualTo(201);
            ear.answers(500);
            stand.store.order(Purchase.paid("TEE-M", 1));
            Await.until(
                    "deleted",
                    () -> stand.query("{ webhookSubscriptions(first: 5) { nodes { id } } }", "{}")
                            .at("/data/webhookSubscriptions/nodes")
                            .isEmpty());
            assertThat(ear.heard()).hasSize(1 + WebhookCourier.REPETITIONS);
            assertThat(ear.heard())
                    .extracting(Heard::body)
                    .containsOnly(ear.heard().get(0).body());
            assertThat(ear.heard())
                    .extracting(heard -> heard.header("X-Shopify-Webhook-Id"))
                    .containsOnly(ear.heard().get(0).header("X-Shopify-Webhook-Id"));
            assertThat(ear.heard().get(0).header("X-Shopify-Shop-Domain")).isEqualTo("rig.myshopify.com");
        }
    }

    @Test
    void tellsOfAShipmentInItsOwnWordsAndInTheOrders() throws Exception {
        try (Stand stand = new Stand();
                WebhookEar ear = new WebhookEar()) {
            for (String topic : List.of("fulfillments/create", "orders/fulfilled")) {
                stand.send(
                        "POST",
                        RestApi.BASE + "/webhooks.json",
                        "{\"webhook\": {\"topic\": \"" + topic + "\", \"address\": \"" + ear.url() + "\"}}");
            }
            String order = stand.store.order(Purchase.paid("TEE-M", 2));
            stand.store.ship(order);
            Await.until("both came", () -> ear.heard().size() == 2);
            JsonNode parcel = Json.tree(ear.heard().get(0).body());
            assertThat(ear.heard().get(0).header("X-Shopify-Topic")).isEqualTo("fulfillments/create");
            assertThat(parcel.path("order_id").asString()).isEqualTo(order);
            assertThat(parcel.path("name").asString()).isEqualTo("#1001.1");
            assertThat(parcel.at("/line_items/0/quantity").intValue()).isEqualTo(2);
            JsonNode whole = Json.tree(ear.heard().get(1).body());
            assertThat(whole.at("/fulfillments/0/id")).isEqualTo(parcel.path("id"));
            assertThat(ear.heard())
                    .extracting(heard -> heard.header("X-Shopify-Event-Id"))
                    .as("one deed of the merchant")
                    .containsOnly(ear.heard().get(0).header("X-Shopify-Event-Id"));
        }
    }
}

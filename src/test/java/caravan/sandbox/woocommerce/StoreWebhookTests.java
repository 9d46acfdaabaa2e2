package caravan.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.WebhookEar;
import caravan.kit.WebhookEar.Heard;
import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Purchase;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreWebhookTests {
    private Stand stand;
    private WebhookEar ear;

    @BeforeEach
    void open() throws Exception {
        stand = new Stand();
        ear = new WebhookEar();
    }

    @AfterEach
    void close() {
        stand.close();
        ear.close();
    }

    @Test
    void newSubscriptionIsAnnouncedByAnUnsignedForm() throws Exception {
        String id = subscribe("order.created");
        Await.until("ping", () -> !ear.heard().isEmpty());
        Heard ping = ear.heard().get(0);
        assertThat(ping.body()).isEqualTo("webhook_id=" + id);
        assertThat(ping.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(ping.header("X-WC-Webhook-Signature")).isEmpty();
    }

    @Test
    void deliveriesAreSignedAndLookLikeTheResource() throws Exception {
        subscribe("order.created");
        subscribe("order.updated");
        subscribe("product.updated");
        String id = stand.store.order(Purchase.paid("TEE-M", 1));
        Await.until("created", () -> ear.heard("order.created").size() == 1);
        Await.until("updated", () -> !ear.heard("order.updated").isEmpty());
        Await.until("stock", () -> !ear.heard("product.updated").isEmpty());
        Heard heard = ear.heard("order.created").get(0);
        assertThat(heard.header("X-WC-Webhook-Signature"))
                .isEqualTo(WebhookCourier.sign(heard.body().getBytes(StandardCharsets.UTF_8), "whsec"));
        assertThat(heard.header("X-WC-Webhook-Source")).isEqualTo(stand.address + "/");
        assertThat(heard.header("X-WC-Webhook-Delivery-ID")).hasSize(32);
        assertThat(WpJson.tree(ear.heard("order.updated").get(0).body())).isEqualTo(stand.order(id));
        assertThat(WpJson.tree(ear.heard("product.updated").get(0).body())
                        .path("type")
                        .stringValue())
                .isEqualTo("variation");
    }

    @Test
    void bodyIsBuiltWhenItIsDelivered() throws Exception {
        subscribe("order.created");
        stand.store.faults().on(FaultKind.WEBHOOK_DELAYED, FaultRule.next(1).lasting(java.time.Duration.ofSeconds(1)));
        String id = stand.store.order(Purchase.unpaid("MUG", 1));
        stand.store.bin(id);
        Await.until("created", () -> ear.heard("order.created").size() == 1);
        assertThat(WpJson.tree(ear.heard("order.created").get(0).body())
                        .path("status")
                        .stringValue())
                .isEqualTo("trash");
    }

    @Test
    void deletedOrderIsAnIdAndNothingElse() throws Exception {
        subscribe("order.deleted");
        String id = stand.store.order(Purchase.paid("MUG", 1));
        stand.store.bin(id);
        Await.until("deleted", () -> ear.heard("order.deleted").size() == 1);
        assertThat(ear.heard("order.deleted").get(0).body()).isEqualTo("{\"id\":" + id + "}");
    }

    @Test
    void moreThanFiveFailuresInARowSwitchItOffAndNothingIsRepeated() throws Exception {
        String id = subscribe("order.created");
        Await.until("ping", () -> ear.heard().size() == 1);
        ear.answers(500);
        for (int i = 0; i < 6; i++) {
            assertThat(status(id)).isEqualTo("active");
            int heard = i + 1;
            stand.store.order(Purchase.unpaid("MUG", 1));
            Await.until("delivery " + heard, () -> ear.heard("order.created").size() == heard);
        }
        Await.until("disabled", () -> status(id).equals("disabled"));
        stand.caller.send("PUT", "/wc/v3/webhooks/" + id, "{\"status\": \"active\"}");
        ear.answers(200);
        stand.store.order(Purchase.unpaid("MUG", 1));
        Await.until("again", () -> ear.heard("order.created").size() == 7);
        assertThat(status(id)).isEqualTo("active");
    }

    @Test
    void faultsDuplicateLoseAndReorder() throws Exception {
        subscribe("order.created");
        var faults = stand.store.faults();
        faults.on(FaultKind.WEBHOOK_LOST, FaultRule.next(1));
        stand.store.order(Purchase.unpaid("MUG", 1));
        faults.on(FaultKind.WEBHOOK_REORDERED, FaultRule.next(1));
        String late = stand.store.order(Purchase.unpaid("MUG", 1));
        faults.on(FaultKind.WEBHOOK_DUPLICATED, FaultRule.next(1));
        String twice = stand.store.order(Purchase.unpaid("MUG", 1));
        Await.until("three deliveries", () -> ear.heard("order.created").size() == 3);
        assertThat(ear.heard("order.created"))
                .extracting(heard -> WpJson.tree(heard.body()).path("id").asString())
                .containsExactly(twice, twice, late);
    }

    @Test
    void disabledSubscriptionStaysSilent() throws Exception {
        String id = subscribe("order.created");
        stand.store.disableSubscriptions();
        assertThat(status(id)).isEqualTo("disabled");
    }

    private String status(String id) throws Exception {
        return stand.caller.get("/wc/v3/webhooks/" + id).body().path("status").stringValue();
    }

    private String subscribe(String topic) throws Exception {
        SignedCaller.Answer made = stand.caller.send(
                "POST",
                "/wc/v3/webhooks",
                "{\"name\": \"t\", \"topic\": \"" + topic + "\", \"delivery_url\": \"" + ear.url()
                        + "\", \"secret\": \"whsec\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().has("secret")).isFalse();
        return made.body().path("id").asString();
    }
}

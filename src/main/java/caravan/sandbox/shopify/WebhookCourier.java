package caravan.sandbox.shopify;

import caravan.sandbox.Faults;
import caravan.sandbox.WebhookQueue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Carries webhooks out and repeats what nobody accepted, with the body of the first time. */
final class WebhookCourier implements AutoCloseable {
    static final int REPETITIONS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Shop shop;
    private final LongPredicate wanted;
    private final LongConsumer giveUp;
    private final WebhookQueue queue;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    /**
     * Opens the queue.
     *
     * @param wanted says whether a subscription still exists
     * @param giveUp is told the subscription for which every repetition failed
     */
    WebhookCourier(Shop shop, Faults faults, LongPredicate wanted, LongConsumer giveUp) {
        this.shop = shop;
        this.wanted = wanted;
        this.giveUp = giveUp;
        queue = new WebhookQueue(shop.settings.name(), faults);
    }

    void send(Webhook webhook, String body, Event event) {
        UUID delivery = UUID.randomUUID();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(webhook.address))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "*/*")
                .header("User-Agent", "Shopify-Captain-Hook")
                .header("X-Shopify-Topic", webhook.topic)
                .header("X-Shopify-Shop-Domain", shop.settings.domain())
                .header("X-Shopify-API-Version", RestApi.VERSION)
                .header("X-Shopify-Hmac-Sha256", sign(body, shop.settings.clientSecret()))
                .header("X-Shopify-Webhook-Id", delivery.toString())
                .header("X-Shopify-Event-Id", event.id().toString())
                .header("X-Shopify-Triggered-At", event.at().toString());
        if (!webhook.name.isEmpty()) {
            request.header("X-Shopify-Name", webhook.name);
        }
        HttpRequest ready = request.POST(BodyPublishers.ofString(body)).build();
        queue.send(() -> deliver(webhook.id, ready, 0));
    }

    private void deliver(long webhook, HttpRequest request, int repetition) {
        if (!wanted.test(webhook) || accepted(request)) {
            return;
        }
        if (repetition == REPETITIONS) {
            giveUp.accept(webhook);
            return;
        }
        Duration pause = shop.settings.backoff().multipliedBy(1L << repetition);
        queue.later(pause, () -> deliver(webhook, request, repetition + 1));
    }

    private boolean accepted(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException unreachable) {
            return false;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static String sign(String body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has HmacSHA256.", impossible);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}

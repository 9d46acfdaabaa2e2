package caravan.sandbox.woocommerce;

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
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.web.util.HtmlUtils;

/** Carries webhooks out, one after the other, as the shop's one queue does; it tries each once. */
final class WebhookCourier implements AutoCloseable {
    private static final String AGENT = "WooCommerce/" + RestApi.VERSION + " Hookshot (WordPress/7.1)";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Site site;
    private final BiFunction<Webhook, Long, String> body;
    private final BiConsumer<Webhook, Boolean> result;
    private final WebhookQueue queue;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * Opens the queue.
     *
     * @param body builds the body of a delivery about a resource's id, when it is delivered
     * @param result is told whether it was accepted
     */
    WebhookCourier(
            Site site, Faults faults, BiFunction<Webhook, Long, String> body, BiConsumer<Webhook, Boolean> result) {
        this.site = site;
        this.body = body;
        this.result = result;
        queue = new WebhookQueue(site.settings.name(), faults);
    }

    /** Announces a new subscription: a form, unsigned. Nobody minds what the receiver answers. */
    void ping(Webhook webhook) {
        queue.later(
                Duration.ZERO,
                () -> post(HttpRequest.newBuilder(URI.create(webhook.address))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("webhook_id=" + webhook.id))));
    }

    /** Queues a delivery, as well or badly as the faults allow. */
    void send(Webhook webhook, long id) {
        queue.send(() -> deliver(webhook, id));
    }

    private void deliver(Webhook webhook, long id) {
        if (!site.locked(() -> webhook.status.equals("active"))) {
            return;
        }
        byte[] bytes = body.apply(webhook, id).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(webhook.address))
                .header("Content-Type", "application/json")
                .header("X-WC-Webhook-Source", site.url() + "/")
                .header("X-WC-Webhook-Topic", webhook.topic)
                .header("X-WC-Webhook-Resource", webhook.resource())
                .header("X-WC-Webhook-Event", webhook.event())
                .header("X-WC-Webhook-Signature", sign(bytes, webhook.secret))
                .header("X-WC-Webhook-ID", String.valueOf(webhook.id))
                .header("X-WC-Webhook-Delivery-ID", deliveryId(webhook))
                .POST(BodyPublishers.ofByteArray(bytes));
        result.accept(webhook, post(request));
    }

    private boolean post(HttpRequest.Builder request) {
        try {
            int status = http.send(
                            request.header("User-Agent", AGENT)
                                    .header("Accept", "*/*")
                                    .timeout(PATIENCE)
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            return status >= 200 && status <= 302;
        } catch (IOException unreachable) {
            return false;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Two deliveries of one subscription within a second share it. */
    private String deliveryId(Webhook webhook) {
        try {
            String text = webhook.id + "-" + site.clock.second().getEpochSecond();
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has MD5.", impossible);
        }
    }

    /** The shop turns HTML entities in a secret into characters before it signs. */
    static String sign(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HtmlUtils.htmlUnescape(secret).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has HmacSHA256.", impossible);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}

package caravan.kit;

import caravan.kernel.ConnectionId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A shop that sends signed webhooks with canonical orders. */
public final class KitShop {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final ConnectionId connection;

    public KitShop(String connection) {
        this.connection = new ConnectionId(connection);
    }

    public ConnectionId connection() {
        return connection;
    }

    /** The JSON of a paid order of one line; the shop has taken the units from its own figure. */
    public String order(String id, String sku, long units, Instant updated) {
        return """
                {"externalId": "%s", "number": "%s", "state": "SOLD", "payment": "PAID",
                 "placedAt": "2036-03-01T10:00:00Z", "updatedAt": "%s", "taxesIncluded": false,
                 "currency": {"shop": "EUR"}, "total": {"shop": "%d.00"},
                 "lines": [{"externalId": "1", "channelSku": "%s", "externalListing": "", "stocked": true, "title": "T",
                            "ordered": %d, "cancelled": 0, "shipped": 0, "returned": 0, "taken": %d,
                            "unit": {"shop": "10.00"}}]}""".formatted(id, id, updated, units * 10, sku, units, units);
    }

    /** Sends a webhook as the vendor would and answers the status. */
    public int send(URI hub, String topic, String body) throws IOException, InterruptedException {
        return send(hub, topic, body, KitHooks.SECRET);
    }

    /** Sends a webhook signed with a secret of one's own. */
    public int send(URI hub, String topic, String body, String secret) throws IOException, InterruptedException {
        return status(request(hub, topic, BodyPublishers.ofString(body)).header("X-Kit-Signature", sign(body, secret)));
    }

    /** A request without a signature. */
    public HttpRequest.Builder request(URI hub, String topic, BodyPublisher body) {
        return HttpRequest.newBuilder(hub.resolve("/hooks/" + connection))
                .timeout(Duration.ofSeconds(5))
                .header("X-Kit-Topic", topic)
                .header("X-Kit-Shop", connection.value())
                .header("X-Kit-Delivery", "1")
                .POST(body);
    }

    /** Sends a request and answers its status. */
    public static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Signs a body. */
    public static String sign(String body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

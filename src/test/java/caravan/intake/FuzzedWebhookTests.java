package caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connection.Connections;
import caravan.kit.Await;
import caravan.kit.FuzzedStore;
import caravan.kit.Hostile;
import caravan.kit.HubTest;
import caravan.kit.LogEar;
import caravan.kit.Visitors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signed webhooks with anything in them, through the door and the intake of real connectors. */
@HubTest
class FuzzedWebhookTests {
    private static final long SEED = Long.getLong("caravan.fuzz.seed", 20_261_127L);
    private static final int WEBHOOKS = Integer.getInteger("caravan.fuzz.webhooks", 250);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Visitors visitors;
    private final Connections connections;
    private final JdbcClient jdbc;

    FuzzedWebhookTests(Visitors visitors, Connections connections, JdbcClient jdbc) {
        this.visitors = visitors;
        this.connections = connections;
        this.jdbc = jdbc;
    }

    @Test
    void losesNothingAndTellsNothingOfAWooCommerceStore() throws Exception {
        fuzz(
                FuzzedStore.woo(connections),
                bodies("woocommerce"),
                List.of("order.created", "order.updated", "order.deleted", "product.updated", "no.such", ""));
    }

    @Test
    void losesNothingAndTellsNothingOfAShopifyShop() throws Exception {
        fuzz(
                FuzzedStore.shopify(connections),
                bodies("shopify"),
                List.of("orders/create", "orders/updated", "orders/edited", "orders/delete", "refunds/create", "x"));
    }

    private void fuzz(FuzzedStore store, List<String> bodies, List<String> topics) throws Exception {
        Hostile hostile = new Hostile(SEED);
        Set<String> accepted = new HashSet<>();
        try (LogEar log = new LogEar()) {
            for (int number = 0; number < WEBHOOKS; number++) {
                String topic = hostile.below(4) == 0 ? hostile.one(topics) : topics.get(0);
                byte[] body = hostile.mutated(hostile.one(bodies));
                boolean signed = hostile.below(10) > 0;
                HttpResponse<String> answer = send(
                        store,
                        topic,
                        body,
                        signed
                                ? Map.of(store.signatureHeader(), sign(body, store.secret()))
                                : hostile.wrongSignature(store.signatureHeader()));
                assertThat(answer.statusCode()).as(what(number)).isEqualTo(signed ? 202 : 401);
                assertThat(answer.body()).as(what(number)).isEmpty();
                if (signed) {
                    accepted.add(hash(body));
                }
            }
            Await.until(
                    "every accepted webhook is kept, " + what(0),
                    () -> kept(store).containsAll(accepted));
            everyEndIsNamed(store);
            assertThat(log.heard())
                    .as("what is logged, " + what(0))
                    .noneMatch(line -> line.contains(Hostile.PRIVATE) || line.contains(store.secret()))
                    .noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    /** What could not be used is an incident with its bytes; all other webhooks became an order, a look, or concern nobody. */
    private void everyEndIsNamed(FuzzedStore store) {
        assertThat(jdbc.sql("""
                        SELECT count(*) FROM delivery d WHERE connection = :connection AND outcome = 'UNREADABLE'
                          AND NOT EXISTS (SELECT FROM incident i
                                          WHERE i.connection = d.connection AND i.bytes = d.bytes)""")
                        .param("connection", store.id().value())
                        .query(Long.class)
                        .single())
                .as("unusable webhooks without an incident, " + what(0))
                .isZero();
        assertThat(jdbc.sql("""
                        SELECT count(*) FROM delivery d WHERE connection = :connection AND outcome = 'LOOK'
                          AND NOT EXISTS (SELECT FROM look l WHERE l.connection = d.connection AND l.subject = d.subject)""")
                        .param("connection", store.id().value())
                        .query(Long.class)
                        .single())
                .as("hints without a look, " + what(0))
                .isZero();
        assertThat(jdbc.sql("""
                        SELECT count(*) FROM delivery d WHERE connection = :connection AND outcome = 'ACCEPTED'
                          AND NOT EXISTS (SELECT FROM orders o
                                          WHERE o.connection = d.connection AND o.external_id = d.subject)""")
                        .param("connection", store.id().value())
                        .query(Long.class)
                        .single())
                .as("accepted orders that are not there, " + what(0))
                .isZero();
        // Other kinds name the order and its lines, which the fuzz may have renamed.
        assertThat(jdbc.sql("""
                        SELECT title || evidence FROM incident
                        WHERE connection = :connection AND kind = 'UNREADABLE_MESSAGE'""")
                        .param("connection", store.id().value())
                        .query(String.class)
                        .list())
                .as("titles and evidence, " + what(0))
                .noneMatch(text -> text.contains(Hostile.PRIVATE) || text.contains("Exception:"));
    }

    private Set<String> kept(FuzzedStore store) {
        return new HashSet<>(jdbc.sql("""
                        SELECT encode(sha256(bytes), 'hex') FROM delivery WHERE connection = :connection
                        UNION SELECT encode(sha256(bytes), 'hex') FROM incident
                        WHERE connection = :connection AND bytes IS NOT NULL""")
                .param("connection", store.id().value())
                .query(String.class)
                .list());
    }

    private HttpResponse<String> send(FuzzedStore store, String topic, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(visitors.hub().resolve("/hooks/" + store.id()))
                .header("Content-Type", "application/json")
                .header(store.topicHeader(), topic)
                .POST(BodyPublishers.ofByteArray(body));
        store.required().forEach(request::header);
        headers.forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static List<String> bodies(String connector) throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("connectors", connector, "fixtures"))) {
            List<String> bodies = folders.filter(
                            folder -> folder.getFileName().toString().startsWith("order-in--"))
                    .sorted()
                    .map(folder -> read(folder.resolve("vendor.json")))
                    .toList();
            assertThat(bodies).isNotEmpty();
            return bodies;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static String sign(byte[] body, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    private static String hash(byte[] body) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    }

    private static String what(int number) {
        return "webhook " + number + " of seed " + SEED + " (-Dcaravan.fuzz.seed=" + SEED + ")";
    }
}

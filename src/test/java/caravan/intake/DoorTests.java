package caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.KitHooks;
import caravan.kit.KitShop;
import caravan.kit.Names;
import caravan.kit.StockKit;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class DoorTests {
    private static final Instant FIRST = Instant.parse("2036-03-01T10:00:00Z");

    private final JdbcClient jdbc;
    private final StockKit stock;
    private final MeterRegistry metrics;
    private final RefusedWebhooks refused;
    private final KitShop shop = new KitShop(Names.unique("hook"));

    @LocalServerPort
    private int port;

    DoorTests(JdbcClient jdbc, StockKit stock, MeterRegistry metrics, RefusedWebhooks refused) {
        this.refused = refused;
        this.jdbc = jdbc;
        this.stock = stock;
        this.metrics = metrics;
    }

    private URI hub() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private long count(String table, String where) {
        return jdbc.sql("SELECT count(*) FROM " + table + " WHERE connection = :connection AND " + where)
                .param("connection", shop.connection().value())
                .query(Long.class)
                .single();
    }

    private long reserved(Sku sku) {
        return jdbc.sql("SELECT coalesce(sum(reserved), 0) FROM level WHERE sku = :sku")
                .param("sku", sku.value())
                .query(Long.class)
                .single();
    }

    @Test
    void turnsASignedWebhookIntoAnOrderThatReserves() throws Exception {
        Sku sku = stock.item(10);
        assertThat(shop.send(hub(), "order", shop.order("A1", sku.value(), 3, FIRST)))
                .isEqualTo(202);
        Await.until("the order is there", () -> count("orders", "number = 'A1'") == 1);
        assertThat(reserved(sku)).isEqualTo(3);
        assertThat(count("delivery", "subject = 'A1' AND outcome = 'ACCEPTED'")).isEqualTo(1);
    }

    @Test
    void takesTheSecretOfYesterdayButNoOther() throws Exception {
        assertThat(shop.send(hub(), "other", "{}", KitHooks.PREVIOUS_SECRET)).isEqualTo(202);
        assertThat(shop.send(hub(), "other", "{}", "wrong")).isEqualTo(401);
        assertThat(KitShop.status(shop.request(hub(), "other", BodyPublishers.ofString("{}"))))
                .isEqualTo(401);
        assertThat(KitShop.status(shop.request(hub(), "other", BodyPublishers.ofString("{}"))
                        .header("X-Kit-Signature", "!")))
                .isEqualTo(401);
    }

    @Test
    void countsWhatItRefuses() throws Exception {
        double before = refused();
        assertThat(shop.send(hub(), "other", "{}", "wrong")).isEqualTo(401);
        assertThat(refused()).isEqualTo(before + 1);
        assertThat(refused.of(shop.connection()))
                .hasValueSatisfying(all -> assertThat(all.times()).isEqualTo(1));
        assertThat(shop.send(hub(), "other", "{}")).isEqualTo(202);
        assertThat(refused.of(shop.connection()).orElseThrow().times()).isEqualTo(1);
    }

    private double refused() {
        return metrics.counter(
                        "caravan.door",
                        "answer",
                        "unsigned",
                        "connection",
                        shop.connection().value())
                .count();
    }

    @Test
    void countsNothingUnderANameThatIsNoConnection() throws Exception {
        String nobody = Names.unique("nobody");
        assertThat(new KitShop(nobody).send(hub(), "order", "{}")).isEqualTo(404);
        assertThat(metrics.find("caravan.door").tag("connection", nobody).counter())
                .isNull();
        assertThat(metrics.counter("caravan.door", "answer", "unknown", "connection", "-")
                        .count())
                .isPositive();
        assertThat(refused.of(new ConnectionId(nobody))).isEmpty();
    }

    @Test
    void refusesASignedWebhookOfAnotherShop() throws Exception {
        assertThat(KitShop.status(shop.request(hub(), "other", BodyPublishers.ofString("{}"))
                        .setHeader("X-Kit-Shop", "another")
                        .header("X-Kit-Signature", KitShop.sign("{}", KitHooks.SECRET))))
                .isEqualTo(401);
    }

    @Test
    void takesTheNameOfItsShopInAnyCase() throws Exception {
        assertThat(KitShop.status(shop.request(hub(), "other", BodyPublishers.ofString("{}"))
                        .setHeader("X-Kit-Shop", shop.connection().value().toUpperCase(Locale.ROOT))
                        .header("X-Kit-Signature", KitShop.sign("{}", KitHooks.SECRET))))
                .isEqualTo(202);
    }

    @Test
    void knowsNoOtherConnections() throws Exception {
        assertThat(new KitShop("nobody").send(hub(), "order", "{}")).isEqualTo(404);
    }

    @Test
    void refusesWhatIsTooLargeWhetherDeclaredOrNot() throws Exception {
        byte[] large = new byte[2 * 1024 * 1024 + 1];
        assertThat(KitShop.status(shop.request(hub(), "order", BodyPublishers.ofByteArray(large))))
                .isEqualTo(413);
        assertThat(KitShop.status(shop.request(
                        hub(), "order", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))))
                .isEqualTo(413);
    }

    @Test
    void answersAnUnsignedPingWithoutEffect() throws Exception {
        assertThat(KitShop.status(shop.request(hub(), "", BodyPublishers.ofString("webhook_id=142"))
                        .header("Content-Type", "application/x-www-form-urlencoded")))
                .isEqualTo(200);
        assertThat(KitShop.status(shop.request(hub(), "", BodyPublishers.ofString("webhook_id=142&more=1"))
                        .header("Content-Type", "application/x-www-form-urlencoded")))
                .isEqualTo(401);
    }

    @Test
    void countsTheSameWebhookOnceHoweverOftenItComes() throws Exception {
        Sku sku = stock.item(10);
        for (int time = 0; time < 10; time++) {
            assertThat(shop.send(hub(), "order", shop.order("A1", sku.value(), 3, FIRST)))
                    .isEqualTo(202);
        }
        Await.until("all are taken in", () -> count("delivery", "subject = 'A1'") == 10);
        assertThat(count("orders", "true")).isEqualTo(1);
        assertThat(reserved(sku)).isEqualTo(3);
    }

    @Test
    void letsTheNewestWordStandWhateverTheOrder() throws Exception {
        Sku sku = stock.item(10);
        shop.send(hub(), "order", shop.order("A1", sku.value(), 5, FIRST.plusSeconds(60)));
        shop.send(hub(), "order", shop.order("A1", sku.value(), 2, FIRST));
        Await.until("both are taken in", () -> count("delivery", "subject = 'A1'") == 2);
        assertThat(reserved(sku)).isEqualTo(5);
    }

    @Test
    void remembersADeletionThatCameBeforeItsOrder() throws Exception {
        Sku sku = stock.item(10);
        shop.send(hub(), "deleted", "A1");
        Await.until("the deletion is taken in", () -> count("orders", "deleted") == 1);
        shop.send(hub(), "order", shop.order("A1", sku.value(), 5, FIRST));
        Await.until("the order is looked at", () -> count("look", "subject = 'A1'") == 1);
        assertThat(count("orders", "deleted AND revision = 1")).isEqualTo(1);
    }

    @Test
    void keepsMalformedBytesForAPerson() throws Exception {
        assertThat(shop.send(hub(), "order", "{\"externalId\": ")).isEqualTo(202);
        Await.until("the incident is raised", () -> count("incident", "kind = 'UNREADABLE_MESSAGE'") == 1);
        assertThat(jdbc.sql("SELECT bytes FROM incident WHERE connection = :connection")
                        .param("connection", shop.connection().value())
                        .query(byte[].class)
                        .single())
                .isEqualTo("{\"externalId\": ".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesTheGoodOnesOfABatchInAndKeepsThePoisonedOne() throws Exception {
        Sku sku = stock.item(100);
        for (int number = 0; number < 40; number++) {
            String order = shop.order("A" + number, sku.value(), 1, FIRST);
            // PostgreSQL stores no character zero, so this message is refused by the database itself.
            shop.send(hub(), "order", number == 17 ? order.replace("\"T\"", "\"\\u0000\"") : order);
        }
        Await.until("the good ones are in", () -> count("orders", "revision > 0") == 39);
        Await.until("the poisoned one is kept", () -> count("incident", "bytes IS NOT NULL") == 1);
        assertThat(reserved(sku)).isEqualTo(39);
    }
}

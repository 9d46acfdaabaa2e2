package caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.HubProcess;
import caravan.kit.KitShop;
import caravan.kit.Program;
import caravan.platform.StandDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseAwayTests {
    private static final Instant PLACED = Instant.parse("2036-03-01T10:00:00Z");
    private static final Duration AWAY = Duration.ofSeconds(20);

    @Test
    void acceptsEveryWebhookWhileTheDatabaseIsAwayAndTakesThemInAfterwards(@TempDir Path folder) throws Exception {
        KitShop shop = new KitShop("hook-a");
        try (StandDatabase database = new StandDatabase(folder.resolve("database"));
                HubProcess hub = HubProcess.start(folder.resolve("hub"), with(database, "--kit.hooks=hook-a"))
                        .awaitReady()) {
            JdbcClient jdbc = database.jdbc();
            jdbc.sql("INSERT INTO item (sku, title) VALUES ('TEE', 'Tee')").update();
            assertThat(shop.send(hub.uri("/"), "order", shop.order("before", "TEE", 1, PLACED)))
                    .isEqualTo(202);
            Await.until("the first order is in", () -> orders(jdbc) == 1);

            database.stop();
            int sent = 0;
            for (Instant until = Instant.now().plus(AWAY); Instant.now().isBefore(until); sent++) {
                assertThat(shop.send(hub.uri("/"), "order", shop.order("A" + sent, "TEE", 1, PLACED)))
                        .as("answer while the database is away")
                        .isEqualTo(202);
                Thread.sleep(50);
            }
            Program.Answer api = new Program(hub.uri("/"), "cvn_any").get("/api/orders");
            assertThat(api.status()).isEqualTo(503);
            assertThat(api.type()).startsWith("application/problem+json");
            assertThat(api.raw().headers().firstValue("Retry-After")).isPresent();
            assertThat(hub.status("/actuator/health/live")).isEqualTo(200);
            assertThat(hub.status("/actuator/health/door")).isEqualTo(200);
            assertThat(hub.status("/actuator/health/pages")).isEqualTo(503);
            database.start();

            int expected = sent + 1;
            Await.until("every order is in", () -> orders(jdbc) == expected);
            assertThat(jdbc.sql("SELECT reserved FROM level WHERE sku = 'TEE'")
                            .query(Long.class)
                            .single())
                    .isEqualTo(expected);
            assertThat(jdbc.sql("SELECT count(*) FROM incident WHERE kind = 'UNREADABLE_MESSAGE'")
                            .query(Long.class)
                            .single())
                    .as("a failed connection is never a failed message")
                    .isZero();
        }
    }

    private static String[] with(StandDatabase database, String option) {
        return java.util.stream.Stream.concat(database.options().stream(), java.util.stream.Stream.of(option))
                .toArray(String[]::new);
    }

    private static long orders(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM orders").query(Long.class).single();
    }
}

package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Program.Answer;
import caravan.kit.SlowCalls;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class PagesGateTests {
    private static final int CALLS = 30;

    private final Visitors visitors;
    private final DataSource database;
    private final JdbcClient jdbc;

    PagesGateTests(Visitors visitors, DataSource database, JdbcClient jdbc) {
        this.visitors = visitors;
        this.database = database;
        this.jdbc = jdbc;
    }

    @Test
    void leavesTheHubsOwnWorkItsConnectionsHoweverManyCallsAreStuck() throws Exception {
        Program program = visitors.program(Role.VIEWER);
        KitShop shop = new KitShop(Names.unique("hook"));
        ExecutorService callers = Executors.newFixedThreadPool(CALLS);
        try (Connection holder = database.getConnection();
                Statement lock = holder.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(" + SlowCalls.LOCK + ")");
            List<Future<Answer>> calls = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
                calls.add(callers.submit(() -> program.get(SlowCalls.PATH)));
            }
            try {
                Await.until("those who found no place are told so", () -> answered(calls) >= CALLS / 2);

                assertThat(shop.send(visitors.hub(), "order", shop.order("A1", "TEE", 1, Instant.now())))
                        .isEqualTo(202);
                Await.until("the order is taken in", () -> orders(shop) == 1);
                assertThat(answered(calls))
                        .as("calls that are not stuck any more")
                        .isLessThan(CALLS);
            } finally {
                lock.execute("SELECT pg_advisory_unlock(" + SlowCalls.LOCK + ")");
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Answer> call : calls) {
                Answer answer = call.get();
                statuses.add(answer.status());
                if (answer.status() == 503) {
                    assertThat(answer.type()).startsWith("application/problem+json");
                    assertThat(answer.raw().headers().firstValue("Retry-After")).isPresent();
                }
            }
            assertThat(statuses).containsOnly(200, 503).contains(200, 503);
        } finally {
            callers.shutdownNow();
        }
    }

    private static long answered(List<Future<Answer>> calls) {
        return calls.stream().filter(Future::isDone).count();
    }

    private long orders(KitShop shop) {
        return jdbc.sql("SELECT count(*) FROM orders WHERE connection = :connection")
                .param("connection", shop.connection().value())
                .query(Long.class)
                .single();
    }
}

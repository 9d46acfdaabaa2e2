package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Fault;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class CallLogTests {
    private final JdbcClient jdbc;
    private final CallLog log;
    private final String connection = Names.unique("shop");

    CallLogTests(JdbcClient jdbc, CallLog log) {
        this.jdbc = jdbc;
        this.log = log;
    }

    @Test
    void keepsEachCallSoonAfterIt() throws Exception {
        Instant at = Instant.now();
        log.accept(row(at, null));
        log.accept(row(at.plusMillis(1), Fault.REFUSED));
        Await.until("both rows are there", () -> rows().size() == 2);
        Map<String, Object> worked = rows().get(0);
        assertThat(worked)
                .containsEntry("status", 200)
                .containsEntry("fault", null)
                .containsEntry("answer", null);
        assertThat(rows().get(1)).containsEntry("fault", "REFUSED").containsEntry("answer", "{}");
    }

    @Test
    void writesWhatWaitsBeforeItStops() throws Exception {
        CallLog other = new CallLog(jdbc, new SimpleMeterRegistry());
        for (int i = 0; i < 500; i++) {
            other.accept(row(Instant.now(), null));
        }
        other.destroy();
        assertThat(rows()).hasSize(500);
    }

    @Test
    void losesRowsRatherThanWait() throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        CallLog stopped = new CallLog(jdbc, metrics);
        stopped.destroy();
        for (int i = 0; i < 2_010; i++) {
            stopped.accept(row(Instant.now(), null));
        }
        assertThat(metrics.get("caravan.vendor.calls.unlogged").counter().count())
                .isEqualTo(10);
    }

    private List<Map<String, Object>> rows() {
        return jdbc.sql("SELECT * FROM call_log WHERE connection = :connection ORDER BY at")
                .param("connection", connection)
                .query()
                .listOfRows();
    }

    private CallRow row(Instant at, @Nullable Fault fault) {
        return new CallRow(
                at,
                connection,
                connection + ".order.read",
                "order/1",
                "GET",
                "/orders/1",
                200,
                null,
                "r",
                12,
                0,
                2,
                fault,
                fault == null ? null : "No.",
                null,
                fault == null ? null : "{}");
    }
}

package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Fault;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
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
    private final CallLogMonths months;
    private final String connection = Names.unique("shop");

    CallLogTests(JdbcClient jdbc, CallLog log, CallLogMonths months) {
        this.jdbc = jdbc;
        this.log = log;
        this.months = months;
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
        CallLog other = new CallLog(jdbc, months, new CallSettings(Duration.ofDays(30)), new SimpleMeterRegistry());
        for (int i = 0; i < 500; i++) {
            other.accept(row(Instant.now(), null));
        }
        other.destroy();
        assertThat(rows()).hasSize(500);
    }

    @Test
    void losesRowsRatherThanWait() throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        CallLog stopped = new CallLog(jdbc, months, new CallSettings(Duration.ofDays(30)), metrics);
        stopped.destroy();
        for (int i = 0; i < 2_010; i++) {
            stopped.accept(row(Instant.now(), null));
        }
        assertThat(metrics.get("caravan.vendor.calls.unlogged").counter().count())
                .isEqualTo(10);
    }

    @Test
    void removesWhatIsTooOldAndMakesRoomForTheNextMonth() throws Exception {
        Instant now = Instant.now();
        jdbc.sql("CREATE TABLE IF NOT EXISTS call_log_2001_02 PARTITION OF call_log"
                        + " FOR VALUES FROM ('2001-02-01T00:00:00Z') TO ('2001-03-01T00:00:00Z')")
                .update();
        log.accept(row(Instant.parse("2001-02-03T00:00:00Z"), null));
        log.accept(row(now.minus(Duration.ofDays(31)), null));
        log.accept(row(now.minus(Duration.ofDays(29)), null));
        Await.until("all rows are there", () -> rows().size() == 3);
        log.purge();
        log.purge();
        assertThat(rows()).hasSize(1);
        assertThat(jdbc.sql("SELECT to_regclass('call_log_2001_02') IS NULL")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        String next = jdbc.sql("SELECT to_char(now() AT TIME ZONE 'UTC' + interval '1 month', '\"call_log_\"YYYY_MM')")
                .query(String.class)
                .single();
        assertThat(jdbc.sql("SELECT to_regclass(:next) IS NOT NULL")
                        .param("next", next)
                        .query(Boolean.class)
                        .single())
                .isTrue();
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

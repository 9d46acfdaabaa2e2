package caravan.incident;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incident.Incidents.Finding;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class ExpiredMessagesTests {
    private final Incidents incidents;
    private final IncidentList list;
    private final Scheduler scheduler;
    private final JdbcClient jdbc;

    ExpiredMessagesTests(Incidents incidents, IncidentList list, Scheduler scheduler, JdbcClient jdbc) {
        this.incidents = incidents;
        this.list = list;
        this.scheduler = scheduler;
        this.jdbc = jdbc;
    }

    @Test
    void erasesMessagesOnceTheirRetentionHasPassedSinceTheDecisionAndKeepsTheIncidents() throws Exception {
        long old = message();
        long recent = message();
        long open = message();
        resolved(old, 91);
        resolved(recent, 89);

        scheduler.triggerJob(new JobKey("care-for-partitions"));

        Await.until("the old message is erased", () -> list.bytes(old).isEmpty());
        assertThat(list.find(old)).get().satisfies(kept -> {
            assertThat(kept.title()).isEqualTo("Unusable");
            assertThat(kept.size()).isZero();
        });
        assertThat(list.bytes(recent)).isPresent();
        assertThat(list.bytes(open)).isPresent();
    }

    private long message() {
        String subject = Names.unique("message");
        incidents.raise(
                new Finding(IncidentKind.UNREADABLE_MESSAGE, "", subject, "Unusable", "It is no order.", Map.of()),
                "{\"buyer\":\"Mrs Smith\"}".getBytes(StandardCharsets.UTF_8));
        return list.open(IncidentKind.UNREADABLE_MESSAGE, "", subject).orElseThrow();
    }

    private void resolved(long incident, int daysAgo) {
        incidents.resolve(incident, "ann", "discarded");
        jdbc.sql("UPDATE incident SET raised_at = now() - make_interval(days => 200),"
                        + " resolved_at = now() - make_interval(days => :days) WHERE id = :id")
                .param("days", daysAgo)
                .param("id", incident)
                .update();
    }
}

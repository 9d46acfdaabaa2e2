package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
@ExtendWith(OutputCaptureExtension.class)
class SchedulerTests {
    private static final Set<JobKey> FIRED = ConcurrentHashMap.newKeySet();

    private final Scheduler scheduler;
    private final JdbcClient jdbc;

    SchedulerTests(Scheduler scheduler, JdbcClient jdbc) {
        this.scheduler = scheduler;
        this.jdbc = jdbc;
    }

    @Test
    void firesAJobStoredInTheDatabase() throws Exception {
        String name = Names.unique("job");
        var job =
                JobBuilder.newJob(Noted.class).withIdentity(name).storeDurably().build();

        scheduler.scheduleJob(job, TriggerBuilder.newTrigger().startNow().build());

        assertThat(jdbc.sql("SELECT count(*) FROM qrtz_job_details WHERE job_name = ?")
                        .param(name)
                        .query(Integer.class)
                        .single())
                .isOne();
        Await.until("the job has fired", () -> FIRED.contains(job.getKey()));
    }

    @Test
    void sharesItsJobsAmongReplicasOnFewThreads() throws Exception {
        assertThat(scheduler.getMetaData().isJobStoreClustered()).isTrue();
        assertThat(scheduler.getMetaData().getThreadPoolSize()).isEqualTo(4);
        assertThat(jdbc.sql("SELECT count(*) FROM qrtz_scheduler_state WHERE sched_name = 'caravan'")
                        .query(Integer.class)
                        .single())
                .isPositive();
    }

    @Test
    void takesTheTimeTheQueryNeedsForNoDifference() {
        assertThat(new DatabaseClock(jdbc, Clock.systemUTC()).ahead()).isZero();
    }

    @Test
    void staysInStandbyAndSaysSoWhileItsClockIsWrong(CapturedOutput output) throws Exception {
        Scheduler own = schedulerInMemory();
        try {
            new SchedulerWatch(own, off(Duration.ofSeconds(5))).check();
            assertThat(own.isInStandbyMode()).isTrue();
            assertThat(output).contains("is in standby", "ahead of the database's");
        } finally {
            own.shutdown();
        }
    }

    @Test
    void startsOnceItsClockAgreesAndIsHeldWhenItDriftsAway(CapturedOutput output) throws Exception {
        Scheduler own = schedulerInMemory();
        try {
            new SchedulerWatch(own, off(Duration.ofMillis(-300))).check();
            assertThat(own.isInStandbyMode()).isFalse();

            new SchedulerWatch(own, off(Duration.ofSeconds(-5))).check();
            assertThat(own.isInStandbyMode()).isTrue();
            assertThat(output).contains("behind the database's");
        } finally {
            own.shutdown();
        }
    }

    private DatabaseClock off(Duration difference) {
        return new DatabaseClock(jdbc, Clock.offset(Clock.systemUTC(), difference));
    }

    private static Scheduler schedulerInMemory() throws Exception {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "org.quartz.scheduler.instanceName", Names.unique("scheduler"),
                "org.quartz.threadPool.threadCount", "1",
                "org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore"));
        return new StdSchedulerFactory(properties).getScheduler();
    }

    /** Notes that it was fired. */
    public static final class Noted implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            FIRED.add(context.getJobDetail().getKey());
        }
    }
}

package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.springframework.boot.quartz.autoconfigure.QuartzProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;

@HubTest
@ExtendWith(OutputCaptureExtension.class)
class SchedulerTests {
    private static final Set<JobKey> FIRED = ConcurrentHashMap.newKeySet();

    private static final int JOBS = 12;
    /** Which replicas have fired each job. */
    private static final Map<JobKey, List<String>> FIRED_BY = new ConcurrentHashMap<>();

    private final Scheduler scheduler;
    private final JdbcClient jdbc;
    private final DataSource database;
    private final QuartzProperties quartz;
    private final ApplicationContext hub;

    SchedulerTests(
            Scheduler scheduler,
            JdbcClient jdbc,
            DataSource database,
            QuartzProperties quartz,
            ApplicationContext hub) {
        this.scheduler = scheduler;
        this.jdbc = jdbc;
        this.database = database;
        this.quartz = quartz;
        this.hub = hub;
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
    void firesEachJobOnceThoughReplicasShareThem() throws Exception {
        SchedulerFactoryBean factory = replica();
        Scheduler other = Objects.requireNonNull(factory.getObject());
        try {
            other.start();
            Await.until("both replicas are in the database", () -> replicas() > 1);
            assertThat(other.getSchedulerInstanceId()).isNotEqualTo(scheduler.getSchedulerInstanceId());
            List<JobKey> jobs = new ArrayList<>();
            for (int number = 0; number < JOBS; number++) {
                var job = JobBuilder.newJob(Noted.class)
                        .withIdentity(Names.unique("job"))
                        .storeDurably()
                        .build();
                scheduler.scheduleJob(
                        job, TriggerBuilder.newTrigger().startNow().build());
                jobs.add(job.getKey());
            }

            Await.until("every job has fired", () -> FIRED_BY.keySet().containsAll(jobs));
            Await.until("no trigger is left", () -> triggers(jobs) == 0);
            assertThat(jobs).allSatisfy(job -> assertThat(FIRED_BY.get(job)).hasSize(1));
        } finally {
            factory.destroy();
        }
    }

    private long triggers(List<JobKey> jobs) {
        return jdbc.sql("SELECT count(*) FROM qrtz_triggers WHERE job_name = ANY(:name)")
                .param("name", jobs.stream().map(JobKey::getName).toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /** The scheduler of another hub on the same database. */
    private SchedulerFactoryBean replica() throws Exception {
        Properties properties = new Properties();
        properties.putAll(quartz.getProperties());
        SpringBeanJobFactory jobs = new SpringBeanJobFactory();
        jobs.setApplicationContext(hub);
        SchedulerFactoryBean factory = new SchedulerFactoryBean();
        factory.setSchedulerName(scheduler.getSchedulerName());
        factory.setDataSource(database);
        factory.setQuartzProperties(properties);
        factory.setJobFactory(jobs);
        factory.setAutoStartup(false);
        // Otherwise it would be the scheduler of this process, which is known by its name.
        factory.setSchedulerFactoryClass(Unshared.class);
        factory.afterPropertiesSet();
        return factory;
    }

    /** Makes schedulers that others of their name in this process do not stand for. */
    public static final class Unshared extends StdSchedulerFactory {
        @Override
        public Scheduler getScheduler() throws SchedulerException {
            SchedulerRepository known = SchedulerRepository.getInstance();
            Scheduler before = known.lookup("caravan");
            known.remove("caravan");
            try {
                return super.getScheduler();
            } finally {
                known.remove("caravan");
                if (before != null) {
                    known.bind(before);
                }
            }
        }
    }

    private int replicas() {
        return jdbc.sql("SELECT count(*) FROM qrtz_scheduler_state WHERE sched_name = 'caravan'")
                .query(Integer.class)
                .single();
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
            try {
                FIRED_BY.computeIfAbsent(context.getJobDetail().getKey(), none -> new CopyOnWriteArrayList<>())
                        .add(context.getScheduler().getSchedulerInstanceId());
            } catch (SchedulerException failure) {
                throw new IllegalStateException(failure);
            }
            FIRED.add(context.getJobDetail().getKey());
        }
    }
}

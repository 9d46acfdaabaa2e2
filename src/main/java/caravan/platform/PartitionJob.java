package caravan.platform;

import java.time.Clock;
import java.time.Instant;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes care of the partitions once a day, and says what else has passed its retention. Fired twice or late it does no harm. */
@DisallowConcurrentExecution
final class PartitionJob implements Job {
    private static final String NAME = "care-for-partitions";
    private static final int HOURS = 24;

    private final Partitions partitions;
    private final RetentionSettings retention;
    private final ApplicationEventPublisher events;

    PartitionJob(Partitions partitions, RetentionSettings retention, ApplicationEventPublisher events) {
        this.partitions = partitions;
        this.retention = retention;
        this.events = events;
    }

    @Override
    public void execute(JobExecutionContext context) {
        Instant now = Clock.systemUTC().instant();
        partitions.care(now);
        events.publishEvent(new MessagesExpired(now.minus(retention.messages())));
    }

    /** When it is fired. */
    @Configuration(proxyBeanMethods = false)
    static class Schedule {
        @Bean
        Partitions partitions(JdbcClient jdbc, TransactionTemplate transaction, RetentionSettings retention) {
            return new Partitions(jdbc, transaction, retention::of);
        }

        @Bean
        JobDetail partitionJob() {
            return JobBuilder.newJob(PartitionJob.class)
                    .withIdentity(NAME)
                    .storeDurably()
                    .build();
        }

        /** From the first start on, and at once when a day was missed. */
        @Bean
        Trigger partitionTrigger() {
            return TriggerBuilder.newTrigger()
                    .forJob(NAME)
                    .withIdentity(NAME)
                    .withSchedule(SimpleScheduleBuilder.repeatHourlyForever(HOURS)
                            .withMisfireHandlingInstructionNowWithRemainingCount())
                    .build();
        }
    }
}

package caravan.link;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes duties due whose period has passed. Fired twice or late it does no harm. */
@DisallowConcurrentExecution
final class DutyJob implements Job {
    private static final String NAME = "mark-duties";
    private static final int SECONDS = 5;

    private final Duties duties;

    DutyJob(Duties duties) {
        this.duties = duties;
    }

    @Override
    public void execute(JobExecutionContext context) {
        duties.markPassed();
    }

    /** When it is fired. */
    @Configuration(proxyBeanMethods = false)
    static class Schedule {
        @Bean
        JobDetail dutyJob() {
            return Rounds.job(NAME, DutyJob.class);
        }

        @Bean
        Trigger dutyTrigger() {
            return Rounds.every(SECONDS, NAME);
        }
    }
}

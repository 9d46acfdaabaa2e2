package caravan.link;

import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

/** Jobs that come by every few seconds on one of the replicas. A round that was missed is left out: the next does its work too. */
public final class Rounds {
    private Rounds() {}

    /**
     * A job that a trigger of {@link #every} fires.
     *
     * @param name one of its own among all jobs
     */
    public static JobDetail job(String name, Class<? extends Job> job) {
        return JobBuilder.newJob(job).withIdentity(name).storeDurably().build();
    }

    /** Fires the job of a name every so many seconds. */
    public static Trigger every(int seconds, String name) {
        return TriggerBuilder.newTrigger()
                .forJob(name)
                .withIdentity(name)
                .withSchedule(SimpleScheduleBuilder.repeatSecondlyForever(seconds)
                        .withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
    }
}

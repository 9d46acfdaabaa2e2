package caravan.platform;

import java.time.Clock;
import org.quartz.Scheduler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clustered scheduler's start; the scheduler itself is Boot's. */
@Configuration(proxyBeanMethods = false)
class SchedulerConfiguration {
    @Bean
    DatabaseClock databaseClock(JdbcClient jdbc) {
        return new DatabaseClock(jdbc, Clock.systemUTC());
    }

    @Bean
    SchedulerWatch schedulerWatch(Scheduler scheduler, DatabaseClock clock) {
        return new SchedulerWatch(scheduler, clock);
    }
}

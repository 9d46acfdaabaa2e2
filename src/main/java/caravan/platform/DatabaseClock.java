package caravan.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares this machine's clock with the database's, the one all replicas share. */
final class DatabaseClock {
    private final JdbcClient jdbc;
    private final Clock machine;

    DatabaseClock(JdbcClient jdbc, Clock machine) {
        this.jdbc = jdbc;
        this.machine = machine;
    }

    /**
     * Answers how far the machine is certainly ahead, negative when it is behind. The time the query took excuses a
     * difference, so a slow database is never taken for a wrong clock.
     */
    Duration ahead() {
        Instant before = machine.instant();
        Instant database = jdbc.sql("SELECT clock_timestamp()")
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
        Instant after = machine.instant();
        if (before.isAfter(database)) {
            return Duration.between(database, before);
        }
        if (after.isBefore(database)) {
            return Duration.between(database, after);
        }
        return Duration.ZERO;
    }
}

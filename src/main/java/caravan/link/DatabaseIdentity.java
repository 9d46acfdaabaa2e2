package caravan.link;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which database this is: its cluster's identifier, its own, and the timeline it writes, which a restore to a point in time and a
 * failover change (PostgreSQL manual, "Timelines").
 */
@Component
public class DatabaseIdentity {
    private static final String SAME = "SELECT identity = present_identity() FROM database_identity";

    private final JdbcClient jdbc;

    DatabaseIdentity(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether it is the database leases were taken in before. */
    public boolean isSame() {
        return isSame(jdbc);
    }

    static boolean isSame(JdbcClient jdbc) {
        return jdbc.sql(SAME).query(Boolean.class).single();
    }

    /** Says that the change has been dealt with; connections are owned again from now on. */
    @Transactional
    public void accept() {
        jdbc.sql("UPDATE database_identity SET identity = present_identity(), since = clock_timestamp()")
                .update();
    }
}

package caravan.kit;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A call to the API that takes a database connection and keeps it for as long as a test holds the lock. */
@RestController
public final class SlowCalls {
    public static final String PATH = "/api/kit/slow";
    public static final long LOCK = 4_711_001L;

    private final JdbcClient jdbc;

    SlowCalls(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping(PATH)
    String answer() {
        return "done"
                + jdbc.sql("SELECT count(*) FROM (SELECT pg_advisory_xact_lock_shared(:lock)) AS waited")
                        .param("lock", LOCK)
                        .query(Long.class)
                        .single();
    }
}

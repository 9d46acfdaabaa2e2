package caravan.connector;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The months of the call log: whole ones are dropped, of the oldest the rows that are too old are deleted. */
@Component
class CallLogMonths {
    private static final String FORM = "call_log_[0-9]{4}_[0-9]{2}";

    private final JdbcClient jdbc;

    CallLogMonths(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Drops and deletes what is older than {@code keep}, and adds this month and the next where they can be. */
    @Transactional
    public void turn(Duration keep) {
        // A month is dropped between two calls or not at all; the next turn tries again.
        jdbc.sql("SET LOCAL lock_timeout = '2s'").update();
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('call_log'))").query().listOfRows();
        Instant now = jdbc.sql("SELECT clock_timestamp()")
                .query((row, index) -> row.getTimestamp(1).toInstant())
                .single();
        Instant before = now.minus(keep);
        dropBefore(YearMonth.from(before.atOffset(ZoneOffset.UTC)));
        jdbc.sql("DELETE FROM call_log WHERE at < :before::timestamptz")
                .param("before", before.toString())
                .update();
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        add(month);
        add(month.plusMonths(1));
    }

    private void dropBefore(YearMonth first) {
        jdbc.sql("""
                SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'call_log'::regclass AND c.relname < :first""").param("first", name(first)).query(String.class).list().stream()
                .filter(month -> month.matches(FORM))
                .forEach(month -> jdbc.sql("DROP TABLE " + month).update());
    }

    private void add(YearMonth month) {
        String from = month.atDay(1) + "T00:00:00Z";
        String to = month.plusMonths(1).atDay(1) + "T00:00:00Z";
        boolean possible = jdbc.sql("""
                SELECT to_regclass(:name) IS NULL AND NOT EXISTS (
                    SELECT FROM call_log_rest WHERE at >= :from::timestamptz AND at < :to::timestamptz)""")
                .param("name", name(month))
                .param("from", from)
                .param("to", to)
                .query(Boolean.class)
                .single();
        if (possible) {
            jdbc.sql("CREATE TABLE %s PARTITION OF call_log FOR VALUES FROM ('%s') TO ('%s')"
                            .formatted(name(month), from, to))
                    .update();
        }
    }

    private static String name(YearMonth month) {
        return "call_log_%04d_%02d".formatted(month.getYear(), month.getMonthValue());
    }
}

package caravan.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the months ahead of every table partitioned by time, and drops those whose retention has passed. What found no
 * month of its own is in the table's default partition and is deleted from there.
 */
final class Partitions {
    private static final Logger log = LoggerFactory.getLogger(Partitions.class);
    private static final int MONTHS_AHEAD = 2;
    private static final int BATCH = 1000;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu_MM");

    /**
     * A table partitioned by one column of time.
     *
     * @param column quoted where it has to be
     * @param rest the default partition
     */
    private record Table(String name, String column, String rest) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Function<String, Optional<Duration>> retention;

    /** Retention is asked for by table; a table without one is kept for ever. */
    Partitions(JdbcClient jdbc, TransactionTemplate transaction, Function<String, Optional<Duration>> retention) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.retention = retention;
    }

    /** Does what is due at a moment. One table that is busy does not keep the others waiting. */
    void care(Instant now) {
        for (Table table : tables()) {
            try {
                makeMonths(table, now);
                retention.apply(table.name()).ifPresent(kept -> forget(table, now.minus(kept)));
            } catch (DataAccessException busy) {
                log.warn(
                        "Partitions of table '{}' are left as they are until the next run: {}",
                        table.name(),
                        busy.getMostSpecificCause().getMessage());
            }
        }
    }

    private List<Table> tables() {
        return jdbc.sql("""
                SELECT c.relname AS name, format('%I', a.attname) AS col, format('%I', r.relname) AS rest
                FROM pg_partitioned_table p
                JOIN pg_class c ON c.oid = p.partrelid AND c.relnamespace = current_schema()::regnamespace
                JOIN pg_class r ON r.oid = p.partdefid
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
                WHERE p.partstrat = 'r' AND p.partnatts = 1 AND a.atttypid = 'timestamptz'::regtype
                ORDER BY 1""")
                .query((row, index) -> new Table(row.getString("name"), row.getString("col"), row.getString("rest")))
                .list();
    }

    private void makeMonths(Table table, Instant now) {
        LocalDate month = now.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
        for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
            LocalDate from = month.plusMonths(ahead);
            transaction.executeWithoutResult(status -> makeMonth(table, from));
        }
    }

    /** A month that has rows in the default partition already keeps all its rows there. */
    private void makeMonth(Table table, LocalDate from) {
        String name = table.name() + "_" + MONTH.format(from);
        OffsetDateTime start = from.atStartOfDay().atOffset(ZoneOffset.UTC);
        OffsetDateTime end = start.plusMonths(1);
        beBrief();
        boolean needed = jdbc.sql("SELECT to_regclass(quote_ident(:name)) IS NULL AND NOT EXISTS (SELECT FROM "
                        + table.rest() + " WHERE " + table.column() + " >= :start AND " + table.column() + " < :end)")
                .param("name", name)
                .param("start", start)
                .param("end", end)
                .query(Boolean.class)
                .single();
        if (needed) {
            jdbc.sql("CREATE TABLE IF NOT EXISTS \"" + name + "\" PARTITION OF \"" + table.name()
                            + "\" FOR VALUES FROM ('" + start + "') TO ('" + end + "')")
                    .update();
        }
    }

    private void forget(Table table, Instant before) {
        OffsetDateTime end = before.atOffset(ZoneOffset.UTC);
        for (String partition : passed(table, end)) {
            transaction.executeWithoutResult(status -> {
                beBrief();
                jdbc.sql("DROP TABLE IF EXISTS " + partition).update();
            });
            log.info("Partition {} is dropped: its retention has passed", partition);
        }
        int deleted = BATCH;
        while (deleted == BATCH) {
            deleted = jdbc.sql("DELETE FROM ONLY " + table.rest() + " WHERE ctid = ANY(ARRAY(SELECT ctid FROM ONLY "
                            + table.rest() + " WHERE " + table.column() + " < :end LIMIT " + BATCH + "))")
                    .param("end", end)
                    .update();
        }
    }

    private List<String> passed(Table table, OffsetDateTime end) {
        return jdbc.sql("""
                SELECT format('%I', c.relname) FROM pg_inherits i
                JOIN pg_class p ON p.oid = i.inhparent AND p.relnamespace = current_schema()::regnamespace
                JOIN pg_class c ON c.oid = i.inhrelid
                WHERE p.relname = :name
                  AND substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \\(''([^'']+)''\\)')::timestamptz <= :end""")
                .param("name", table.name())
                .param("end", end)
                .query(String.class)
                .list();
    }

    /** Nobody waits long behind a table that cannot be had now. */
    private void beBrief() {
        jdbc.sql("SET LOCAL lock_timeout = '2s'").update();
    }
}

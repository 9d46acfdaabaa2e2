package caravan.incident;

import caravan.platform.MessagesExpired;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Erases the bytes of incidents that were decided about long ago: they are personal data. The incidents stay. */
@Component
class ExpiredMessages {
    private static final Logger log = LoggerFactory.getLogger(ExpiredMessages.class);
    private static final int BATCH = 500;

    private final JdbcClient jdbc;

    ExpiredMessages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One short statement after the other, so that nobody waits behind them. */
    @EventListener
    void on(MessagesExpired expired) {
        int all = 0;
        int erased = BATCH;
        while (erased == BATCH) {
            erased = jdbc.sql("""
                    UPDATE incident SET bytes = NULL WHERE id = ANY(ARRAY(
                        SELECT id FROM incident WHERE bytes IS NOT NULL AND resolved_at < :before
                        ORDER BY resolved_at LIMIT :batch))""")
                    .param("before", expired.before().atOffset(ZoneOffset.UTC))
                    .param("batch", BATCH)
                    .update();
            all += erased;
        }
        if (all > 0) {
            log.info("The messages of {} decided incidents are erased: their retention has passed", all);
        }
    }
}

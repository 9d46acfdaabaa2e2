package caravan.link;

import caravan.kernel.ConnectionId;
import caravan.link.Duties.Duty;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Duties that are done once, part by part, each from where the last part ended: so others come between, and nothing is lost. */
@Component
public class Errands {
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Errands(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * Begins one; a part of an earlier one that is under way counts for nothing.
     *
     * @param cursor where to begin
     */
    @Transactional
    public void begin(ConnectionId connection, String kind, String cursor) {
        jdbc.sql("""
                INSERT INTO duty (connection, kind, cursor) VALUES (:connection, :kind, :cursor)
                ON CONFLICT (connection, kind) DO UPDATE SET cursor = excluded.cursor, every = NULL,
                    due_since = clock_timestamp(), next_at = '-infinity', claimed_epoch = NULL, claimed_at = NULL,
                    marked_again = false, attempts = 0, done_at = NULL, fault = NULL, detail = NULL, progress = 0,
                    total = NULL""")
                .param("connection", connection.value())
                .param("kind", kind)
                .param("cursor", cursor)
                .update();
        events.publishEvent(new DutiesDue(Set.of(connection)));
    }

    /** Stops one where it is, after the part that is under way. Marked as due again it goes on from there; answers whether it ran. */
    @Transactional
    public boolean halt(ConnectionId connection, String kind) {
        return jdbc.sql("""
                        UPDATE duty SET due_since = NULL, claimed_epoch = NULL, claimed_at = NULL, marked_again = false,
                            attempts = 0, fault = NULL, detail = NULL, next_at = '-infinity'
                        WHERE connection = :connection AND kind = :kind AND due_since IS NOT NULL""")
                        .param("connection", connection.value())
                        .param("kind", kind)
                        .update()
                > 0;
    }

    /**
     * Records that a part is done, unless it was stopped meanwhile or the connection has changed hands.
     *
     * @param more how many things this part did
     * @param cursor where to go on
     */
    @Transactional
    public void goOn(Duty duty, long epoch, long more, String cursor) {
        jdbc.sql("""
                UPDATE duty SET cursor = :cursor, progress = progress + :more,
                    due_since = clock_timestamp(), claimed_epoch = NULL, claimed_at = NULL, marked_again = false,
                    attempts = 0, fault = NULL, detail = NULL, next_at = '-infinity'
                WHERE connection = :connection AND kind = :kind AND claimed_epoch = :epoch""")
                .param("cursor", cursor)
                .param("more", more)
                .param("connection", duty.connection().value())
                .param("kind", duty.kind())
                .param("epoch", epoch)
                .update();
    }
}

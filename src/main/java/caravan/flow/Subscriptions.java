package caravan.flow;

import caravan.intake.Delivery;
import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The webhook subscriptions there should be, and whether anything ever came through them. */
@Component
class Subscriptions {

    /**
     * A subscription as it was found.
     *
     * @param live what the vendor says of it
     * @param worked whether it was found working, rather than made or enabled just now
     */
    record Noted(
            ConnectionId connection, String topic, String externalId, String address, boolean live, boolean worked) {}

    private final JdbcClient jdbc;

    Subscriptions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isKnown(ConnectionId connection, String topic) {
        return jdbc.sql("SELECT count(*) FROM subscription WHERE connection = :connection AND topic = :topic")
                        .param("connection", connection.value())
                        .param("topic", topic)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** One that had to be made or enabled proves nothing until something comes through it again. */
    @Transactional
    void note(Noted noted) {
        jdbc.sql("""
                INSERT INTO subscription AS s (connection, topic, external_id, address, live)
                VALUES (:connection, :topic, :external, :address, :live)
                ON CONFLICT (connection, topic) DO UPDATE SET external_id = excluded.external_id,
                    address = excluded.address, live = excluded.live,
                    seen_at = CASE WHEN :worked THEN s.seen_at END,
                    healed_at = CASE WHEN :worked THEN s.healed_at ELSE now() END""")
                .param("connection", noted.connection().value())
                .param("topic", noted.topic())
                .param("external", noted.externalId())
                .param("address", noted.address())
                .param("live", noted.live())
                .param("worked", noted.worked())
                .update();
    }

    /** Notes that deliveries came through; once a minute is enough. */
    @Transactional
    void seen(List<Delivery> deliveries) {
        jdbc.sql("""
                UPDATE subscription s SET seen_at = now()
                FROM (SELECT DISTINCT * FROM unnest(:connection::text[], :topic::text[])) AS d(connection, topic)
                WHERE s.connection = d.connection AND s.topic = d.topic
                  AND (s.seen_at IS NULL OR s.seen_at < now() - interval '1 minute')""")
                .params(Columns.of(deliveries)
                        .text("connection", Delivery::connection)
                        .text("topic", Delivery::topic)
                        .arrays())
                .update();
    }
}

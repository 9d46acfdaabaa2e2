package caravan.intake;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The webhook subscriptions there should be, and whether anything ever came through them. */
@Component
public class Subscriptions {

    /**
     * A subscription as it was found.
     *
     * @param live what the vendor says of it
     * @param externalId empty if the vendor has none
     * @param asFound whether it was found like this, rather than made or enabled just now
     * @param revision of the connection, known before the vendor was told
     */
    public record Noted(
            ConnectionId connection,
            String topic,
            String externalId,
            String address,
            boolean live,
            boolean asFound,
            long revision) {}

    private final JdbcClient jdbc;

    Subscriptions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether there is or was one at the vendor. */
    public boolean isKnown(ConnectionId connection, String topic) {
        return jdbc.sql("SELECT count(*) FROM subscription WHERE connection = :connection AND topic = :topic"
                                + " AND external_id <> ''")
                        .param("connection", connection.value())
                        .param("topic", topic)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** One that had to be made or enabled proves nothing until something comes through it again. */
    @Transactional
    public void note(Noted noted) {
        jdbc.sql("""
                INSERT INTO subscription AS s (connection, topic, external_id, address, live, told_revision)
                VALUES (:connection, :topic, :external, :address, :live, :revision)
                ON CONFLICT (connection, topic) DO UPDATE SET external_id = excluded.external_id,
                    address = excluded.address, live = excluded.live, refused = NULL,
                    told_revision = CASE WHEN :found THEN s.told_revision ELSE excluded.told_revision END,
                    seen_at = CASE WHEN :found THEN s.seen_at END,
                    healed_at = CASE WHEN :found THEN s.healed_at ELSE now() END""")
                .param("connection", noted.connection().value())
                .param("topic", noted.topic())
                .param("external", noted.externalId())
                .param("address", noted.address())
                .param("live", noted.live())
                .param("revision", noted.revision())
                .param("found", noted.asFound())
                .update();
    }

    /**
     * Notes that webhooks are to be signed with another secret: every subscription is to be told, and none is known to work until
     * something comes through it again.
     *
     * @param revision of the connection, from which on the new secret is meant
     */
    @Transactional
    public void signedAnew(ConnectionId connection, long revision) {
        jdbc.sql("UPDATE subscription SET secret_revision = :revision, seen_at = NULL WHERE connection = :connection")
                .param("revision", revision)
                .param("connection", connection.value())
                .update();
    }

    /** The topics whose subscriptions the vendor still signs with the secret before the last one. */
    public Set<String> outdated(ConnectionId connection) {
        return Set.copyOf(jdbc.sql("SELECT topic FROM subscription WHERE connection = :connection"
                        + " AND told_revision < secret_revision")
                .param("connection", connection.value())
                .query(String.class)
                .list());
    }

    /**
     * Notes that one could be neither made nor enabled.
     *
     * @param why what the vendor said, fit for a page
     */
    @Transactional
    public void refused(ConnectionId connection, String topic, String address, String why) {
        jdbc.sql("""
                INSERT INTO subscription (connection, topic, external_id, address, live, refused)
                VALUES (:connection, :topic, '', :address, false, :why)
                ON CONFLICT (connection, topic) DO UPDATE SET live = false, refused = excluded.refused""")
                .param("connection", connection.value())
                .param("topic", topic)
                .param("address", address)
                .param("why", why)
                .update();
    }

    /** Notes that deliveries came through; once a minute is enough. */
    @Transactional
    public void seen(List<Delivery> deliveries) {
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

    /**
     * How one subscription stands.
     *
     * @param there whether the vendor has it at all
     * @param live what the vendor says of it
     * @param outdated whether the vendor still signs with the secret before the last one
     * @param seenAt when something came through it last; null if nothing did since it was made or enabled
     * @param healedAt when it was made or enabled again last; null if it never had to be
     * @param refused why it could be neither made nor enabled; null if it could
     */
    public record Standing(
            String topic,
            boolean there,
            boolean live,
            boolean outdated,
            @Nullable Instant seenAt,
            @Nullable Instant healedAt,
            @Nullable String refused) {}

    /** The subscriptions of a connection, by topic. */
    public List<Standing> of(ConnectionId connection) {
        return jdbc.sql(
                        "SELECT topic, external_id, live, told_revision < secret_revision AS outdated, seen_at, healed_at, refused"
                                + " FROM subscription WHERE connection = :connection ORDER BY topic")
                .param("connection", connection.value())
                .query((row, index) -> new Standing(
                        row.getString("topic"),
                        !row.getString("external_id").isEmpty(),
                        row.getBoolean("live"),
                        row.getBoolean("outdated"),
                        instant(row.getTimestamp("seen_at")),
                        instant(row.getTimestamp("healed_at")),
                        row.getString("refused")))
                .list();
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    /** When something came through the subscriptions of each connection last; without one nothing ever did. */
    public Map<ConnectionId, Instant> lastSeen() {
        Map<ConnectionId, Instant> seen = new HashMap<>();
        jdbc.sql(
                        "SELECT connection, max(seen_at) AS seen_at FROM subscription WHERE seen_at IS NOT NULL GROUP BY connection")
                .query(row -> {
                    seen.put(
                            new ConnectionId(row.getString("connection")),
                            row.getTimestamp("seen_at").toInstant());
                });
        return seen;
    }
}

package caravan.intake;

import caravan.kernel.Columns;
import caravan.kernel.ConnectionId;
import caravan.kernel.Mark;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what came through the door, with what became of it. */
@Component
public class Deliveries {

    /**
     * A delivery and its end.
     *
     * @param subject the order's id at its channel, empty if it could not be told
     * @param outcome one word
     */
    public record Kept(Delivery delivery, String subject, String outcome) {}

    private final JdbcClient jdbc;

    Deliveries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps deliveries in the caller's transaction. */
    @Transactional
    public void keep(List<Kept> deliveries) {
        byte[][] bodies =
                deliveries.stream().map(kept -> kept.delivery().body()).toArray(byte[][]::new);
        jdbc.sql("""
                INSERT INTO delivery (received_at, connection, topic, delivery_id, subject, outcome, headers, signature, bytes)
                SELECT r::timestamptz, c, t, d, s, o, h, g, b
                FROM unnest(:received::text[], :connection::text[], :topic::text[], :delivery::text[], :subject::text[],
                            :outcome::text[], :headers::text[], :signature::text[], :bytes::bytea[]) AS k(r, c, t, d, s, o, h, g, b)""")
                .params(Columns.of(deliveries)
                        .text("received", kept -> kept.delivery().receivedAt())
                        .text("connection", kept -> kept.delivery().connection())
                        .text("topic", kept -> kept.delivery().topic())
                        .text("delivery", kept -> kept.delivery().id())
                        .text("subject", Kept::subject)
                        .text("outcome", Kept::outcome)
                        .text("headers", kept -> kept.delivery().headers())
                        .text("signature", kept -> kept.delivery().verified())
                        .arrays())
                .param("bytes", bodies)
                .update();
    }

    /**
     * A delivery as a list shows it, without its bytes.
     *
     * @param signature how its signature was verified; null if that was not written down, or a person edited it
     */
    public record Came(
            long id,
            Instant receivedAt,
            String topic,
            String outcome,
            long size,
            @Nullable String signature) {}

    /** What came about one subject before a mark, newest first. */
    public List<Came> about(ConnectionId connection, String subject, Mark before, int most) {
        return jdbc.sql("""
                SELECT id, received_at, topic, outcome, octet_length(bytes) AS size, signature FROM delivery
                WHERE connection = :connection AND subject = :subject AND (received_at, id) < (:at, :id)
                ORDER BY received_at DESC, id DESC LIMIT :most""")
                .param("at", Timestamp.from(before.at()))
                .param("id", before.id())
                .param("connection", connection.value())
                .param("subject", subject)
                .param("most", most)
                .query((row, index) -> new Came(
                        row.getLong("id"),
                        row.getTimestamp("received_at").toInstant(),
                        row.getString("topic"),
                        row.getString("outcome"),
                        row.getLong("size"),
                        row.getString("signature")))
                .list();
    }

    /** The bytes of one delivery about a subject, as they came: personal data. */
    public Optional<byte[]> bytes(ConnectionId connection, String subject, long id) {
        return jdbc.sql("SELECT bytes FROM delivery WHERE connection = :connection AND subject = :subject AND id = :id")
                .param("connection", connection.value())
                .param("subject", subject)
                .param("id", id)
                .query((row, index) -> row.getBytes("bytes"))
                .optional();
    }
}

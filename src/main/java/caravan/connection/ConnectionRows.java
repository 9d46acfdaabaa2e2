package caravan.connection;

import caravan.connection.Connection.Mode;
import caravan.connection.Connection.Origin;
import caravan.connection.Connection.Pause;
import caravan.connector.VendorAccount.Network;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of connections. */
@Component
class ConnectionRows {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<String>>> LISTS = new TypeReference<>() {};

    /** One row. */
    record Row(Connection connection, @Nullable Duration poll, boolean autoLive, DriftPolicy drift, long revision) {}

    private final JdbcClient jdbc;

    ConnectionRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Row> all() {
        return jdbc.sql("SELECT *, (extract(epoch FROM poll_every) * 1000)::bigint AS poll FROM connection ORDER BY id")
                .query(ConnectionRows::row)
                .list();
    }

    /** One row, kept from others until the transaction ends. */
    Optional<Row> lock(ConnectionId id) {
        return jdbc.sql("SELECT *, (extract(epoch FROM poll_every) * 1000)::bigint AS poll FROM connection"
                        + " WHERE id = :id FOR UPDATE")
                .param("id", id.value())
                .query(ConnectionRows::row)
                .optional();
    }

    boolean exists(ConnectionId id) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM connection WHERE id = :id)")
                .param("id", id.value())
                .query(Boolean.class)
                .single();
    }

    /** Makes a connection; answers false if there is one of that name. */
    boolean insert(NewConnection made, Origin origin) {
        return content(jdbc.sql("""
                INSERT INTO connection (id, connector, title, origin, settings, locations, plain_http, private_addresses,
                    self_signed, poll_every, auto_live, drift)
                VALUES (:id, :connector, :title, :origin, :settings::jsonb, :locations::jsonb, :plain, :private, :signed,
                    :poll::interval, :auto, :drift)
                ON CONFLICT DO NOTHING"""), made)
                        .param("connector", made.connector())
                        .param("origin", code(origin))
                        .update()
                == 1;
    }

    /** Changes what differs; everything but connector, origin, mode and pause. */
    boolean update(NewConnection changed) {
        return content(jdbc.sql("""
                UPDATE connection SET title = :title, settings = :settings::jsonb, locations = :locations::jsonb,
                    plain_http = :plain, private_addresses = :private, self_signed = :signed,
                    poll_every = :poll::interval, auto_live = :auto, drift = :drift,
                    revision = revision + 1, updated_at = clock_timestamp()
                WHERE id = :id AND (title, settings, locations, plain_http, private_addresses, self_signed, poll_every,
                        auto_live, drift)
                    IS DISTINCT FROM (:title, :settings::jsonb, :locations::jsonb, :plain, :private, :signed,
                        :poll::interval, :auto, :drift)"""), changed).update() == 1;
    }

    private static JdbcClient.StatementSpec content(JdbcClient.StatementSpec statement, NewConnection connection) {
        Duration poll = connection.poll();
        return statement
                .param("id", connection.id().value())
                .param("title", connection.title())
                .param("settings", JSON.writeValueAsString(connection.settings()))
                .param("locations", JSON.writeValueAsString(connection.locations()))
                .param("plain", connection.network().plainHttp())
                .param("private", connection.network().privateAddresses())
                .param("signed", connection.network().selfSigned())
                .param("poll", poll == null ? null : poll.toMillis() + " milliseconds")
                .param("auto", connection.autoLive())
                .param("drift", connection.drift().code());
    }

    /** Notes that something besides the row changed, for example a secret; answers the revision from which on that counts. */
    long touch(ConnectionId id) {
        return jdbc.sql("UPDATE connection SET revision = revision + 1, updated_at = clock_timestamp() WHERE id = :id"
                        + " RETURNING revision")
                .param("id", id.value())
                .query(Long.class)
                .single();
    }

    void mode(ConnectionId id, Mode mode) {
        jdbc.sql("""
                UPDATE connection SET mode = :mode, revision = revision + 1, updated_at = clock_timestamp()
                WHERE id = :id AND mode <> :mode""").param("id", id.value()).param("mode", code(mode)).update();
    }

    /** The file's word counts when it says something else than last time: a person's later word stands. */
    boolean fileMode(ConnectionId id, Mode mode) {
        return jdbc.sql("""
                UPDATE connection SET mode = :mode, file_mode = :mode, revision = revision + 1,
                    updated_at = clock_timestamp()
                WHERE id = :id AND file_mode IS DISTINCT FROM :mode""").param("id", id.value()).param("mode", code(mode)).update() > 0;
    }

    void pause(ConnectionId id, @Nullable Pause pause) {
        jdbc.sql("""
                UPDATE connection SET paused_by = :by, paused_why = :why, revision = revision + 1,
                    updated_at = clock_timestamp()
                WHERE id = :id AND (paused_by, paused_why) IS DISTINCT FROM (:by, :why)""")
                .param("id", id.value())
                .param("by", pause == null ? null : code(pause.by()))
                .param("why", pause == null ? null : pause.why())
                .update();
    }

    /** Pauses the file's connections that are not in it any more; answers which. */
    List<String> pauseVanished(Collection<ConnectionId> present, String why) {
        return jdbc.sql("""
                UPDATE connection SET paused_by = 'file', paused_why = :why, revision = revision + 1,
                    updated_at = clock_timestamp()
                WHERE origin = 'file' AND id <> ALL(:present) AND (paused_by IS NULL OR paused_by = 'fault')
                RETURNING id""")
                .param("why", why)
                .param("present", present.stream().map(ConnectionId::value).toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** One hub at a time takes a file in. */
    void takeTurn() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('connections as code', 0))")
                .query((row, index) -> true)
                .single();
    }

    private static Row row(ResultSet row, int index) throws SQLException {
        String by = row.getString("paused_by");
        Long poll = row.getObject("poll", Long.class);
        Connection connection = new Connection(
                new ConnectionId(row.getString("id")),
                row.getString("connector"),
                row.getString("title"),
                Origin.valueOf(constant(row.getString("origin"))),
                JSON.readValue(row.getString("settings"), TEXTS),
                new Network(
                        row.getBoolean("plain_http"),
                        row.getBoolean("private_addresses"),
                        row.getBoolean("self_signed")),
                Mode.valueOf(constant(row.getString("mode"))),
                by == null ? null : new Pause(Pause.By.valueOf(constant(by)), row.getString("paused_why")),
                JSON.readValue(row.getString("locations"), LISTS));
        return new Row(
                connection,
                poll == null ? null : Duration.ofMillis(poll),
                row.getBoolean("auto_live"),
                DriftPolicy.of(row.getString("drift")),
                row.getLong("revision"));
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String constant(String code) {
        return code.toUpperCase(Locale.ROOT);
    }
}

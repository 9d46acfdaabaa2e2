package caravan.connection;

import caravan.connector.Manifest;
import caravan.kernel.ConnectionId;
import caravan.security.Secret;
import caravan.security.SecretStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Secrets of connections. The webhook secret before the last one counts for another hour. */
@Component
class ConnectionSecrets {
    private static final String PREVIOUS = ".previous";

    private final SecretStore store;
    private final JdbcClient jdbc;

    ConnectionSecrets(SecretStore store, JdbcClient jdbc) {
        this.store = store;
        this.jdbc = jdbc;
    }

    /** All secrets of a connection, those before the last ones among them as {@code <name>.previous}. */
    Map<String, Secret> of(ConnectionId connection) {
        Map<String, Secret> secrets = new HashMap<>();
        for (String name : store.names(owner(connection))) {
            store.find(owner(connection), name).ifPresent(secret -> secrets.put(name, secret));
        }
        return secrets;
    }

    /** The current secrets that can be read; one that cannot counts as not there, so that it can be entered again. */
    Map<String, Secret> readable(ConnectionId connection) {
        Map<String, Secret> secrets = new HashMap<>();
        for (String name : store.names(owner(connection))) {
            if (!isPrevious(name)) {
                stored(connection, name).ifPresent(secret -> secrets.put(name, secret));
            }
        }
        return secrets;
    }

    private Optional<Secret> stored(ConnectionId connection, String name) {
        try {
            return store.find(owner(connection), name);
        } catch (IllegalStateException unreadable) {
            return Optional.empty();
        }
    }

    /** The name of the secret before the last one. */
    static String previous(String name) {
        return name + PREVIOUS;
    }

    static boolean isPrevious(String name) {
        return name.endsWith(PREVIOUS);
    }

    /** Stores those that differ from what is stored; answers which did. */
    Set<String> put(ConnectionId connection, Manifest manifest, Map<String, Secret> secrets) {
        Set<String> changed = new HashSet<>();
        for (Map.Entry<String, Secret> given : secrets.entrySet()) {
            Optional<Secret> stored = stored(connection, given.getKey());
            if (stored.isPresent() && same(stored.get(), given.getValue())) {
                continue;
            }
            if (stored.isPresent() && isForWebhooks(manifest, given.getKey())) {
                keepPrevious(connection, given.getKey(), stored.get());
            }
            store.put(owner(connection), given.getKey(), given.getValue());
            changed.add(given.getKey());
        }
        return changed;
    }

    /** Forgets a secret; answers whether there was one. */
    boolean remove(ConnectionId connection, String name) {
        boolean there = store.names(owner(connection)).contains(name);
        if (there) {
            store.remove(owner(connection), name);
        }
        return there;
    }

    /** Forgets at once what the old address may still sign webhooks with. */
    void removePrevious(ConnectionId connection, Manifest manifest) {
        if (manifest.webhooks() != null) {
            remove(connection, previous(manifest.webhooks().secret()));
        }
    }

    /** Forgets secrets whose hour has passed. */
    void forgetPassed(ConnectionRows rows) {
        jdbc.sql("DELETE FROM connection_rotation WHERE until <= clock_timestamp() RETURNING connection, name")
                .query((row, index) -> Map.entry(new ConnectionId(row.getString(1)), row.getString(2)))
                .list()
                .forEach(passed -> {
                    store.remove(owner(passed.getKey()), previous(passed.getValue()));
                    rows.touch(passed.getKey());
                });
    }

    private void keepPrevious(ConnectionId connection, String name, Secret before) {
        store.put(owner(connection), previous(name), before);
        jdbc.sql("""
                INSERT INTO connection_rotation (connection, name, until)
                VALUES (:connection, :name, clock_timestamp() + interval '1 hour')
                ON CONFLICT (connection, name) DO UPDATE SET until = excluded.until""")
                .param("connection", connection.value())
                .param("name", name)
                .update();
    }

    static boolean isForWebhooks(Manifest manifest, String name) {
        return manifest.webhooks() != null && manifest.webhooks().secret().equals(name);
    }

    private static boolean same(Secret one, Secret other) {
        return MessageDigest.isEqual(
                one.reveal().getBytes(StandardCharsets.UTF_8), other.reveal().getBytes(StandardCharsets.UTF_8));
    }

    private static String owner(ConnectionId connection) {
        return "connection/" + connection;
    }
}

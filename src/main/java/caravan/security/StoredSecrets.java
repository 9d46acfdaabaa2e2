package caravan.security;

import static java.util.Objects.requireNonNull;

import caravan.security.KeyRing.Place;
import caravan.security.KeyRing.Sealed;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Secrets in the table {@code secret}. */
final class StoredSecrets implements SecretStore {
    private static final Logger log = LoggerFactory.getLogger(StoredSecrets.class);
    private static final int BATCH = 100;

    private record Row(String owner, String name, Sealed value) {}

    /** What one transaction of a rotation looked at: the last row's owner and name, how many rows, how many it moved. */
    private record Batch(String owner, String name, int rows, int moved) {}

    private final JdbcClient jdbc;
    private final KeyRing keys;
    private final TransactionTemplate transaction;

    StoredSecrets(JdbcClient jdbc, KeyRing keys, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.transaction = transaction;
    }

    @Override
    public void put(String owner, String name, Secret secret) {
        store(owner, name, keys.seal(place(owner, name), secret.reveal().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<Secret> find(String owner, String name) {
        return jdbc.sql("SELECT key_id, nonce, cipher FROM secret WHERE owner = :owner AND name = :name")
                .param("owner", owner)
                .param("name", name)
                .query(StoredSecrets::value)
                .optional()
                .map(value -> Secret.of(new String(keys.open(place(owner, name), value), StandardCharsets.UTF_8)));
    }

    @Override
    public Set<String> names(String owner) {
        return new TreeSet<>(jdbc.sql("SELECT name FROM secret WHERE owner = :owner")
                .param("owner", owner)
                .query(String.class)
                .list());
    }

    @Override
    public void remove(String owner, String name) {
        jdbc.sql("DELETE FROM secret WHERE owner = :owner AND name = :name")
                .param("owner", owner)
                .param("name", name)
                .update();
    }

    /**
     * Encrypts everything anew that is not under the current key; small transactions, so that nobody waits long. What
     * cannot be opened is logged and stays as it is: it stops the connection it belongs to, not the hub.
     */
    void rotate() {
        int total = 0;
        Batch batch = new Batch("", "", BATCH, 0);
        while (batch.rows() == BATCH) {
            Batch after = batch;
            batch = requireNonNull(transaction.execute(status -> rotateBatch(after.owner(), after.name())));
            total += batch.moved();
        }
        if (total > 0) {
            log.info("{} secrets are under the key '{}' now", total, keys.current());
        }
    }

    private Batch rotateBatch(String afterOwner, String afterName) {
        List<Row> rows = jdbc.sql("SELECT * FROM secret WHERE key_id <> :current AND (owner, name) > (:owner, :name)"
                        + " ORDER BY owner, name LIMIT :batch FOR UPDATE SKIP LOCKED")
                .param("current", keys.current())
                .param("owner", afterOwner)
                .param("name", afterName)
                .param("batch", BATCH)
                .query((row, number) -> new Row(row.getString("owner"), row.getString("name"), value(row, number)))
                .list();
        int moved = 0;
        for (Row row : rows) {
            moved += rotate(row) ? 1 : 0;
        }
        return rows.isEmpty()
                ? new Batch(afterOwner, afterName, 0, 0)
                : new Batch(
                        rows.get(rows.size() - 1).owner(),
                        rows.get(rows.size() - 1).name(),
                        rows.size(),
                        moved);
    }

    private boolean rotate(Row row) {
        Place place = place(row.owner(), row.name());
        try {
            store(row.owner(), row.name(), keys.seal(place, keys.open(place, row.value())));
            return true;
        } catch (IllegalStateException unreadable) {
            log.error(
                    "{} It stays under the key '{}'.",
                    unreadable.getMessage(),
                    row.value().keyId());
            return false;
        }
    }

    private void store(String owner, String name, Sealed value) {
        jdbc.sql("INSERT INTO secret (owner, name, key_id, nonce, cipher) VALUES (:owner, :name, :key, :nonce, :cipher)"
                        + " ON CONFLICT (owner, name) DO UPDATE SET key_id = excluded.key_id, nonce = excluded.nonce,"
                        + " cipher = excluded.cipher, changed_at = now()")
                .param("owner", owner)
                .param("name", name)
                .param("key", value.keyId())
                .param("nonce", value.nonce())
                .param("cipher", value.cipher())
                .update();
    }

    private static Place place(String owner, String name) {
        return new Place("secret", owner, name);
    }

    static Sealed value(ResultSet row, int number) throws SQLException {
        return new Sealed(row.getString("key_id"), row.getBytes("nonce"), row.getBytes("cipher"));
    }
}

package caravan.security;

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

    /** Encrypts everything anew that is not under the current key; small transactions, so that nobody waits long. */
    void rotate() {
        int total = 0;
        for (int moved = BATCH; moved == BATCH; total += moved) {
            Integer batch = transaction.execute(status -> rotateBatch());
            moved = batch == null ? 0 : batch;
        }
        if (total > 0) {
            log.info("{} secrets are under the key '{}' now", total, keys.current());
        }
    }

    private int rotateBatch() {
        List<Row> rows = jdbc.sql("SELECT * FROM secret WHERE key_id <> :current LIMIT :batch FOR UPDATE SKIP LOCKED")
                .param("current", keys.current())
                .param("batch", BATCH)
                .query((row, number) -> new Row(row.getString("owner"), row.getString("name"), value(row, number)))
                .list();
        for (Row row : rows) {
            Place place = place(row.owner(), row.name());
            store(row.owner(), row.name(), keys.seal(place, keys.open(place, row.value())));
        }
        return rows.size();
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

package caravan.security;

import caravan.platform.StartFailure;
import caravan.security.KeyRing.Place;
import caravan.security.KeyRing.Sealed;
import caravan.security.SecuritySettings.KeySettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the keys of this hub, and stops the start when they are not the ones its secrets are encrypted with. */
final class KeyCheck {
    private static final byte[] KNOWN = "caravan".getBytes(StandardCharsets.US_ASCII);

    private final JdbcClient jdbc;
    private final KeyFile file;

    KeyCheck(JdbcClient jdbc, KeyFile file) {
        this.jdbc = jdbc;
        this.file = file;
    }

    /**
     * Answers keys that are known to be right.
     *
     * @throws StartFailure if there is none, a wrong one, or one is missing
     */
    KeyRing require(List<KeySettings> configured, boolean production) {
        if (configured.isEmpty() && production) {
            throw new StartFailure("no key for secrets is configured, and the profile 'production' never makes one. "
                    + KeyRing.HOW_TO_MAKE_ONE);
        }
        KeyRing ring = new KeyRing(keys(configured));
        ring.ids().forEach(id -> check(ring, id));
        requireKeysOfAllSecrets(ring);
        return ring;
    }

    private List<KeySettings> keys(List<KeySettings> configured) {
        List<KeySettings> keys = new ArrayList<>(configured);
        // A hub that moves from its own key to a configured one still reads what the first has encrypted.
        file.read()
                .filter(own -> configured.stream().noneMatch(key -> key.id().equals(own.id())))
                .ifPresent(keys::add);
        if (keys.isEmpty()) {
            if (known(KeyFile.ID)) {
                throw new StartFailure("the key file '" + file.path()
                        + "' is gone, and this database was used with it. Put it back from a backup, or set"
                        + " caravan.security.keys to the same key with the id '" + KeyFile.ID + "'.");
            }
            keys.add(file.generate());
        }
        return keys;
    }

    private void check(KeyRing ring, String id) {
        Place place = new Place("secret_check", "", id);
        Sealed fresh = ring.seal(id, place, KNOWN);
        jdbc.sql("INSERT INTO secret_check (key_id, nonce, cipher) VALUES (:id, :nonce, :cipher)"
                        + " ON CONFLICT (key_id) DO NOTHING")
                .param("id", id)
                .param("nonce", fresh.nonce())
                .param("cipher", fresh.cipher())
                .update();
        Sealed stored = jdbc.sql("SELECT key_id, nonce, cipher FROM secret_check WHERE key_id = :id")
                .param("id", id)
                .query(StoredSecrets::value)
                .single();
        try {
            ring.open(place, stored);
        } catch (IllegalStateException wrong) {
            throw new StartFailure(
                    "the key '" + id + "' is not the key '" + id + "' this database was used with. Put the right one"
                            + " into caravan.security.keys, or give a new key an id of its own and keep the old one after it.",
                    wrong);
        }
    }

    private boolean known(String id) {
        return jdbc.sql("SELECT count(*) FROM secret_check WHERE key_id = :id")
                        .param("id", id)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void requireKeysOfAllSecrets(KeyRing ring) {
        List<String> missing = jdbc.sql("SELECT DISTINCT key_id FROM secret WHERE key_id NOT IN (:ids) ORDER BY key_id")
                .param("ids", ring.ids())
                .query(String.class)
                .list();
        if (!missing.isEmpty()) {
            throw new StartFailure("secrets are encrypted with the key '" + String.join("', '", missing)
                    + "', which caravan.security.keys does not have. Add it after the first key.");
        }
    }
}

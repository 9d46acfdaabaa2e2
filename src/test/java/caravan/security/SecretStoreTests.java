package caravan.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.TestFolder;
import caravan.platform.StartFailure;
import caravan.security.SecuritySettings.KeySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@HubTest
class SecretStoreTests {
    private static final Secret VALUE = Secret.of("shpat_0123456789");

    private final SecretStore secrets;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String owner = Names.unique("shop");

    SecretStoreTests(SecretStore secrets, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.secrets = secrets;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    @AfterEach
    void leaveNothingUnderKeysTheSharedHubDoesNotHave() {
        jdbc.sql("DELETE FROM secret WHERE owner = :owner")
                .param("owner", owner)
                .update();
    }

    @Test
    void keepsASecretThatIsNotInTheTable() {
        secrets.put(owner, "api-token", VALUE);
        assertThat(secrets.find(owner, "api-token").orElseThrow().reveal()).isEqualTo(VALUE.reveal());
        assertThat(secrets.names(owner)).containsExactly("api-token");
        assertThat(jdbc.sql("SELECT count(*) FROM secret WHERE position(:value::bytea IN cipher) > 0")
                        .param("value", VALUE.reveal().getBytes(StandardCharsets.UTF_8))
                        .query(Integer.class)
                        .single())
                .isZero();
        secrets.remove(owner, "api-token");
        assertThat(secrets.find(owner, "api-token")).isEmpty();
    }

    @Test
    void printsNoSecret() {
        assertThat(VALUE).hasToString("***");
        assertThat(new KeySettings("a", VALUE).toString()).doesNotContain(VALUE.reveal());
    }

    @Test
    void refusesARowThatWasMovedOrChanged() {
        secrets.put(owner, "api-token", VALUE);
        jdbc.sql("UPDATE secret SET name = 'other' WHERE owner = :owner")
                .param("owner", owner)
                .update();
        assertThatThrownBy(() -> secrets.find(owner, "other")).hasMessageContaining("changed or moved");

        secrets.put(owner, "api-token", VALUE);
        damage("api-token");
        assertThatThrownBy(() -> secrets.find(owner, "api-token")).hasMessageContaining("changed or moved");
    }

    @Test
    void encryptsTheSameValueDifferentlyEachTime() {
        secrets.put(owner, "one", VALUE);
        secrets.put(owner, "two", VALUE);
        assertThat(jdbc.sql("SELECT count(DISTINCT nonce) FROM secret WHERE owner = :owner")
                        .param("owner", owner)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void movesSecretsUnderTheFirstOfTwoKeysAndThenNeedsTheOldOneNoMore() {
        KeySettings old = key(Names.unique("old"), 1);
        KeySettings fresh = key(Names.unique("new"), 2);
        StoredSecrets before = store(new KeyRing(List.of(old)));
        for (int i = 0; i < 250; i++) {
            before.put(owner, "secret-" + i, VALUE);
        }
        store(new KeyRing(List.of(fresh, old, sharedKey()))).rotate();
        try {
            StoredSecrets after = store(new KeyRing(List.of(fresh)));
            for (int i = 0; i < 250; i++) {
                assertThat(after.find(owner, "secret-" + i).orElseThrow().reveal())
                        .isEqualTo(VALUE.reveal());
            }
            assertThatThrownBy(() -> before.find(owner, "secret-0"))
                    .hasMessageContaining("needs key '" + fresh.id() + "'");
        } finally {
            // Secrets of connections that other tests made have moved as well.
            store(new KeyRing(List.of(sharedKey(), fresh, old))).rotate();
        }
    }

    @Test
    void movesTheOthersWhenOneCannotBeOpened() {
        KeySettings old = key(Names.unique("old"), 1);
        KeySettings fresh = key(Names.unique("new"), 2);
        StoredSecrets before = store(new KeyRing(List.of(old)));
        for (String name : List.of("a", "b", "c")) {
            before.put(owner, name, VALUE);
        }
        damage("b");
        KeyRing keys = new KeyRing(List.of(fresh, old, sharedKey()));
        store(keys).rotate();
        try {
            StoredSecrets after = store(new KeyRing(List.of(fresh)));
            assertThat(after.find(owner, "a").orElseThrow().reveal()).isEqualTo(VALUE.reveal());
            assertThat(after.find(owner, "c").orElseThrow().reveal()).isEqualTo(VALUE.reveal());
            assertThatThrownBy(() -> store(keys).find(owner, "b")).hasMessageContaining("changed or moved");
        } finally {
            store(new KeyRing(List.of(sharedKey(), fresh, old))).rotate();
        }
    }

    @Test
    void refusesAWrongKeyAtStart(@TempDir Path data) {
        String id = Names.unique("key");
        require(data, key(id, 1), sharedKey());
        assertThatThrownBy(() -> require(data, key(id, 2), sharedKey()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("'" + id + "' this database was used with");
        require(data, key(id, 1), sharedKey());
    }

    @Test
    void refusesToStartWithoutTheKeyOfAStoredSecret(@TempDir Path data) {
        KeySettings lost = key(Names.unique("lost"), 1);
        store(new KeyRing(List.of(lost))).put(owner, "api-token", VALUE);
        assertThatThrownBy(() -> require(data, key(Names.unique("key"), 2), sharedKey()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("'" + lost.id() + "', which caravan.security.keys does not have");
    }

    @Test
    void refusesWhatIsNoKey() {
        assertThatThrownBy(() -> new KeyRing(List.of(new KeySettings("a", Secret.of("c2hvcnQ=")))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining("c2hvcnQ=");
        assertThatThrownBy(() -> new KeyRing(List.of(key("a", 1), key("a", 2))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("have the id 'a'");
    }

    @Test
    void neverMakesAKeyInProduction(@TempDir Path data) {
        assertThatThrownBy(() -> new KeyCheck(jdbc, new KeyFile(data)).require(List.of(), true))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("openssl rand -base64 32");
        assertThat(data.resolve("secret.key")).doesNotExist();
    }

    @Test
    void noticesThatItsKeyFileIsGone(@TempDir Path data) {
        assertThatThrownBy(() -> new KeyCheck(jdbc, new KeyFile(data)).require(List.of(), false))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("is gone");
        assertThat(data.resolve("secret.key")).doesNotExist();
    }

    @Test
    void makesAKeyFileThatOnlyItsOwnerReads(@TempDir Path data) throws IOException {
        KeyFile file = new KeyFile(data);
        Secret made = file.generate().key();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(file.read().orElseThrow().key().reveal()).isEqualTo(made.reveal());
    }

    private void require(Path data, KeySettings... keys) {
        new KeyCheck(jdbc, new KeyFile(data)).require(List.of(keys), true);
    }

    private StoredSecrets store(KeyRing keys) {
        return new StoredSecrets(jdbc, keys, transaction);
    }

    private static KeySettings sharedKey() {
        return new KeyFile(TestFolder.shared()).read().orElseThrow();
    }

    private void damage(String name) {
        jdbc.sql("UPDATE secret SET cipher = set_byte(cipher, 0, get_byte(cipher, 0) # 1)"
                        + " WHERE owner = :owner AND name = :name")
                .param("owner", owner)
                .param("name", name)
                .update();
    }

    private static KeySettings key(String id, int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new KeySettings(id, Secret.of(Base64.getEncoder().encodeToString(bytes)));
    }
}

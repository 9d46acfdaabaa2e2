package caravan.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The people who may sign in. Every change is in the audit, and ends the sessions of the account it touches. */
@Component
public class Accounts {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Audit audit;

    Accounts(JdbcClient jdbc, Passwords passwords, Audit audit) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.audit = audit;
    }

    /** Everybody, by name. */
    public List<Account> all() {
        return jdbc.sql("SELECT * FROM account ORDER BY name")
                .query(Accounts::account)
                .list();
    }

    public Optional<Account> find(String name) {
        if (!isName(name)) {
            return Optional.empty();
        }
        return jdbc.sql("SELECT * FROM account WHERE name = :name")
                .param("name", normal(name))
                .query(Accounts::account)
                .optional();
    }

    /**
     * Adds somebody.
     *
     * @return the one-time password, which is kept nowhere else
     * @throws Refusal if the name is taken or not usable
     */
    @Transactional
    public Secret add(String name, Role role) {
        String account = normal(name);
        if (!isName(account)) {
            throw new Refusal(
                    "The user name '" + account
                            + "' cannot be used. Use up to 64 of a-z, 0-9, dot, dash, underscore and @, a letter or digit first.");
        }
        Secret password = passwords.oneTime();
        int added = jdbc.sql("INSERT INTO account (name, role, one_time_hashes) VALUES (:name, :role, ARRAY[:hash])"
                        + " ON CONFLICT (name) DO NOTHING")
                .param("name", account)
                .param("role", role.name())
                .param("hash", passwords.encode(password))
                .update();
        if (added == 0) {
            throw new Refusal("The user '" + account + "' exists already. Choose another name.");
        }
        audit.record("user added", account, role.name());
        return password;
    }

    /**
     * Gives somebody another role.
     *
     * @throws Refusal if that would leave the hub without an admin
     */
    @Transactional
    public void changeRole(String name, Role role) {
        if (role != Role.ADMIN) {
            requireAnotherAdmin(name);
        }
        change(name, "role = :value", role.name());
        audit.record("role changed", normal(name), role.name());
    }

    /**
     * Keeps somebody out, at once.
     *
     * @throws Refusal if that would leave the hub without an admin
     */
    @Transactional
    public void disable(String name) {
        requireAnotherAdmin(name);
        change(name, "disabled = :value", true);
        audit.record("user disabled", normal(name), "");
    }

    /** Lets somebody in again. */
    @Transactional
    public void enable(String name) {
        change(name, "disabled = :value", false);
        audit.record("user enabled", normal(name), "");
    }

    /**
     * Replaces somebody's password.
     *
     * @return the one-time password, which is kept nowhere else
     */
    @Transactional
    public Secret resetPassword(String name) {
        Secret password = passwords.oneTime();
        change(name, "password_hash = NULL, one_time_hashes = ARRAY[:value]", passwords.encode(password));
        audit.record("password reset", normal(name), "");
        return password;
    }

    /**
     * Sets the password somebody chose, who has just proven the present one.
     *
     * @throws Refusal if the new password is no good
     */
    @Transactional
    Account changePassword(String name, String present, String wanted) {
        passwords.requireGood(normal(name), wanted);
        if (present.equals(wanted)) {
            throw new Refusal("The new password is the present one. Choose another.");
        }
        change(name, "password_hash = :value, one_time_hashes = '{}'", passwords.encode(Secret.of(wanted)));
        audit.record("password changed", normal(name), "");
        return find(name).orElseThrow();
    }

    /** Tells whether this is the password, or one of the one-time passwords, of somebody who may sign in. */
    boolean accepts(String name, String password) {
        return passwords.matches(password, isName(name) ? hashes(name) : List.of());
    }

    private List<String> hashes(String name) {
        return jdbc
                .sql("SELECT unnest(array_append(one_time_hashes, password_hash)) AS hash FROM account"
                        + " WHERE name = :name AND NOT disabled")
                .param("name", normal(name))
                .query(String.class)
                .list()
                .stream()
                .filter(hash -> hash != null)
                .toList();
    }

    void noteSignIn(String name) {
        jdbc.sql("UPDATE account SET signed_in_at = now() WHERE name = :name")
                .param("name", normal(name))
                .update();
    }

    /** Whether anybody can be called that; the database does not even take every other text. */
    private static boolean isName(String name) {
        return NAME.matcher(normal(name)).matches();
    }

    static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private void change(String name, String assignment, Object value) {
        int changed = jdbc.sql(
                        "UPDATE account SET " + assignment + ", changed_at = clock_timestamp() WHERE name = :name")
                .param("name", normal(name))
                .param("value", value)
                .update();
        if (changed == 0) {
            throw new Refusal("There is no user '" + normal(name) + "'.");
        }
    }

    private void requireAnotherAdmin(String name) {
        // Two admins who demote each other at the same moment must not both succeed.
        jdbc.sql("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE").update();
        int others = jdbc.sql("SELECT count(*) FROM account WHERE role = 'ADMIN' AND NOT disabled AND name <> :name")
                .param("name", normal(name))
                .query(Integer.class)
                .single();
        if (others == 0) {
            throw new Refusal("'" + normal(name) + "' is the only admin. Make somebody else an admin first.");
        }
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                row.getBoolean("must_change_password"),
                row.getBoolean("disabled"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                instant(row, "signed_in_at"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}

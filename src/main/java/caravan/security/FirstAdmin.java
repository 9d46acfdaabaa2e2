package caravan.security;

import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes the one account a new hub has.
 *
 * <p>Until its owner has signed in, every start adds a one-time password and those printed by other replicas go on
 * working; afterwards only the setting {@code caravan.security.reset-admin} makes another.
 */
@Component
class FirstAdmin {
    static final String NAME = "admin";

    private final String name;
    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Audit audit;
    private final SecuritySettings settings;

    @Autowired
    FirstAdmin(JdbcClient jdbc, Passwords passwords, Audit audit, SecuritySettings settings) {
        this(NAME, jdbc, passwords, audit, settings);
    }

    FirstAdmin(String name, JdbcClient jdbc, Passwords passwords, Audit audit, SecuritySettings settings) {
        this.name = name;
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.audit = audit;
        this.settings = settings;
    }

    /** Answers the password to print, or nothing when the admin has one already. */
    @Transactional
    Optional<Secret> oneTimePassword() {
        jdbc.sql("INSERT INTO account (name, role) VALUES (:name, 'ADMIN') ON CONFLICT (name) DO NOTHING")
                .param("name", name)
                .update();
        Secret password = passwords.oneTime();
        int changed = settings.resetAdmin() ? reset(password) : add(password);
        if (changed == 0) {
            return Optional.empty();
        }
        audit.record("hub", settings.resetAdmin() ? "password reset" : "first password made", name, "printed at start");
        return Optional.of(password);
    }

    private int add(Secret password) {
        return jdbc.sql("UPDATE account SET one_time_hashes = (ARRAY[:hash]::text[] || one_time_hashes)[1\\:3],"
                        + " changed_at = clock_timestamp()"
                        + " WHERE name = :name AND must_change_password AND signed_in_at IS NULL")
                .param("name", name)
                .param("hash", passwords.encode(password))
                .update();
    }

    private int reset(Secret password) {
        return jdbc.sql("UPDATE account SET password_hash = NULL, one_time_hashes = ARRAY[:hash]::text[],"
                        + " role = 'ADMIN', disabled = false, changed_at = clock_timestamp() WHERE name = :name")
                .param("name", name)
                .param("hash", passwords.encode(password))
                .update();
    }
}

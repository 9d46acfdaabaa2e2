package caravan.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The tokens programs sign in with, as {@code Authorization: Bearer cvn_...}. */
@Component
public class ApiTokens {
    static final String PREFIX = "cvn_";

    private final JdbcClient jdbc;
    private final Audit audit;
    private final SecureRandom random = new SecureRandom();

    ApiTokens(JdbcClient jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** The longest a token that ends can live. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(3650);

    /** Tokens that are not revoked, by name. */
    public List<ApiToken> all() {
        return jdbc.sql(
                        "SELECT *, expires_at <= now() AS expired FROM api_token WHERE revoked_at IS NULL ORDER BY name")
                .query(ApiTokens::token)
                .list();
    }

    /**
     * Makes a token.
     *
     * @param life how long it works; null for as long as it is not revoked
     * @return the token, which is kept nowhere else
     * @throws Refusal if the name is missing, too long, of no plain characters or taken, or if it is to live for less than a day
     *     or more than ten years
     */
    @Transactional
    public Secret create(String name, Role role, String createdBy, @Nullable Duration life) {
        String title = name.strip();
        if (title.isEmpty() || title.length() > 80 || title.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal("A token needs a name of one line with 1 to 80 characters that says who uses it.");
        }
        if (life != null && (life.toDays() < 1 || life.compareTo(LONGEST_LIFE) > 0)) {
            throw new Refusal("A token works for 1 to " + LONGEST_LIFE.toDays()
                    + " days, or until it is revoked if no days are given.");
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        Secret token =
                Secret.of(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        try {
            jdbc.sql("INSERT INTO api_token (name, hash, role, created_by, expires_at)"
                            + " VALUES (:name, :hash, :role, :by, now() + make_interval(secs => :seconds))")
                    .param("name", title)
                    .param("hash", hash(token.reveal()))
                    .param("role", role.name())
                    .param("by", createdBy)
                    .param("seconds", life == null ? null : (double) life.toSeconds(), Types.DOUBLE)
                    .update();
        } catch (DuplicateKeyException taken) {
            throw new Refusal(
                    "There is a token named '" + title + "' already. Choose another name or revoke it first.");
        }
        audit.record("token made", title, role.name());
        return token;
    }

    /** Makes a token useless, at once. */
    @Transactional
    public void revoke(long id) {
        jdbc.sql("UPDATE api_token SET revoked_at = now() WHERE id = :id AND revoked_at IS NULL RETURNING name")
                .param("id", id)
                .query(String.class)
                .optional()
                .ifPresent(name -> audit.record("token revoked", name, ""));
    }

    /** Answers who a token belongs to, unless it is unknown, expired or revoked. */
    Optional<SignedIn> bearer(String token) {
        Optional<ApiToken> found = jdbc.sql("SELECT *, false AS expired FROM api_token WHERE hash = :hash"
                        + " AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())")
                .param("hash", hash(token))
                .query(ApiTokens::token)
                .optional();
        found.ifPresent(known -> noteUse(known.id()));
        return found.map(known -> new SignedIn("token:" + known.name(), known.role(), known.createdAt()));
    }

    private void noteUse(long id) {
        jdbc.sql("UPDATE api_token SET last_used_at = now() WHERE id = :id"
                        + " AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')")
                .param("id", id)
                .update();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    private static ApiToken token(ResultSet row, int number) throws SQLException {
        return new ApiToken(
                row.getLong("id"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                row.getString("created_by"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Accounts.instant(row, "last_used_at"),
                Accounts.instant(row, "expires_at"),
                row.getBoolean("expired"));
    }
}

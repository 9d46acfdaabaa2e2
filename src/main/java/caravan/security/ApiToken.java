package caravan.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a program signs in with; the token itself is known to the program only.
 *
 * @param lastUsedAt exact to the minute, null if it was never used
 * @param expiresAt null if it works until it is revoked
 */
public record ApiToken(
        long id,
        String name,
        Role role,
        String createdBy,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        boolean expired) {}

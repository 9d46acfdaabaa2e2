package caravan.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person who may sign in.
 *
 * @param mustChangePassword true until a one-time password has been replaced
 * @param changedAt when role, password or access last changed; sessions from before it are over
 * @param signedInAt last sign-in, null before the first
 */
public record Account(
        String name,
        Role role,
        boolean mustChangePassword,
        boolean disabled,
        Instant createdAt,
        Instant changedAt,
        @Nullable Instant signedInAt) {}

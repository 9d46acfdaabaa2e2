package caravan.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Makes, hashes and compares passwords. */
@Component
class Passwords {
    private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int SHORTEST = 12;
    private static final int LONGEST_BYTES = 72;

    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final SecureRandom random = new SecureRandom();
    private final String nobodys = encode(oneTime());

    /** A random password of about 99 bits that can be typed from a screen. */
    Secret oneTime() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            if (i > 0 && i % 5 == 0) {
                password.append('-');
            }
            password.append(READABLE.charAt(random.nextInt(READABLE.length())));
        }
        return Secret.of(password.toString());
    }

    String encode(Secret password) {
        String hash = encoder.encode(password.reveal());
        if (hash == null) {
            throw new IllegalStateException("The password encoder answered nothing.");
        }
        return hash;
    }

    /** Compares with every hash given; without any it still takes as long, so that names cannot be guessed by time. */
    boolean matches(String password, Collection<String> hashes) {
        if (hashes.isEmpty()) {
            encoder.matches(password, nobodys);
            return false;
        }
        return hashes.stream().anyMatch(hash -> encoder.matches(password, hash));
    }

    /**
     * Checks a password somebody chose for themselves.
     *
     * @throws Refusal if it is too short, too long or contains the account's name
     */
    void requireGood(String account, @Nullable String password) {
        if (password == null || password.codePointCount(0, password.length()) < SHORTEST) {
            throw new Refusal("The new password is too short. Use at least " + SHORTEST + " characters.");
        }
        // bcrypt reads no more than this.
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw new Refusal("The new password is too long. Use at most " + LONGEST_BYTES + " characters.");
        }
        if (account.length() > 3 && password.toLowerCase(Locale.ROOT).contains(account)) {
            throw new Refusal("The new password contains the user name '" + account + "'. Choose another.");
        }
    }
}

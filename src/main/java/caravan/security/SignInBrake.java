package caravan.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Slows down guessing: after ten wrong passwords for one user from one address, that pair waits a minute. */
@Component
class SignInBrake {
    static final int FAILURES = 10;
    static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int PAIRS = 20_000;

    private record Pair(String user, String address) {}

    private final Cache<Pair, Integer> failures;

    @Autowired
    SignInBrake() {
        this(Ticker.systemTicker());
    }

    SignInBrake(Ticker ticker) {
        // Bounded, so that somebody who tries many names fills no memory; per replica, so the count is a brake, no
        // wall.
        failures = Caffeine.newBuilder()
                .maximumSize(PAIRS)
                .expireAfterWrite(PAUSE)
                .ticker(ticker)
                .build();
    }

    boolean holds(String user, String address) {
        Integer count = failures.getIfPresent(new Pair(user, address));
        return count != null && count >= FAILURES;
    }

    void failed(String user, String address) {
        failures.asMap().merge(new Pair(user, address), 1, Integer::sum);
    }

    void release(String user, String address) {
        failures.invalidate(new Pair(user, address));
    }
}

package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What many hosts put in front of a store: it answers a GET of the same address from memory for a while, whatever has changed in
 * the store since. It keeps callers apart by their credentials, and errors not at all.
 */
final class AnswerCache {
    private static final int MOST = 500;

    private record Question(String address, String caller) {}

    private record Kept(TwinAnswer answer, Instant since) {}

    private final Duration life;
    private final Clock clock;
    private final Map<Question, Kept> answers = new LinkedHashMap<>();

    AnswerCache(Duration life, Clock clock) {
        this.life = life;
        this.clock = clock;
    }

    /** The answer of the store, or the one it gave to the same question a while ago. */
    TwinAnswer answer(TwinRequest request, Function<TwinRequest, TwinAnswer> store) {
        if (life.isZero() || !request.method().equals("GET")) {
            return store.apply(request);
        }
        Question question = new Question(
                request.base() + request.path() + "?" + request.query(),
                Objects.requireNonNullElse(request.header("Authorization"), ""));
        Kept known = find(question);
        if (known != null) {
            long age = Duration.between(known.since(), clock.instant()).toSeconds();
            return known.answer().with("Age", String.valueOf(age)).with("X-Cache", "HIT");
        }
        TwinAnswer answer = store.apply(request);
        if (answer.status() == 200) {
            keep(question, answer);
        }
        return answer;
    }

    private synchronized @Nullable Kept find(Question question) {
        Instant stale = clock.instant().minus(life);
        answers.values().removeIf(kept -> kept.since().isBefore(stale));
        return answers.get(question);
    }

    private synchronized void keep(Question question, TwinAnswer answer) {
        answers.put(question, new Kept(answer, clock.instant()));
        if (answers.size() > MOST) {
            answers.remove(answers.keySet().iterator().next());
        }
    }
}

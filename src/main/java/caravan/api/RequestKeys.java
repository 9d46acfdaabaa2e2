package caravan.api;

import caravan.security.SignedIn;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a request with an idempotency key take effect once: its answer is kept in the transaction of its effect and given to every
 * repeat. Keys belong to their user or token, and are never forgotten. A refused request keeps nothing, so it may be sent again
 * corrected under the same key.
 */
@Component
class RequestKeys {
    static final String HEADER = "Idempotency-Key";
    /** What operations with a key say about it. */
    static final String ONCE =
            " Send a key of your own with it, such as a UUID. The same request under the same key, even"
                    + " years later, is answered with the first answer and the header Idempotency-Replayed, and moves nothing;"
                    + " another request under it is refused with 422. A refused request does not use its key up.";

    /** An answer, and whether it is that of an earlier request. */
    record Answered<T>(T answer, boolean repeated) {}

    private record Kept(String request, String answer) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    RequestKeys(JdbcClient jdbc, TransactionTemplate transaction, JsonMapper json) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.json = json;
    }

    /**
     * Does what is asked for, unless it was done under this key before.
     *
     * @param operation names it, for one key is good for one kind of request only
     * @param request what is asked for
     * @throws Refused if the key was used for another request
     */
    <T> Answered<T> once(
            SignedIn caller, String key, String operation, Object request, Class<T> type, Supplier<T> effect) {
        String hash = hash(operation, request);
        return transaction.execute(status -> {
            // A request under the same key that is under way is waited for.
            boolean first = jdbc.sql("""
                            INSERT INTO request_key (caller, key, request, answer) VALUES (:caller, :key, decode(:request, 'hex'), '')
                            ON CONFLICT DO NOTHING""")
                            .param("caller", caller.name())
                            .param("key", key)
                            .param("request", hash)
                            .update()
                    == 1;
            return first ? new Answered<>(keep(caller, key, effect.get()), false) : again(caller, key, hash, type);
        });
    }

    /** Says whether an answer is that of an earlier request. */
    static <T> ResponseEntity<T> answer(Answered<T> answered) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (answered.repeated()) {
            answer.header("Idempotency-Replayed", "true");
        }
        return answer.body(answered.answer());
    }

    private <T> T keep(SignedIn caller, String key, T answer) {
        jdbc.sql("UPDATE request_key SET answer = :answer WHERE caller = :caller AND key = :key")
                .param("answer", json.writeValueAsString(answer))
                .param("caller", caller.name())
                .param("key", key)
                .update();
        return answer;
    }

    private <T> Answered<T> again(SignedIn caller, String key, String hash, Class<T> type) {
        Optional<Kept> kept = jdbc.sql(
                        "SELECT encode(request, 'hex') AS request, answer FROM request_key WHERE caller = :caller AND key = :key")
                .param("caller", caller.name())
                .param("key", key)
                .query((row, index) -> new Kept(row.getString("request"), row.getString("answer")))
                .optional();
        if (kept.isEmpty() || !kept.get().request().equals(hash)) {
            throw Refused.impossible("The idempotency key '" + key
                    + "' was used for another request. Take a new key for each thing you want done.");
        }
        return new Answered<>(json.readValue(kept.get().answer(), type), true);
    }

    private String hash(String operation, Object request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(json.writeValueAsBytes(operation));
            return HexFormat.of().formatHex(digest.digest(json.writeValueAsBytes(request)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }
}

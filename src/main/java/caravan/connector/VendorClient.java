package caravan.connector;

import caravan.connector.CallRecorder.Span;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.kernel.OwnershipEnded;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Everything one connection needs to call its vendor, for as long as its account stays as it is. */
final class VendorClient {
    private final VendorAccount account;
    private final Manifest manifest;
    private final URI origin;
    private final VendorHttp http;
    private final CircuitBreaker breaker;
    private final CallRecorder recorder;
    private final Credentials credentials;
    private final Authorization fixed;
    private final @Nullable Tokens tokens;
    private final AnswerReader reader;
    private final CallLimiter limiter;
    private final @Nullable CostFigures costs;
    private final Pages pages;
    /** Calls in flight, and one for as long as the registry holds it. */
    private final AtomicInteger users = new AtomicInteger(1);

    /** What came of one try. */
    private record Attempt(
            @Nullable VendorAnswer answer, @Nullable CallFailed failure, boolean tokenRefused) {}

    VendorClient(
            VendorAccount account,
            Manifest manifest,
            URI origin,
            VendorHttp http,
            CircuitBreaker breaker,
            Redaction redaction,
            CallRecorder recorder)
            throws CallFailed {
        this.account = account;
        this.manifest = manifest;
        this.origin = origin;
        this.http = http;
        this.breaker = breaker;
        this.recorder = recorder;
        this.credentials = new Credentials(account, manifest);
        this.reader = new AnswerReader(new FaultTable(manifest, redaction));
        this.limiter = new CallLimiter(manifest.limits(), manifest.timeouts().answer());
        Limits.Bucket cost = manifest.limits().cost();
        this.costs = cost == null || cost.figures() == null ? null : new CostFigures(cost.figures());
        this.pages = new Pages(origin);
        boolean tokened = credentials.scheme() == Manifest.Auth.Scheme.OAUTH2_CLIENT_CREDENTIALS;
        this.tokens = tokened
                ? new Tokens(http, URI.create(origin + credentials.value("token-path")), credentials, recorder)
                : null;
        this.fixed = authorization();
    }

    @SuppressWarnings("ReferenceEquality") // Mostly it is the very same, and this is asked at each call.
    boolean isFor(VendorAccount wanted, Manifest as) {
        return SameAccount.test(account, wanted) && (manifest == as || manifest.equals(as));
    }

    Pages pages() {
        return pages;
    }

    Paging paging(String name) throws CallFailed {
        Paging paging = manifest.paging().get(name);
        if (paging == null) {
            throw new CallFailed(
                    Fault.DEFECT,
                    "Connector '" + manifest.connector() + "' has no paging '" + name + "' in its manifest.");
        }
        return paging;
    }

    /** Whether it may be used; if so, {@link #leave} has to follow. */
    boolean enter() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Ends one use; the last one closes it. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            http.close();
        }
    }

    VendorAnswer call(OutgoingCall call, VendorStep step) throws CallFailed {
        Attempt attempt = attempt(call, step);
        if (attempt.tokenRefused() && step.repeatable()) {
            attempt = attempt(call, step);
        }
        if (attempt.failure() != null) {
            throw attempt.failure();
        }
        return Objects.requireNonNull(attempt.answer());
    }

    private Attempt attempt(OutgoingCall call, VendorStep step) throws CallFailed {
        if (!breaker.tryAcquirePermission()) {
            recorder.held("breaker");
            throw new CallFailed(
                    Fault.UNREACHED,
                    "Connection '" + account.connection() + "' did not answer of late; it is left alone for a while.");
        }
        CallLimiter.Place place;
        try {
            place = limiter.enter(call.lane(), call.target(), call.cost().get());
        } catch (CallFailed held) {
            breaker.releasePermission();
            recorder.held("limit");
            throw held;
        }
        try {
            if (!call.mayBegin().getAsBoolean()) {
                breaker.releasePermission();
                throw new OwnershipEnded(account.connection());
            }
            return judged(call, step, place);
        } finally {
            limiter.leave(place);
        }
    }

    private Attempt judged(OutgoingCall call, VendorStep step, CallLimiter.Place place) {
        long began = System.nanoTime();
        String token = null;
        try {
            token = tokens == null ? null : tokens.current();
            VendorAnswer answer = exchange(call, step, place, token == null ? fixed : bearer(token));
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            return new Attempt(answer, null, false);
        } catch (CallFailed failure) {
            count(failure, System.nanoTime() - began);
            boolean refused = token != null && failure.fault() == Fault.MISCONFIGURED;
            if (refused && tokens != null) {
                tokens.refused(String.valueOf(token));
            }
            return new Attempt(null, failure, refused);
        } catch (RuntimeException defect) {
            // Says nothing about the vendor; without this a breaker that tries one call would wait for it forever.
            breaker.releasePermission();
            throw defect;
        }
    }

    private void count(CallFailed failure, long nanos) {
        switch (failure.fault()) {
            case UNREACHED, UNANSWERED -> breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
            case THROTTLED -> {
                breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
                limiter.pause(failure.waitAtLeast());
            }
            // It answered; what it answered is no sign of being away.
            case REFUSED, MISCONFIGURED, DEFECT -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private VendorAnswer exchange(
            OutgoingCall call, VendorStep step, CallLimiter.Place place, Authorization authorization)
            throws CallFailed {
        byte[] body = body(call, step);
        Span span = recorder.begin(call.route(), call.subject(), call.method(), call.target());
        span.sending(call.body(), body == null ? 0 : body.length);
        Instant began = Instant.now();
        JsonNode document = null;
        try {
            RawAnswer raw = http.send(call.method(), url(call), "application/json; charset=utf-8", body, authorization);
            Instant ended = Instant.now();
            span.answered(raw);
            document = AnswerReader.parse(raw);
            span.understood(document);
            learn(call, place, raw, document);
            AnswerReader.Reading reading = reader.read(
                    raw,
                    document,
                    call.method().equals("GET"),
                    step.absent(),
                    began,
                    ended.isBefore(began) ? began : ended);
            return new VendorAnswer(reading.body(), reading.at(), raw, span.done(cost(document)));
        } catch (BrokenCall broken) {
            throw span.failed(cost(document), broken.failure());
        } catch (CallFailed failed) {
            throw span.failed(cost(document), costs == null ? failed : costs.withWait(failed, document));
        }
    }

    /** What the vendor says of its limits, whether the call worked or not. */
    private void learn(OutgoingCall call, CallLimiter.Place place, RawAnswer raw, @Nullable JsonNode document) {
        limiter.told(place, raw, costs == null ? null : costs.level(document));
        if (costs != null) {
            costs.requested(document).ifPresent(needed -> call.cost().set(Math.max(1, needed)));
        }
    }

    private @Nullable Long cost(@Nullable JsonNode document) {
        return costs == null ? null : costs.actual(document);
    }

    private URI url(OutgoingCall call) {
        String target = call.target();
        if (manifest.changing() != null && call.method().equals("GET")) {
            String value = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
            target += (target.indexOf('?') < 0 ? "?" : "&") + manifest.changing() + "=" + value;
        }
        return URI.create(origin + target);
    }

    private byte @Nullable [] body(OutgoingCall call, VendorStep step) throws CallFailed {
        JsonNode document = call.body();
        if (document == null) {
            return null;
        }
        try {
            return ExactJson.MAPPER.writeValueAsBytes(
                    step.secret() == null ? document : filled(document, step.secret()));
        } catch (JsonProcessingException unwritable) {
            throw new CallFailed(Fault.DEFECT, "The body of the call cannot be written as JSON.");
        }
    }

    private JsonNode filled(JsonNode document, VendorStep.SecretPlace place) throws CallFailed {
        JsonNode copy = document.deepCopy();
        JsonPointer pointer = place.pointer();
        if (!(copy.at(pointer.head()) instanceof ObjectNode parent)) {
            throw new CallFailed(Fault.DEFECT, "The body has no object at '" + pointer.head() + "' for a secret.");
        }
        parent.put(pointer.last().getMatchingProperty(), credentials.secret(place.secret()));
        return copy;
    }

    private Authorization authorization() throws CallFailed {
        return switch (credentials.scheme()) {
            case NONE, OAUTH2_CLIENT_CREDENTIALS -> Authorization.NONE;
            case STATIC_HEADER -> header(credentials.value("header"), credentials.value("value"));
            case BASIC ->
                header(
                        HttpHeaders.AUTHORIZATION,
                        Credentials.basic(credentials.value("username"), credentials.value("password")));
            case OAUTH1 -> new OAuth1(origin, credentials.value("consumer-key"), credentials.value("consumer-secret"));
        };
    }

    private Authorization bearer(String token) throws CallFailed {
        return header(
                credentials.value("header", HttpHeaders.AUTHORIZATION), credentials.value("prefix", "Bearer ") + token);
    }

    private static Authorization header(String name, String value) {
        return request -> request.setHeader(name, value);
    }
}

package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The token of one connection by OAuth 2.0 client credentials (RFC 6749, section 4.4), fetched anew shortly before it ends. */
final class Tokens {
    private static final Duration UNTOLD = Duration.ofHours(1);
    private static final Duration EARLY = Duration.ofMinutes(1);

    private final VendorHttp http;
    private final URI url;
    private final Credentials credentials;
    private final CallRecorder recorder;
    private @Nullable String token;
    private Instant fresh = Instant.MIN;

    Tokens(VendorHttp http, URI url, Credentials credentials, CallRecorder recorder) {
        this.http = http;
        this.url = url;
        this.credentials = credentials;
        this.recorder = recorder;
    }

    /** A token that is good for a while; those who ask while it is fetched wait for the same one. */
    synchronized String current() throws CallFailed {
        String known = token;
        if (known != null && Instant.now().isBefore(fresh)) {
            return known;
        }
        token = null;
        String fetched = fetch();
        token = fetched;
        return fetched;
    }

    /** Forgets a token that the vendor refused, unless a newer one is there. */
    synchronized void refused(String refused) {
        if (refused.equals(token)) {
            token = null;
        }
    }

    private String fetch() throws CallFailed {
        CallRecorder.Span span = recorder.begin("token", null, "POST", url.getRawPath());
        try {
            byte[] form = form().getBytes(StandardCharsets.US_ASCII);
            RawAnswer raw = http.send("POST", url, "application/x-www-form-urlencoded", form, Authorization.NONE);
            span.answered(raw);
            String fetched = read(raw);
            span.done(null).end(null);
            return fetched;
        } catch (BrokenCall broken) {
            // Whatever became of the token, the call it is for was not made.
            throw span.failed(new CallFailed(Fault.UNREACHED, "No token: " + broken.getMessage()));
        } catch (CallFailed failed) {
            throw span.failed(failed);
        }
    }

    private String form() throws CallFailed {
        return "grant_type=client_credentials&client_id=" + Percent.encode(credentials.value("client-id"))
                + "&client_secret=" + Percent.encode(credentials.value("client-secret"));
    }

    private String read(RawAnswer raw) throws CallFailed {
        JsonNode body = AnswerReader.parse(raw);
        String fetched = body == null ? "" : body.path("access_token").asText("");
        if (!raw.ok() || !fetched.matches("[\\x21-\\x7e]{1,8192}")) {
            Duration rest = RetryAfter.of(raw.header("Retry-After"), raw.header("Date"));
            throw new CallFailed(fault(raw.status()), "No token: answered " + raw.status() + ".", rest);
        }
        JsonNode expires = body == null ? null : body.path("expires_in");
        long seconds = expires == null || expires.asLong(0) <= 0 ? UNTOLD.toSeconds() : expires.asLong(0);
        Duration length = Duration.ofSeconds(Math.min(seconds, 366L * 86_400));
        Duration early = length.dividedBy(10);
        fresh = Instant.now().plus(length.minus(early.compareTo(EARLY) > 0 ? EARLY : early));
        return fetched;
    }

    private static Fault fault(int status) {
        if (status == 429) {
            return Fault.THROTTLED;
        }
        return status >= 500 || (status >= 200 && status < 300) ? Fault.UNREACHED : Fault.MISCONFIGURED;
    }
}

package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes down each call of one connection: metrics at once, a row for the call log. */
final class CallRecorder {
    private final String connection;
    private final @Nullable String requestId;
    private final Redaction redaction;
    private final MeterRegistry metrics;
    private final Consumer<CallRow> log;

    CallRecorder(
            ConnectionId connection,
            @Nullable String requestId,
            Redaction redaction,
            MeterRegistry metrics,
            Consumer<CallRow> log) {
        this.connection = connection.value();
        this.requestId = requestId;
        this.redaction = redaction;
        this.metrics = metrics;
        this.log = log;
    }

    /** Begins to write a call down; {@code target} is without secrets of ours, but may hold the vendor's. */
    Span begin(String route, @Nullable String subject, String method, String target) {
        return new Span(route, subject, method, target);
    }

    /** Counts a call that was not made, because of the limiter or the breaker. */
    void held(String why) {
        metrics.counter("caravan.vendor.held", "connection", connection, "reason", why)
                .increment();
    }

    /** One call from its beginning to its end. */
    final class Span {
        private final String route;
        private final @Nullable String subject;
        private final String method;
        private final String target;
        private final Instant at = Instant.now();
        private final long began = System.nanoTime();
        private long requestBytes;
        private @Nullable JsonNode request;
        private @Nullable RawAnswer raw;
        private @Nullable JsonNode answer;
        private @Nullable Long cost;
        private Duration took = Duration.ZERO;

        private Span(String route, @Nullable String subject, String method, String target) {
            this.route = route;
            this.subject = subject;
            this.method = method;
            this.target = target;
        }

        void sending(@Nullable JsonNode body, long bytes) {
            request = body;
            requestBytes = bytes;
        }

        void answered(RawAnswer came) {
            raw = came;
        }

        void understood(@Nullable JsonNode body) {
            answer = body;
        }

        /** It was answered without a fault; {@link #end} has to follow, once it is known what the answer means. */
        Span done(@Nullable Long counted) {
            cost = counted;
            took = Duration.ofNanos(System.nanoTime() - began);
            return this;
        }

        CallFailed failed(CallFailed failure) {
            return failed(null, failure);
        }

        CallFailed failed(@Nullable Long counted, CallFailed failure) {
            done(counted).end(failure);
            return failure;
        }

        /**
         * Writes it down.
         *
         * @param failure null if it went well
         */
        void end(@Nullable CallFailed failure) {
            String capability = route.startsWith(connection + ".") ? route.substring(connection.length() + 1) : route;
            String outcome = failure == null ? "done" : failure.fault().name().toLowerCase(Locale.ROOT);
            metrics.timer(
                            "caravan.vendor.calls",
                            "connection",
                            connection,
                            "capability",
                            capability,
                            "outcome",
                            outcome)
                    .record(took);
            if (cost != null) {
                metrics.counter("caravan.vendor.cost", "connection", connection, "capability", capability)
                        .increment(cost);
            }
            log.accept(new CallRow(
                    at,
                    connection,
                    route,
                    subject,
                    method,
                    redaction.target(target),
                    raw == null ? null : Integer.valueOf(raw.status()),
                    cost,
                    id(),
                    took.toMillis(),
                    requestBytes,
                    raw == null ? 0 : raw.bytes().length,
                    failure == null ? null : failure.fault(),
                    failure == null ? null : redaction.text(failure.detail()),
                    failure == null ? null : redaction.body(request),
                    failure == null ? null : redaction.body(answer)));
        }

        private @Nullable String id() {
            String id = requestId == null || raw == null ? null : raw.header(requestId);
            return id == null ? null : redaction.text(id);
        }
    }
}

package caravan.intake;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.TransactionException;

/**
 * Takes webhooks in: size, signature, one durable send, then 202. It touches no database, session or user, so that none of them
 * can keep it from answering in time.
 */
final class Door extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_HEADER = 500;
    /** For what is counted of no connection; no connection has this name. */
    private static final String NONE = "-";

    private final transient HookSnapshot hooks;
    private final transient JmsTemplate jms;
    private final transient MeterRegistry metrics;
    private final transient RefusedWebhooks refused;
    private final int maxBody;

    Door(HookSnapshot hooks, JmsTemplate jms, MeterRegistry metrics, RefusedWebhooks refused, int maxBody) {
        this.hooks = hooks;
        this.jms = jms;
        this.metrics = metrics;
        this.refused = refused;
        this.maxBody = maxBody;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(take(request).status);
    }

    /** Counts an answer; never under a name that came with the request, for anybody may send any number of names. */
    private Answer counted(Answer answer, @Nullable Hook hook) {
        metrics.counter(
                        "caravan.door",
                        "answer",
                        answer.name().toLowerCase(Locale.ROOT),
                        "connection",
                        hook == null ? NONE : hook.connection().value())
                .increment();
        if (hook != null && answer == Answer.UNSIGNED) {
            refused.count(hook.connection());
        }
        return answer;
    }

    private enum Answer {
        ACCEPTED(202),
        PING(200),
        UNKNOWN(404),
        UNSIGNED(401),
        TOO_LARGE(413),
        UNAVAILABLE(503);

        final int status;

        Answer(int status) {
            this.status = status;
        }
    }

    private Answer take(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > maxBody) {
            return counted(Answer.TOO_LARGE, null);
        }
        Optional<Hook> found;
        try {
            found = hooks.find(connection(request));
        } catch (DataAccessException | TransactionException away) {
            return counted(Answer.UNAVAILABLE, null);
        }
        return found.isEmpty() ? counted(Answer.UNKNOWN, null) : counted(take(found.get(), request), found.get());
    }

    private Answer take(Hook hook, HttpServletRequest request) throws IOException {
        byte[] body = read(request.getInputStream());
        if (body == null) {
            return Answer.TOO_LARGE;
        }
        if (isPing(hook, request, body)) {
            return Answer.PING;
        }
        if (!isSigned(hook, request, body)) {
            return Answer.UNSIGNED;
        }
        return send(delivery(hook, request, body)) ? Answer.ACCEPTED : Answer.UNAVAILABLE;
    }

    private static String connection(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path == null || path.length() < 2 ? "" : path.substring(1);
    }

    /** The declared length is only a claim: the stream itself is bounded too. */
    private byte @Nullable [] read(InputStream stream) throws IOException {
        byte[] body = stream.readNBytes(maxBody + 1);
        return body.length > maxBody ? null : body;
    }

    private static boolean isPing(Hook hook, HttpServletRequest request, byte[] body) {
        Hook.Ping ping = hook.ping();
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (ping == null
                || body.length > ping.longest()
                || !type.startsWith("application/x-www-form-urlencoded")
                || request.getHeader(hook.signatureHeader()) != null) {
            return false;
        }
        String form = new String(body, StandardCharsets.UTF_8);
        return form.startsWith(ping.field() + "=") && form.indexOf('&') < 0;
    }

    private static boolean isSigned(Hook hook, HttpServletRequest request, byte[] body) {
        boolean verified = hook.signature().verifies(request.getHeader(hook.signatureHeader()), body, hook.secrets());
        return verified
                && hook.required().entrySet().stream()
                        // Names of shops and hosts, whose case means nothing.
                        .allMatch(header -> header.getValue().equalsIgnoreCase(request.getHeader(header.getKey())));
    }

    private static Delivery delivery(Hook hook, HttpServletRequest request, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-") || lower.equals("content-type") || lower.equals("user-agent")) {
                headers.put(lower, cut(request.getHeader(name)));
            }
        }
        return new Delivery(
                hook.connection(),
                cut(request.getHeader(hook.topicHeader())),
                cut(request.getHeader(hook.deliveryHeader())),
                Instant.now(),
                headers,
                body,
                hook.signature());
    }

    private static String cut(@Nullable String header) {
        String value = header == null ? "" : header;
        return value.length() > LONGEST_HEADER ? value.substring(0, LONGEST_HEADER) : value;
    }

    private boolean send(Delivery delivery) {
        try {
            jms.send(IntakeQueue.NAME, session -> IntakeQueue.write(session, delivery));
            return true;
        } catch (JmsException away) {
            return false;
        }
    }
}

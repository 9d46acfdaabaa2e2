package caravan.sandbox;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves the pretend stores at {@code /sandbox/<vendor>/<store>/}. */
public final class SandboxServlet extends HttpServlet {
    /** Request attribute holding what cuts the connection, set by {@link ConnectionCutter}. */
    static final String CUT = "caravan.sandbox.cut";

    private static final long serialVersionUID = 1L;
    private static final Pattern ADDRESS = Pattern.compile("/([a-z0-9-]{1,40})/([a-z0-9-]{1,40})(/.*)?");
    private static final int LONGEST_BODY = 4 << 20;

    private final transient Twins twins;

    public SandboxServlet(Twins twins) {
        this.twins = twins;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher address =
                ADDRESS.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        Optional<Twin> twin = address.matches() ? twins.find(address.group(1), address.group(2)) : Optional.empty();
        if (twin.isEmpty()) {
            send(new TwinAnswer(404, Map.of("Content-Type", "text/plain"), "No pretend store of that name."), response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            send(twin.get().failing(413), response);
            return;
        }
        TwinRequest asked = asked(request, address, new String(body, StandardCharsets.UTF_8));
        TwinAnswer answer = new FaultyTwin(twin.get()).answer(asked);
        switch (answer.ending()) {
            case WHOLE -> send(answer, response);
            case CLOSED -> cut(request);
            case TRUNCATED -> breakOff(answer, request, response);
            case HANGS -> hang(twin.get().faults(), answer, request);
        }
    }

    private static TwinRequest asked(HttpServletRequest request, Matcher address, String body) {
        Map<String, String> headers = new HashMap<>();
        Collections.list(request.getHeaderNames())
                .forEach(name -> headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name)));
        String path = Optional.ofNullable(address.group(3)).orElse("/");
        // The scheme of the connection itself: a shop does not believe X-Forwarded-Proto, and nor does this one.
        String base = (request.isSecure() ? "https://" : "http://")
                + Optional.ofNullable(request.getHeader("Host")).orElse("localhost")
                + request.getContextPath() + request.getServletPath() + "/" + address.group(1) + "/" + address.group(2);
        String query = Optional.ofNullable(request.getQueryString()).orElse("");
        return new TwinRequest(request.getMethod(), base, path, query, headers, body);
    }

    private static void send(TwinAnswer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static void breakOff(TwinAnswer answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body, 0, body.length / 2);
        response.flushBuffer();
        cut(request);
    }

    private static void hang(Faults faults, TwinAnswer answer, HttpServletRequest request) throws IOException {
        try {
            faults.hang(Duration.parse(answer.headers().getOrDefault("Hang", "PT0S")));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("The sandbox is closing.").initCause(stopping);
        }
        cut(request);
    }

    private static void cut(HttpServletRequest request) {
        if (request.getAttribute(CUT) instanceof Runnable scissors) {
            scissors.run();
            return;
        }
        throw new IllegalStateException("The sandbox needs its ConnectionCutter in front to lose answers.");
    }
}

package caravan.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Somebody with a browser: keeps cookies, follows no redirects, and sends the XSRF token with what changes something. */
public final class Visitor {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI hub;

    public Visitor(URI hub) {
        this.hub = hub;
    }

    /** Opens a page as a browser does. */
    public HttpResponse<String> open(String path) throws IOException, InterruptedException {
        return send(request(path).header("Accept", "text/html").GET());
    }

    /** Reads an address as a program does. */
    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Sends a form with the XSRF token the hub gave before. */
    public HttpResponse<String> post(String path, Map<String, String> form) throws IOException, InterruptedException {
        if (cookie("XSRF-TOKEN").isEmpty()) {
            open("/sign-in");
        }
        return send(form(path, form).header("X-XSRF-TOKEN", cookie("XSRF-TOKEN").orElseThrow()));
    }

    /** Sends a form with a file, with the XSRF token the hub gave before. */
    public HttpResponse<String> upload(String path, String field, String name, byte[] content)
            throws IOException, InterruptedException {
        if (cookie("XSRF-TOKEN").isEmpty()) {
            open("/sign-in");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(("--edge\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name
                        + "\"\r\nContent-Type: text/csv\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.write(content);
        body.write("\r\n--edge--\r\n".getBytes(StandardCharsets.UTF_8));
        return send(request(path)
                .header("Accept", "text/html")
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .header("X-XSRF-TOKEN", cookie("XSRF-TOKEN").orElseThrow())
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    /** Sends a form as another site would make this browser send it. */
    public HttpResponse<String> postWithoutXsrfToken(String path, Map<String, String> form)
            throws IOException, InterruptedException {
        return send(form(path, form));
    }

    /** Asks by any method, without a body and with the XSRF token the hub gave before. */
    public HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        if (cookie("XSRF-TOKEN").isEmpty()) {
            open("/sign-in");
        }
        return send(request(path)
                .header("X-XSRF-TOKEN", cookie("XSRF-TOKEN").orElseThrow())
                .method(method, BodyPublishers.noBody()));
    }

    /** Asks by any method as another site would make this browser ask. */
    public HttpResponse<String> askWithoutXsrfToken(String method, String path)
            throws IOException, InterruptedException {
        return send(request(path).method(method, BodyPublishers.noBody()));
    }

    /** Fills in the sign-in form. */
    public HttpResponse<String> signIn(String name, String password) throws IOException, InterruptedException {
        return post("/sign-in", Map.of("username", name, "password", password));
    }

    /** Fills in the form that replaces a password. */
    public HttpResponse<String> changePassword(String present, String wanted) throws IOException, InterruptedException {
        return post("/password", Map.of("present", present, "wanted", wanted, "repeated", wanted));
    }

    public Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    public List<String> cookies() {
        return cookies.getCookieStore().getCookies().stream()
                .map(HttpCookie::getName)
                .toList();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(hub.resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private HttpRequest.Builder form(String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return request(path)
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}

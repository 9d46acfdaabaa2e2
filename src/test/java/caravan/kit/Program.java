package caravan.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that calls the API with a token. */
public final class Program {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final JsonMapper JSON = new JsonMapper();

    /** What came back; an empty object for no body. */
    public record Answer(int status, String type, JsonNode body, HttpResponse<String> raw) {
        public String text(String pointer) {
            return body.at(pointer).asString("");
        }
    }

    private final URI hub;
    private final String token;

    public Program(URI hub, String token) {
        this.hub = hub;
        this.token = token;
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** Sends JSON; headers come in pairs of name and value. */
    public Answer send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Calls, expects success, and answers the body. */
    public JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
        Answer answer = send(method, path, body);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(method + " " + path + " was answered with " + answer.status() + ": "
                    + answer.raw().body());
        }
        return answer.body();
    }

    /** A request with the token of this program. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(hub.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    /** Sends a request and reads its JSON. */
    public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        String type = answer.headers().firstValue("Content-Type").orElse("");
        JsonNode body = type.contains("json") ? JSON.readTree(answer.body()) : JSON.createObjectNode();
        return new Answer(answer.statusCode(), type, body, answer);
    }
}

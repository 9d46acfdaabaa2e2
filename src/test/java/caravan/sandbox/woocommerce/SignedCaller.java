package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinRequest.Parameter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Calls a store over plain HTTP, signing each request. */
final class SignedCaller {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String store;
    private final String key;
    private final String secret;

    SignedCaller(String store, String key, String secret) {
        this.store = store;
        this.key = key;
        this.secret = secret;
    }

    record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path, String... parameters) throws Exception {
        return answer(send("GET", path, "", parameters));
    }

    Answer send(String method, String path, String body) throws Exception {
        return answer(send(method, path, body, new String[0]));
    }

    private static Answer answer(HttpResponse<String> raw) {
        return new Answer(raw.statusCode(), WpJson.tree(raw.body()), raw);
    }

    /** Parameters are {@code name=value}, not encoded. */
    HttpResponse<String> send(String method, String path, String body, String... parameters)
            throws IOException, InterruptedException {
        return send(method, path, body, Instant.now(), UUID.randomUUID().toString(), parameters);
    }

    HttpResponse<String> send(String method, String path, String body, Instant at, String nonce, String... parameters)
            throws IOException, InterruptedException {
        List<Parameter> all = new ArrayList<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            all.add(new Parameter(parameter.substring(0, equals), parameter.substring(equals + 1)));
        }
        all.add(new Parameter("oauth_consumer_key", key));
        all.add(new Parameter("oauth_timestamp", String.valueOf(at.getEpochSecond())));
        all.add(new Parameter("oauth_nonce", nonce));
        all.add(new Parameter("oauth_signature_method", "HMAC-SHA256"));
        String url = store + "/wp-json" + path;
        all.add(new Parameter("oauth_signature", new OAuthSignature(method, url, all).with("HMAC-SHA256", secret)));
        String query = all.stream()
                .map(parameter -> encoded(parameter.name()) + "=" + encoded(parameter.value()))
                .collect(Collectors.joining("&"));
        HttpRequest.BodyPublisher sent =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url + "?" + query))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .method(method, sent)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

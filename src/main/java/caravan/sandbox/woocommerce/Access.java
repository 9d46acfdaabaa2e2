package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who may call: a key and secret over TLS, a signed request over plain HTTP, nobody else. */
final class Access {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final Site site;
    private final Map<String, Instant> nonces = new LinkedHashMap<>();

    Access(Site site) {
        this.site = site;
    }

    /** Refuses a caller who does not prove that he knows the secret. */
    void require(TwinRequest request) {
        Map<String, String> query = new LinkedHashMap<>();
        request.parameters().forEach(parameter -> query.put(parameter.name(), parameter.value()));
        if (request.secure() && basic(request, query)) {
            return;
        }
        if (!query.containsKey("oauth_consumer_key")) {
            throw unknown(request);
        }
        signed(request, query);
    }

    /** Over plain HTTP a header with the secret is passed over, as if the caller had sent none. */
    private boolean basic(TwinRequest request, Map<String, String> query) {
        String key = query.get("consumer_key");
        String secret = query.get("consumer_secret");
        String header = request.header("Authorization");
        if (header != null && header.regionMatches(true, 0, "Basic ", 0, 6)) {
            String pair = decoded(header.substring(6).strip());
            int colon = pair.indexOf(':');
            key = colon < 0 ? pair : pair.substring(0, colon);
            secret = colon < 0 ? "" : pair.substring(colon + 1);
        }
        if (key == null || secret == null) {
            return false;
        }
        requireKey(key);
        if (!same(secret, site.settings.consumerSecret())) {
            throw refused("Consumer secret is invalid.");
        }
        return true;
    }

    private void signed(TwinRequest request, Map<String, String> query) {
        List<String> missing = Stream.of("timestamp", "nonce", "signature", "signature_method")
                .map(name -> "oauth_" + name)
                .filter(name -> query.getOrDefault(name, "").isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            throw new RestError(
                    401,
                    "woocommerce_rest_authentication_missing_parameter",
                    (missing.size() == 1 ? "Missing OAuth parameter " : "Missing OAuth parameters ")
                            + String.join(", ", missing));
        }
        requireKey(query.getOrDefault("oauth_consumer_key", ""));
        OAuthSignature signature =
                new OAuthSignature(request.method(), site.url() + request.path(), request.parameters());
        if (!signature.matches(
                query.getOrDefault("oauth_signature", ""),
                query.getOrDefault("oauth_signature_method", ""),
                site.settings.consumerSecret())) {
            throw refused("Invalid signature - provided signature does not match.");
        }
        requireFresh(query.getOrDefault("oauth_timestamp", ""), query.getOrDefault("oauth_nonce", ""));
    }

    private synchronized void requireFresh(String timestamp, String nonce) {
        Instant now = site.clock.now();
        if (!timestamp.matches("\\d{1,11}")
                || Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                                .abs()
                                .compareTo(WINDOW)
                        > 0) {
            throw refused("Invalid timestamp.");
        }
        nonces.values().removeIf(seen -> seen.isBefore(now.minus(WINDOW.multipliedBy(2))));
        if (nonces.putIfAbsent(nonce, now) != null) {
            throw refused("Invalid nonce - nonce has already been used.");
        }
    }

    private void requireKey(String key) {
        if (!same(key, site.settings.consumerKey())) {
            throw refused("Consumer key is invalid.");
        }
    }

    private static RestError refused(String message) {
        return new RestError(401, "woocommerce_rest_authentication_error", message);
    }

    /** Without credentials everybody is a visitor, who may do nothing. */
    private static RestError unknown(TwinRequest request) {
        boolean single = request.path().matches(".*/\\d+");
        return switch (request.method()) {
            case "GET" ->
                new RestError(
                        401,
                        "woocommerce_rest_cannot_view",
                        single ? "Sorry, you cannot view this resource." : "Sorry, you cannot list resources.");
            case "DELETE" ->
                new RestError(
                        401, "woocommerce_rest_cannot_delete", "Sorry, you are not allowed to delete this resource.");
            default -> cannotWrite(request, single);
        };
    }

    private static RestError cannotWrite(TwinRequest request, boolean single) {
        if (request.path().endsWith("/batch")) {
            return new RestError(
                    401,
                    "woocommerce_rest_cannot_batch",
                    "Sorry, you are not allowed to batch manipulate this resource.");
        }
        return single
                ? new RestError(
                        401, "woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource.")
                : new RestError(
                        401, "woocommerce_rest_cannot_create", "Sorry, you are not allowed to create resources.");
    }

    private static boolean same(String given, String known) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException garbage) {
            return "";
        }
    }
}

package caravan.connector;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.core5.http.HttpRequest;

/** One-legged OAuth 1.0a with HMAC-SHA256 and its parameters in the query: RFC 5849, sections 3.4 and 3.5.3. */
final class OAuth1 implements Authorization {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI origin;
    private final String key;
    private final String secret;

    OAuth1(URI origin, String key, String secret) {
        this.origin = origin;
        this.key = key;
        this.secret = secret;
    }

    @Override
    public void apply(HttpRequest request) {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        request.setPath(signed(
                request.getMethod(),
                request.getPath(),
                Instant.now().getEpochSecond(),
                HexFormat.of().formatHex(nonce)));
    }

    /** Path and query with the parameters and the signature added. */
    String signed(String method, String target, long timestamp, String nonce) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        TreeMap<String, String> oauth = new TreeMap<>();
        oauth.put("oauth_consumer_key", key);
        oauth.put("oauth_nonce", nonce);
        oauth.put("oauth_signature_method", "HMAC-SHA256");
        oauth.put("oauth_timestamp", Long.toString(timestamp));
        oauth.put("oauth_signature", signature(method, path, query, oauth));
        StringBuilder signed = new StringBuilder(target);
        char separator = query.isEmpty() ? '?' : '&';
        for (var parameter : oauth.entrySet()) {
            signed.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(Percent.encode(parameter.getValue()));
            separator = '&';
        }
        return signed.toString();
    }

    private String signature(String method, String path, String query, Map<String, String> oauth) {
        // Sorted by name, then value, both encoded; a control character sorts before whatever a name may go on with.
        List<String> pairs = new ArrayList<>();
        oauth.forEach((name, value) -> pairs.add(Percent.encode(name) + '\u0001' + Percent.encode(value)));
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                pairs.add(encodedAnew(name) + '\u0001' + encodedAnew(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        String parameters = String.join("&", pairs.stream().sorted().toList()).replace('\u0001', '=');
        return hmac(method.toUpperCase(Locale.ROOT) + "&" + Percent.encode(base() + path) + "&"
                + Percent.encode(parameters));
    }

    private static String encodedAnew(String encoded) {
        return Percent.encode(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    }

    private String base() {
        String scheme = origin.getScheme().toLowerCase(Locale.ROOT);
        int port = origin.getPort();
        boolean usual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + origin.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + port);
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] signingKey = (Percent.encode(secret) + "&").getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(signingKey, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("This Java has no HmacSHA256, which every Java must have.", absent);
        }
    }
}

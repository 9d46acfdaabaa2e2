package caravan.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a pretend store.
 *
 * @param method the HTTP method, in capitals
 * @param base the store's own address, as the caller wrote it, without a slash at the end
 * @param path what follows the base, decoded
 * @param query the raw query, empty for none
 * @param headers by lower-case name
 * @param body the body as text
 */
public record TwinRequest(
        String method, String base, String path, String query, Map<String, String> headers, String body) {

    /** One parameter of the query, decoded. */
    public record Parameter(String name, String value) {}

    /** Says whether the request came over TLS; what a header claims is not believed. */
    public boolean secure() {
        return base.startsWith("https:");
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Says whether the request may change something, as far as its method tells. */
    public boolean writes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /** The parameters of the query in their order. */
    public List<Parameter> parameters() {
        if (query.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(TwinRequest::parameter)
                .toList();
    }

    private static Parameter parameter(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? new Parameter(decoded(pair), "")
                : new Parameter(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            // A lone percent sign is taken as it is, as web servers do.
            return text;
        }
    }
}

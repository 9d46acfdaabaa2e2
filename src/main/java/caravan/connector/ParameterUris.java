package caravan.connector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns parameters in a route file into an endpoint's address, each encoded, so that no value can add a parameter. */
@Component
final class ParameterUris implements EndpointUriFactory {
    private final Set<String> schemes;
    private @Nullable CamelContext camel;

    ParameterUris() {
        this(Set.of("mapping"));
    }

    ParameterUris(Set<String> schemes) {
        this.schemes = schemes;
    }

    @Override
    public boolean isEnabled(String scheme) {
        return schemes.contains(scheme);
    }

    @Override
    public String buildUri(String scheme, Map<String, Object> parameters, boolean encode) {
        return scheme + "://call?"
                + new TreeMap<>(parameters)
                        .entrySet().stream()
                                .map(each -> each.getKey() + "=" + encoded(String.valueOf(each.getValue())))
                                .collect(Collectors.joining("&"));
    }

    /** A placeholder stays readable, for Camel fills it in later; an ampersand only survives inside RAW. */
    private static String encoded(String value) {
        if (value.contains("&")) {
            return "RAW(" + value + ")";
        }
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("%7B%7B", "{{")
                .replace("%7D%7D", "}}")
                .replace("+", "%20");
    }

    @Override
    public String buildUri(String scheme, Map<String, Object> parameters) {
        return buildUri(scheme, parameters, true);
    }

    @Override
    public Set<String> propertyNames() {
        return Set.of();
    }

    @Override
    public Set<String> secretPropertyNames() {
        return Set.of();
    }

    @Override
    public Map<String, String> multiValuePrefixes() {
        return Map.of();
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camel = context;
    }
}

package caravan.connector;

import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Makes the address of a {@code vendor:} step out of its parameters in a route file. Each value is marked raw: Camel would
 * otherwise take the {@code &} of a query for the end of the parameter. Camel finds this class by its file in
 * {@code META-INF/services/org/apache/camel/urifactory}.
 */
@NullUnmarked
public final class VendorUris implements EndpointUriFactory {
    static final Set<String> NAMES = Set.of(
            "connection", "method", "path", "query", "body", "paging", "absent", "secret", "repeatable", "whole");

    @Override
    public void setCamelContext(@Nullable CamelContext context) {
        // Needs none.
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return null;
    }

    @Override
    public boolean isEnabled(String scheme) {
        return "vendor".equals(scheme);
    }

    @Override
    public String buildUri(String scheme, Map<String, Object> properties) {
        return buildUri(scheme, properties, true);
    }

    @Override
    public String buildUri(String scheme, Map<String, Object> properties, boolean encode) {
        StringBuilder uri = new StringBuilder(scheme).append(":step");
        char separator = '?';
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            uri.append(separator)
                    .append(property.getKey())
                    .append("=RAW(")
                    .append(property.getValue())
                    .append(')');
            separator = '&';
        }
        return uri.toString();
    }

    @Override
    public Set<String> propertyNames() {
        return NAMES;
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
}

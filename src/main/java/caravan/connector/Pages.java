package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** Finds the next page. An answer that should tell and does not is a fault: taking it for the last would lose what follows. */
final class Pages {
    private static final Pattern LINK = Pattern.compile("<([^<>]*)>([^<]*)");
    private static final Pattern NEXT =
            Pattern.compile("(?i);\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next\\b)");

    private final URI origin;

    Pages(URI origin) {
        this.origin = origin;
    }

    /** What goes into the next request as its page; null after the last. */
    @Nullable
    String next(Paging paging, JsonNode request, VendorAnswer answer) throws CallFailed {
        JsonNode body = answer.body();
        if (body == null) {
            return null;
        }
        return switch (paging.style()) {
            case PAGE_NUMBER -> number(paging, request, answer, body);
            case LINK -> link(paging, answer);
            case CURSOR -> cursor(paging, body);
            case KEY -> key(paging, request, body);
        };
    }

    private static @Nullable String number(Paging paging, JsonNode request, VendorAnswer answer, JsonNode body)
            throws CallFailed {
        long page = request.path("page").asLong(1);
        if (paging.total() == null) {
            return body.isArray() && !body.isEmpty() ? Long.toString(page + 1) : null;
        }
        String total = answer.raw().header(paging.total());
        if (total == null || !total.strip().matches("\\d{1,9}")) {
            throw untold("The header " + paging.total() + " with the number of pages is missing.");
        }
        return page < Long.parseLong(total.strip()) ? Long.toString(page + 1) : null;
    }

    private static @Nullable String cursor(Paging paging, JsonNode body) throws CallFailed {
        JsonNode cursor = body.at(String.valueOf(paging.cursor()));
        String next = cursor.isValueNode() && !cursor.isNull() ? cursor.asText() : "";
        if (paging.more() == null) {
            return next.isEmpty() ? null : next;
        }
        boolean more = more(paging.more(), body);
        if (more && next.isEmpty()) {
            throw untold("The answer has a next page, and no cursor at " + paging.cursor() + ".");
        }
        return more ? next : null;
    }

    private static @Nullable String key(Paging paging, JsonNode request, JsonNode body) throws CallFailed {
        JsonNode list = body.at(String.valueOf(paging.list()));
        if (!list.isArray()) {
            throw untold("The answer has no list at " + paging.list() + ".");
        }
        if (list.isEmpty() || (paging.more() != null && !more(paging.more(), body))) {
            return null;
        }
        JsonNode key = list.get(list.size() - 1).at(String.valueOf(paging.key()));
        String next = key.isValueNode() && !key.isNull() ? key.asText() : "";
        if (next.isEmpty() || next.equals(request.path("page").asText())) {
            throw untold("The last of a page has no key of its own at " + paging.key()
                    + ", so what follows cannot be asked for.");
        }
        return next;
    }

    private static boolean more(String pointer, JsonNode body) throws CallFailed {
        JsonNode more = body.at(pointer);
        if (!more.isBoolean()) {
            throw untold("The answer does not say at " + pointer + " whether there is a next page.");
        }
        return more.booleanValue();
    }

    private @Nullable String link(Paging paging, VendorAnswer answer) throws CallFailed {
        for (Header header : answer.raw().headers("Link")) {
            Matcher links = LINK.matcher(header.getValue());
            while (links.find()) {
                if (NEXT.matcher(String.valueOf(links.group(2))).find()) {
                    return parameter(String.valueOf(links.group(1)), String.valueOf(paging.parameter()));
                }
            }
        }
        return null;
    }

    private String parameter(String address, String name) throws CallFailed {
        URI link;
        try {
            link = origin.resolve(address);
        } catch (IllegalArgumentException malformed) {
            throw untold("The link to the next page is no address.");
        }
        if (!sameOrigin(link)) {
            // Nobody fixes that by asking again, and stopping here silently would lose what follows.
            throw new CallFailed(
                    Fault.REFUSED,
                    "The link to the next page leads to another origin than " + origin.getScheme() + "://"
                            + origin.getRawAuthority()
                            + ", so it is not followed. Correct the address of the connection.");
        }
        for (String pair : String.valueOf(link.getRawQuery()).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return decoded(pair.substring(name.length() + 1));
            }
        }
        throw untold("The link to the next page has no parameter '" + name + "'.");
    }

    private static String decoded(String value) throws CallFailed {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw untold("The link to the next page is not encoded as an address should be.");
        }
    }

    private boolean sameOrigin(URI link) {
        return origin.getScheme().equalsIgnoreCase(link.getScheme())
                && origin.getHost().equalsIgnoreCase(link.getHost())
                && port(origin) == port(link)
                && link.getRawUserInfo() == null;
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static CallFailed untold(String detail) {
        return new CallFailed(Fault.UNANSWERED, detail);
    }
}

package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.security.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values an authentication scheme needs for one account, secrets filled in; lives only inside the connection's client. */
final class Credentials {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z0-9-]+)}");

    private final VendorAccount account;
    private final Manifest.Auth auth;

    Credentials(VendorAccount account, Manifest manifest) {
        this.account = account;
        this.auth = manifest.auth(account.settings())
                .orElse(new Manifest.Auth(Manifest.Auth.Scheme.NONE, Manifest.Condition.ALWAYS, Map.of()));
    }

    Manifest.Auth.Scheme scheme() {
        return auth.scheme();
    }

    String value(String name, String initial) throws CallFailed {
        return auth.values().containsKey(name) ? value(name) : initial;
    }

    /** A value of the scheme, complete and fit for a header. */
    String value(String name) throws CallFailed {
        String template = auth.values().get(name);
        if (template == null) {
            throw new CallFailed(
                    Fault.DEFECT, "Connector '" + account.connector() + "' does not say '" + name + "' in its auth.");
        }
        List<String> missing = new ArrayList<>();
        String filled = PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(known(place, missing)));
        if (!missing.isEmpty()) {
            throw new CallFailed(
                    Fault.MISCONFIGURED,
                    "Connection '" + account.connection() + "' has no " + String.join(", ", missing) + ".");
        }
        if (filled.chars().anyMatch(Character::isISOControl)) {
            throw new CallFailed(
                    Fault.MISCONFIGURED,
                    "A secret of connection '" + account.connection() + "' holds a line break or another"
                            + " control character. Enter it anew.");
        }
        return filled;
    }

    /** A secret of the account, for a body. */
    String secret(String name) throws CallFailed {
        Secret secret = account.secrets().get(name);
        if (secret == null) {
            throw new CallFailed(
                    Fault.MISCONFIGURED, "Connection '" + account.connection() + "' has no '" + name + "'.");
        }
        return secret.reveal();
    }

    /** A header by HTTP Basic. */
    static String basic(String username, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private String known(MatchResult place, List<String> missing) {
        String name = String.valueOf(place.group(1));
        Secret secret = account.secrets().get(name);
        String value = secret == null ? account.settings().get(name) : secret.reveal();
        if (value == null) {
            missing.add("'" + name + "'");
            return "";
        }
        return value;
    }
}

package caravan.connector;

import caravan.kernel.ConnectionId;
import caravan.security.Secret;
import java.util.Map;

/**
 * One configured account at a vendor, with everything a call needs.
 *
 * @param settings by the manifest's names, defaults filled in, secrets not among them
 * @param network what of the network its calls may use beyond public addresses over https
 */
public record VendorAccount(
        ConnectionId connection,
        String connector,
        Map<String, String> settings,
        Map<String, Secret> secrets,
        Network network) {

    /**
     * Exceptions a person made for one connection.
     *
     * @param plainHttp addresses that begin with {@code http:}
     * @param privateAddresses loopback, private and link-local addresses
     * @param selfSigned certificates nobody vouches for
     */
    public record Network(boolean plainHttp, boolean privateAddresses, boolean selfSigned) {}

    /** Keeps its own copies. */
    public VendorAccount {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }
}

package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import java.net.URI;
import java.net.URISyntaxException;

/** The address all calls of a connection begin with, and the only one that ever gets its credentials. */
final class Origin {
    private Origin() {}

    static URI of(String address, VendorAccount account) throws CallFailed {
        URI origin;
        try {
            origin = new URI(address);
        } catch (URISyntaxException malformed) {
            throw wrong(account, "is no address; write it as https://shop.example");
        }
        String scheme = String.valueOf(origin.getScheme());
        if (origin.getHost() == null || (!scheme.equals("https") && !scheme.equals("http"))) {
            throw wrong(account, "must begin with https:// and a host name");
        }
        if (origin.getRawUserInfo() != null || origin.getRawQuery() != null || origin.getRawFragment() != null) {
            throw wrong(account, "must not hold a user, a '?' or a '#'");
        }
        if (scheme.equals("http") && !account.network().plainHttp()) {
            throw wrong(
                    account,
                    "begins with http:, which anybody on the way can read. Use https, or allow plain http for it");
        }
        return origin;
    }

    private static CallFailed wrong(VendorAccount account, String what) {
        // The address itself is left out: it may hold a password.
        return new CallFailed(
                Fault.MISCONFIGURED, "The address of connection '" + account.connection() + "' " + what + ".");
    }
}

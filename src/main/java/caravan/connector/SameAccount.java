package caravan.connector;

import caravan.security.Secret;
import java.util.Map;

/** Whether an account read anew is the same: secrets are compared by what they hold, for they come as new objects each time. */
final class SameAccount {
    private SameAccount() {}

    @SuppressWarnings("ReferenceEquality") // Mostly it is the very same, and this is asked at each call.
    static boolean test(VendorAccount one, VendorAccount other) {
        return one == other
                || (one.connection().equals(other.connection())
                        && one.connector().equals(other.connector())
                        && one.settings().equals(other.settings())
                        && one.network().equals(other.network())
                        && sameSecrets(one.secrets(), other.secrets()));
    }

    private static boolean sameSecrets(Map<String, Secret> one, Map<String, Secret> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(entry -> {
                    Secret secret = other.get(entry.getKey());
                    return secret != null
                            && secret.reveal().equals(entry.getValue().reveal());
                });
    }
}

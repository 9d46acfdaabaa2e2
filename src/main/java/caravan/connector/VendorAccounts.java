package caravan.connector;

import caravan.kernel.ConnectionId;
import java.util.Collection;
import java.util.Optional;

/** Knows the accounts that calls are made for. Asked at each call, so it answers from memory. */
public interface VendorAccounts {

    Optional<VendorAccount> find(ConnectionId connection);

    /** Every account whose connection is not removed. */
    Collection<VendorAccount> all();
}

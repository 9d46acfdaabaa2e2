package caravan.connection;

import caravan.connection.ConnectionSnapshot.Known;
import caravan.connector.VendorAccount;
import caravan.connector.VendorAccounts;
import caravan.kernel.ConnectionId;
import caravan.security.Secret;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Accounts for calls, from memory. */
@Component
class ConnectionAccounts implements VendorAccounts {
    private final ConnectionSnapshot snapshot;
    private final Manifests manifests;

    ConnectionAccounts(ConnectionSnapshot snapshot, Manifests manifests) {
        this.snapshot = snapshot;
        this.manifests = manifests;
    }

    @Override
    public Optional<VendorAccount> find(ConnectionId connection) {
        return snapshot.find(connection).map(this::account);
    }

    @Override
    public Collection<VendorAccount> all() {
        return snapshot.all().stream().map(this::account).toList();
    }

    private VendorAccount account(Known known) {
        Connection connection = known.connection();
        Map<String, Secret> current = new HashMap<>(known.secrets());
        current.keySet().removeIf(ConnectionSecrets::isPrevious);
        return new VendorAccount(
                connection.id(),
                connection.connector(),
                manifests
                        .find(connection.connector())
                        .map(manifest -> Manifests.filled(manifest, connection.settings()))
                        .orElse(connection.settings()),
                current,
                connection.network());
    }
}

package caravan.connector;

import caravan.kernel.ConnectionId;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The accounts of everyone who knows some. */
@Component
class KnownAccounts {
    private final ObjectProvider<VendorAccounts> sources;

    KnownAccounts(ObjectProvider<VendorAccounts> sources) {
        this.sources = sources;
    }

    Optional<VendorAccount> find(ConnectionId connection) {
        return sources.stream()
                .flatMap(source -> source.find(connection).stream())
                .findFirst();
    }

    List<VendorAccount> all() {
        return sources.stream().flatMap(source -> source.all().stream()).toList();
    }
}

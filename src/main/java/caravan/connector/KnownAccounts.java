package caravan.connector;

import caravan.kernel.ConnectionId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** The accounts of everyone who knows some. */
@Component
class KnownAccounts {
    private final Supplier<List<VendorAccounts>> sources;

    /** Asked at every call; the container would look its beans up each time. */
    KnownAccounts(ObjectProvider<VendorAccounts> sources) {
        this.sources = SingletonSupplier.of(() -> sources.stream().toList());
    }

    Optional<VendorAccount> find(ConnectionId connection) {
        for (VendorAccounts source : sources.get()) {
            Optional<VendorAccount> found = source.find(connection);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    List<VendorAccount> all() {
        return sources.get().stream().flatMap(source -> source.all().stream()).toList();
    }
}

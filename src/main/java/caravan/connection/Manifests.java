package caravan.connection;

import caravan.connector.Connectors;
import caravan.connector.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** The manifests of all connectors, wherever they come from. */
@Component
class Manifests {
    private final Supplier<List<Connectors>> sources;

    /** Asked at every call; the container would look its beans up each time. */
    Manifests(ObjectProvider<Connectors> sources) {
        this.sources = SingletonSupplier.of(() -> sources.orderedStream().toList());
    }

    Optional<Manifest> find(String connector) {
        for (Connectors source : sources.get()) {
            Optional<Manifest> found = source.find(connector);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Settings with the defaults of their connector filled in, secrets not among them. */
    static Map<String, String> filled(Manifest manifest, Map<String, String> settings) {
        Map<String, String> filled = new HashMap<>();
        manifest.settings().forEach((name, setting) -> {
            if (setting.initial() != null && setting.type() != Manifest.Setting.Type.SECRET) {
                filled.put(name, setting.initial());
            }
        });
        filled.putAll(settings);
        return filled;
    }
}

package caravan.connection;

import caravan.connector.Connectors;
import caravan.connector.Manifest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The manifests of all connectors, wherever they come from. */
@Component
class Manifests {
    private final ObjectProvider<Connectors> sources;

    Manifests(ObjectProvider<Connectors> sources) {
        this.sources = sources;
    }

    Optional<Manifest> find(String connector) {
        return sources.orderedStream()
                .flatMap(source -> source.find(connector).stream())
                .findFirst();
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

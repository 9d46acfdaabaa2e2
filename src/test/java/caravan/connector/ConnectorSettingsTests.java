package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ConnectorSettingsTests {
    @Test
    void defaultsArePicked() {
        assertThat(bind(Map.of())).isEqualTo(new ConnectorSettings(Path.of("connectors"), false));
    }

    @Test
    void otherSettingsAreTaken() {
        assertThat(bind(Map.of("caravan.connector.folder", "/srv/connectors", "caravan.connector.watch", "true")))
                .isEqualTo(new ConnectorSettings(Path.of("/srv/connectors"), true));
    }

    private static ConnectorSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("caravan.connector", ConnectorSettings.class);
    }
}

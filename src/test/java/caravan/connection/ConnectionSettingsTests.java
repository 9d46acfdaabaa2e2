package caravan.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ConnectionSettingsTests {
    @Test
    void readsTheFileBesideTheSettingsByDefault() {
        assertThat(bind(Map.of()))
                .isEqualTo(new ConnectionSettings(Path.of("config/connections.yaml"), Duration.ofSeconds(10)));
    }

    @Test
    void takesAnotherFileAndTime() {
        assertThat(bind(Map.of("caravan.connection.file", "/etc/shops.yaml", "caravan.connection.reload", "1m")))
                .isEqualTo(new ConnectionSettings(Path.of("/etc/shops.yaml"), Duration.ofMinutes(1)));
    }

    @Test
    void refusesToReloadWithoutPause() {
        assertThatThrownBy(() -> bind(Map.of("caravan.connection.reload", "0s")))
                .rootCause()
                .hasMessageContaining("caravan.connection.reload must be");
    }

    private static ConnectionSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("caravan.connection", ConnectionSettings.class);
    }
}

package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CallSettingsTests {
    @Test
    void keepsThirtyDaysUnlessToldOtherwise() {
        assertThat(bind(Map.of())).isEqualTo(new CallSettings(Duration.ofDays(30)));
        assertThat(bind(Map.of("caravan.calls.keep", "2d"))).isEqualTo(new CallSettings(Duration.ofDays(2)));
    }

    @Test
    void refusesToKeepNothing() {
        assertThatThrownBy(() -> bind(Map.of("caravan.calls.keep", "0s")))
                .rootCause()
                .hasMessageContaining("at least 1h");
    }

    private static CallSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("caravan.calls", CallSettings.class);
    }
}

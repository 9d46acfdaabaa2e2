package caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class IntakeSettingsTests {
    @Test
    void defaultsArePicked() {
        assertThat(bind(Map.of()))
                .isEqualTo(new IntakeSettings(
                        DataSize.ofMegabytes(2),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        2,
                        100,
                        Duration.ofMillis(2)));
    }

    @Test
    void otherSettingsAreTaken() {
        assertThat(bind(Map.of(
                        "caravan.intake.max-body", "1KB",
                        "caravan.intake.send-timeout", "1s",
                        "caravan.intake.reload", "5s",
                        "caravan.intake.workers", "0",
                        "caravan.intake.batch", "7",
                        "caravan.intake.linger", "1ms")))
                .isEqualTo(new IntakeSettings(
                        DataSize.ofKilobytes(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        0,
                        7,
                        Duration.ofMillis(1)));
    }

    @Test
    void refusesLimitsUnderWhichNothingCouldComeIn() {
        assertThatThrownBy(() -> bind(Map.of("caravan.intake.batch", "0")))
                .rootCause()
                .hasMessageContaining("batch and max-body of at least 1");
    }

    private static IntakeSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("caravan.intake", IntakeSettings.class);
    }
}

package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OwnerSettingsTests {
    @Test
    void sweepsTwiceASecondAndWaitsFiveMinutesAtMostByDefault() {
        assertThat(bind(Map.of()))
                .isEqualTo(new OwnerSettings(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(1),
                        Duration.ofDays(14),
                        Duration.ofDays(3)));
    }

    @Test
    void takesOtherTimes() {
        assertThat(bind(Map.of(
                        "caravan.owner.sweep", "2s",
                        "caravan.owner.first-retry", "30s",
                        "caravan.owner.longest-retry", "30s",
                        "caravan.owner.try-paused", "10s",
                        "caravan.owner.first-pull", "1h",
                        "caravan.owner.reconcile", "7d")))
                .isEqualTo(new OwnerSettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofHours(1),
                        Duration.ofDays(7)));
    }

    @Test
    void refusesToSweepOrRetryWithoutPause() {
        expect("caravan.owner.sweep must be", Map.of("caravan.owner.sweep", "0s"));
        expect("caravan.owner.first-retry must be", Map.of("caravan.owner.first-retry", "0s"));
    }

    @Test
    void refusesToReconcileLessThanADayOrMoreThanTwoMonths() {
        expect("caravan.owner.reconcile must be", Map.of("caravan.owner.reconcile", "23h"));
        expect("caravan.owner.reconcile must be", Map.of("caravan.owner.reconcile", "61d"));
    }

    @Test
    void refusesALongestWaitShorterThanTheFirst() {
        expect("caravan.owner.longest-retry must not", Map.of("caravan.owner.first-retry", "6m"));
        expect("caravan.owner.longest-retry must not", Map.of("caravan.owner.longest-retry", "100ms"));
    }

    private static void expect(String message, Map<String, String> values) {
        assertThatThrownBy(() -> bind(values)).rootCause().hasMessageContaining(message);
    }

    private static OwnerSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("caravan.owner", OwnerSettings.class);
    }
}

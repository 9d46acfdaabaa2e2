package caravan.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LeaseSettingsTests {
    @Test
    void lastsTenSecondsByDefault() {
        assertThat(bind(Map.of()))
                .isEqualTo(new LeaseSettings(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(2)));
    }

    @Test
    void takesOtherTimes() {
        assertThat(bind(Map.of(
                        "caravan.lease.length", "1m",
                        "caravan.lease.renew", "20s",
                        "caravan.lease.margin", "5s")))
                .isEqualTo(new LeaseSettings(Duration.ofMinutes(1), Duration.ofSeconds(20), Duration.ofSeconds(5)));
    }

    @Test
    void refusesALengthThatOneLateRenewalWouldOutlast() {
        expect("caravan.lease.length must be at least twice", Map.of("caravan.lease.length", "7s"));
        expect("caravan.lease.length must be at least twice", Map.of("caravan.lease.renew", "5s"));
        expect("caravan.lease.length must be at least twice", Map.of("caravan.lease.margin", "5s"));
    }

    @Test
    void refusesToRenewWithoutPauseAndToCallUntilTheVeryEnd() {
        expect("caravan.lease.renew must be", Map.of("caravan.lease.renew", "0s"));
        expect("caravan.lease.margin must be", Map.of("caravan.lease.margin", "0s"));
        expect("caravan.lease.margin must be", Map.of("caravan.lease.margin", "-1s"));
    }

    private static void expect(String message, Map<String, String> values) {
        assertThatThrownBy(() -> bind(values)).rootCause().hasMessageContaining(message);
    }

    private static LeaseSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("caravan.lease", LeaseSettings.class);
    }
}

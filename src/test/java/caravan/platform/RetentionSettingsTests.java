package caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetentionSettingsTests {
    @Test
    void keepsWebhooksAndMessagesThreeMonthsTheTimelineAYearAndCallsAMonthByDefault() {
        assertThat(bind(Map.of()))
                .isEqualTo(new RetentionSettings(
                        Duration.ofDays(90), Duration.ofDays(400), Duration.ofDays(30), Duration.ofDays(90)));
    }

    @Test
    void takesOtherTimes() {
        RetentionSettings settings = bind(Map.of(
                "caravan.retention.deliveries", "10d",
                "caravan.retention.timeline", "20d",
                "caravan.retention.calls", "48h",
                "caravan.retention.messages", "5d"));
        assertThat(settings.of("delivery")).contains(Duration.ofDays(10));
        assertThat(settings.of("order_timeline")).contains(Duration.ofDays(20));
        assertThat(settings.of("call_log")).contains(Duration.ofDays(2));
        assertThat(settings.of("orders")).isEmpty();
        assertThat(settings.messages()).isEqualTo(Duration.ofDays(5));
    }

    @Test
    void refusesToKeepNothing() {
        assertThatThrownBy(() -> bind(Map.of("caravan.retention.calls", "0s")))
                .rootCause()
                .hasMessageContaining("caravan.retention.calls must be at least 1d");
    }

    private static RetentionSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("caravan.retention", RetentionSettings.class);
    }
}

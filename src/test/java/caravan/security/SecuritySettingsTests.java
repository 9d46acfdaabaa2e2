package caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SecuritySettingsTests {
    @Test
    void resetsNothingAndHasNoKeysByDefault() {
        assertThat(bind(Map.of()).resetAdmin()).isFalse();
        assertThat(bind(Map.of()).keys()).isEmpty();
    }

    @Test
    void takesKeysInTheirOrder() {
        SecuritySettings settings = bind(Map.of(
                "caravan.security.reset-admin", "true",
                "caravan.security.keys[0].id", "new",
                "caravan.security.keys[0].key", "bmV3",
                "caravan.security.keys[1].id", "old",
                "caravan.security.keys[1].key", "b2xk"));
        assertThat(settings.resetAdmin()).isTrue();
        assertThat(settings.keys())
                .extracting(key -> key.id() + key.key().reveal())
                .containsExactly("newbmV3", "oldb2xk");
        assertThat(settings.toString()).doesNotContain("bmV3");
    }

    private static SecuritySettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("caravan.security", SecuritySettings.class);
    }
}

package caravan.connection;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.KitConnectors;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SandboxFenceTests {
    private final StandardEnvironment environment = new StandardEnvironment();
    private final SandboxFence fence;

    SandboxFenceTests() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("kit", new KitConnectors());
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("local.server.port", "8123", "server.port", "0")));
        environment.setActiveProfiles("sandbox");
        this.fence =
                new SandboxFence(environment, new Manifests(beans.getBeanProvider(caravan.connector.Connectors.class)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8123/sandbox/kit", "http://127.0.0.1:8123/sandbox/kit/"})
    void letsItsOwnPretendVendorsGoLive(String origin) {
        assertThat(allows(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "https://shop.example:8123/sandbox/kit",
                "http://localhost:8124/sandbox/kit",
                "http://localhost:8123/api",
                "http://localhost:8123/sandbox/../api",
                "http://localhost/sandbox/kit",
                "http://localhost.shop.example:8123/sandbox/kit",
                "http://localhost:8123@shop.example/sandbox/kit",
                "http://[",
                "mailto:shop"
            })
    void keepsEverythingElseInShadow(String origin) {
        assertThat(allows(origin)).isFalse();
    }

    @Test
    void keepsConnectorsItDoesNotKnowInShadow() {
        assertThat(fence.allowsLive("nobody", Map.of())).isFalse();
    }

    @Test
    void standsInTheSandboxOnly() {
        environment.setActiveProfiles("production");
        assertThat(allows("https://shop.example")).isTrue();
        assertThat(fence.isSandbox()).isFalse();
    }

    private boolean allows(String origin) {
        return fence.allowsLive(KitConnectors.NAME, Map.of("shop-url", origin));
    }
}

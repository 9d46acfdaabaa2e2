package caravan.connection;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connector.VendorAccount.Network;
import caravan.kernel.ConnectionId;
import caravan.kit.HubTest;
import caravan.kit.KitConnectors;
import caravan.kit.Names;
import caravan.security.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A hub in the sandbox, without a public address. */
@HubTest
class HearingsTests {
    private final Connections connections;
    private final Hearings hearings;
    private final int port;
    private final ConnectionId id = new ConnectionId(Names.unique("kit"));

    HearingsTests(Connections connections, Hearings hearings, @LocalServerPort int port) {
        this.connections = connections;
        this.hearings = hearings;
        this.port = port;
    }

    @Test
    void givesAShopOutsideNoAddressOfThisMachine() {
        Hearing hearing = hearing("https://shop.example", Map.of("webhook-secret", Secret.of("hook-1")));
        assertThat(hearing.address()).isNull();
        assertThat(hearing.canListen()).isFalse();
    }

    @Test
    void givesItsOwnPretendVendorsTheAddressOfThisMachine() {
        Hearing hearing = hearing(pretended(), Map.of("webhook-secret", Secret.of("hook-1")));
        assertThat(hearing.address()).isEqualTo("http://localhost:" + port + "/hooks/" + id);
        assertThat(hearing.canListen()).isTrue();
        assertThat(hearing.live()).isFalse();
    }

    @Test
    void hearsNothingWithoutTheSecretOfTheSignature() {
        Hearing hearing = hearing(pretended(), Map.of());
        assertThat(hearing.missing()).isEqualTo("webhook-secret");
        assertThat(hearing.canListen()).isFalse();
    }

    private String pretended() {
        return "http://localhost:" + port + "/sandbox/kit";
    }

    private Hearing hearing(String url, Map<String, Secret> webhooks) {
        Map<String, Secret> secrets = new HashMap<>(webhooks);
        secrets.put("api-token", Secret.of("token-1"));
        connections.add(new NewConnection(
                id,
                KitConnectors.NAME,
                "Kit shop",
                Map.of("shop-url", url),
                secrets,
                new Network(true, true, false),
                Map.of("default", List.of("main")),
                null,
                false));
        return hearings.of(id).orElseThrow();
    }
}

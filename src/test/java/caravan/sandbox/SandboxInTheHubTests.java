package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.HubTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@HubTest
class SandboxInTheHubTests {
    private final int port;
    private final Twins twins;

    SandboxInTheHubTests(@LocalServerPort int port, Twins twins) {
        this.port = port;
        this.twins = twins;
    }

    @Test
    void servesAStoreWithoutSignInSessionOrToken() throws Exception {
        HttpResponse<String> root = send("GET", "/wp-json/");
        assertThat(root.statusCode()).isEqualTo(200);
        assertThat(root.headers().firstValue("Set-Cookie")).isEmpty();
        HttpResponse<String> unsigned = send("POST", "/wp-json/wc/v3/orders");
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(unsigned.body()).contains("woocommerce_rest_cannot_create");
    }

    @Test
    void sellsTheSampleCatalogue() {
        Twin store = twins.find("woocommerce", "oasis").orElseThrow();
        assertThat(store.skus()).hasSize(12).contains("TEE-M", "MUG-ENAMEL");
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + port + "/sandbox/woocommerce/oasis" + path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}

package caravan.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import caravan.sandbox.TwinRequest.Parameter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoreAccessTests {
    private static Stand stand;

    @BeforeAll
    static void open() throws Exception {
        stand = new Stand(settings -> settings.withKeys("ck_demo", "cs_demo"));
    }

    @AfterAll
    static void close() throws Exception {
        stand.close();
    }

    @Test
    void signsTheVendorsTestVectorAsTheVendorDoes() {
        var signature = new OAuthSignature(
                "GET",
                "http://shop.example.com/wp-json/wc/v3/orders",
                List.of(
                        new Parameter("per_page", "100"),
                        new Parameter("modified_after", "2026-11-20T10:00:00"),
                        new Parameter("oauth_consumer_key", "ck_demo"),
                        new Parameter("oauth_timestamp", "1763632800"),
                        new Parameter("oauth_nonce", "0123456789abcdef0123456789abcdef"),
                        new Parameter("oauth_signature_method", "HMAC-SHA256")));
        assertThat(signature.with("HMAC-SHA256", "cs_demo")).isEqualTo("Icv09PEQcObacyvfiVk2gmG/eORkxnIraSctp2DkZ/Q=");
    }

    @Test
    void takesAKeyAndSecretOverTlsOnly() {
        assertThat(basic("https://shop.example", "cs_demo").status()).isEqualTo(200);
        assertThat(basic("https://shop.example", "cs_wrong").status()).isEqualTo(401);
        TwinAnswer plain = basic("http://shop.example", "cs_demo");
        assertThat(plain.status()).isEqualTo(401);
        assertThat(plain.body())
                .isEqualTo("{\"code\":\"woocommerce_rest_cannot_view\",\"message\":"
                        + "\"Sorry, you cannot list resources.\",\"data\":{\"status\":401}}");
    }

    @Test
    void doesNotBelieveAForwardedScheme() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stand.address + "/wp-json/wc/v3/orders"))
                                .header("Authorization", credentials("cs_demo"))
                                .header("X-Forwarded-Proto", "https")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("woocommerce_rest_cannot_view");
    }

    @Test
    void refusesASignatureMadeWithAnotherSecret() throws Exception {
        var stranger = new SignedCaller(stand.address, "ck_demo", "cs_other");
        assertThat(stranger.get("/wc/v3/orders").status()).isEqualTo(401);
        assertThat(stand.caller
                        .get("/wc/v3/orders", "status=any", "orderby=modified")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesOldTimestampsAndUsedNonces() throws Exception {
        Instant now = Instant.now();
        assertThat(send(now.minus(Duration.ofMinutes(16)), "n1")).contains("Invalid timestamp.");
        assertThat(send(now, "n2")).startsWith("[");
        assertThat(send(now, "n2")).contains("nonce has already been used");
    }

    @Test
    void discoveryIsOpenToEverybody() {
        TwinAnswer root = stand.store.answer(new TwinRequest("GET", stand.address, "/wp-json/", "", Map.of(), ""));
        assertThat(root.status()).isEqualTo(200);
        assertThat(root.body()).contains("\"wc\\/v3\"");
    }

    private static String send(Instant at, String nonce) throws Exception {
        return stand.caller
                .send("GET", "/wc/v3/orders", "", at, nonce, new String[0])
                .body();
    }

    private static TwinAnswer basic(String base, String secret) {
        return stand.store.answer(new TwinRequest(
                "GET", base, "/wp-json/wc/v3/orders", "", Map.of("authorization", credentials(secret)), ""));
    }

    private static String credentials(String secret) {
        return "Basic " + Base64.getEncoder().encodeToString(("ck_demo:" + secret).getBytes(StandardCharsets.UTF_8));
    }
}

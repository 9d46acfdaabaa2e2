package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.connector.Manifest.Auth.Scheme;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.security.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VendorAuthTests {
    private final VendorKit kit;
    private int tokens;

    VendorAuthTests() throws Exception {
        kit = new VendorKit();
        kit.secrets.put("api-token", Secret.of("shpat_5e6f"));
        kit.secrets.put("client-secret", Secret.of("s3cr&t+="));
    }

    @AfterEach
    void stop() throws Exception {
        kit.close();
    }

    @Test
    void sendsAStaticHeader() throws Exception {
        kit.authenticates(Scheme.STATIC_HEADER, Map.of("header", "X-Access-Token", "value", "{api-token}"))
                .get("/orders");
        assertThat(kit.stand.last().header("X-access-token")).isEqualTo("shpat_5e6f");
    }

    @Test
    void sendsBasicWithoutBeingAsked() throws Exception {
        kit.authenticates(Scheme.BASIC, Map.of("username", "ck_demo", "password", "{api-token}"))
                .get("/orders");
        assertThat(kit.stand.last().header("Authorization"))
                .isEqualTo("Basic "
                        + Base64.getEncoder().encodeToString("ck_demo:shpat_5e6f".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void sendsNothingWithoutAScheme() throws Exception {
        kit.get("/orders");
        assertThat(kit.stand.last().headers()).doesNotContainKey("Authorization");
    }

    @Test
    void signsByOAuth1AsTheVendorChecksIt() {
        OAuth1 oauth = new OAuth1(URI.create("http://shop.example.com"), "ck_demo", "cs_demo");
        String signed = oauth.signed(
                "GET",
                "/wp-json/wc/v3/orders?per_page=100&modified_after=2026-11-20T10:00:00",
                1_763_632_800,
                "0123456789abcdef0123456789abcdef");
        assertThat(URLDecoder.decode(signed.replace("+", "%2B"), StandardCharsets.UTF_8))
                .contains("&oauth_signature=Icv09PEQcObacyvfiVk2gmG/eORkxnIraSctp2DkZ/Q=");
    }

    @Test
    void putsOAuth1OnTheWireAndNowhereElse() throws Exception {
        kit.authenticates(Scheme.OAUTH1, Map.of("consumer-key", "ck_demo", "consumer-secret", "{api-token}"))
                .send("{\"id\":7}", "", "path", "/orders/{id}", "query", "a=b c".replace(" ", "%20"));
        assertThat(kit.stand.last().target())
                .startsWith("/orders/7?a=b%20c&oauth_consumer_key=ck_demo&oauth_nonce=")
                .contains("&oauth_signature=");
        assertThat(kit.log.get(0).path()).isEqualTo("/orders/7?a=b%20c");
    }

    @Test
    void fetchesOneTokenForManyCalls() throws Exception {
        tokened(86_399, 200);
        kit.get("/orders");
        kit.get("/orders");
        assertThat(tokens).isEqualTo(1);
        assertThat(kit.stand.asked.get(0).body())
                .isEqualTo("grant_type=client_credentials&client_id=abc&client_secret=s3cr%26t%2B%3D");
        assertThat(kit.stand.last().header("X-access-token")).isEqualTo("token-1");
    }

    @Test
    void fetchesATokenAgainShortlyBeforeItEnds() throws Exception {
        tokened(1, 200);
        kit.get("/orders");
        caravan.kit.Await.until("a second token", () -> {
            kit.get("/orders");
            return tokens > 1;
        });
        assertThat(kit.stand.last().header("X-access-token"))
                .startsWith("token-")
                .isNotEqualTo("token-1");
    }

    @Test
    void triesAReadOnceMoreWithAFreshToken() throws Exception {
        tokened(3600, 401);
        kit.get("/orders");
        assertThat(tokens).isEqualTo(2);
        assertThat(kit.stand.last().header("X-access-token")).isEqualTo("token-2");
    }

    @Test
    void triesAWriteAgainOnlyIfItsStepAllowsIt() throws Exception {
        tokened(3600, 401);
        assertThat(kit.failure("method", "POST", "path", "/stock").fault()).isEqualTo(Fault.MISCONFIGURED);
        assertThat(tokens).isEqualTo(1);
        kit.send("{}", "{}", "method", "POST", "path", "/stock", "repeatable", "true");
        assertThat(tokens).as("the refused token was forgotten").isEqualTo(2);
    }

    @Test
    void doesNotRepeatForeverWithFreshTokens() throws Exception {
        kit.authenticates(Scheme.OAUTH2_CLIENT_CREDENTIALS, values());
        kit.stand.answers(exchange -> {
            boolean token = exchange.getRequestURI().getPath().equals("/token");
            tokens += token ? 1 : 0;
            (token ? VendorStand.json(200, "{\"access_token\":\"t" + tokens + "\"}") : VendorStand.json(403, "{}"))
                    .to(exchange);
        });
        assertThat(kit.failure().fault()).isEqualTo(Fault.MISCONFIGURED);
        assertThat(tokens).isEqualTo(2);
    }

    @Test
    void saysThatNothingWasSentWhereNoTokenCouldBeHad() throws Exception {
        kit.authenticates(Scheme.OAUTH2_CLIENT_CREDENTIALS, values());
        kit.stand.answers(VendorStand.json(503, "{}"));
        assertThat(kit.failure("method", "POST", "path", "/stock").fault()).isEqualTo(Fault.UNREACHED);
        kit.stand.answers(VendorStand.json(400, "{\"error\":\"invalid_client\"}"));
        assertThat(kit.failure().fault()).isEqualTo(Fault.MISCONFIGURED);
        assertThat(VendorStand.targets(kit.stand.asked)).containsOnly("/token");
    }

    @Test
    void namesTheSecretThatIsMissing() throws Exception {
        CallFailed failed = kit.authenticates(
                        Scheme.STATIC_HEADER, Map.of("header", "X-Access-Token", "value", "{other-token}"))
                .failure();
        assertThat(failed.fault()).isEqualTo(Fault.MISCONFIGURED);
        assertThat(failed.detail()).contains("'other-token'").contains("'shop'");
    }

    @Test
    void refusesASecretThatWouldBreakOutOfItsHeader() throws Exception {
        kit.secrets.put("api-token", Secret.of("one\r\nX-Other: two"));
        CallFailed failed = kit.authenticates(
                        Scheme.STATIC_HEADER, Map.of("header", "X-Access-Token", "value", "{api-token}"))
                .failure();
        assertThat(failed.detail()).contains("control character").doesNotContain("two");
        assertThat(kit.stand.asked).isEmpty();
    }

    @Test
    void putsASecretIntoTheBodyAndNotIntoTheExchange() throws Exception {
        var done = kit.send(
                "{}",
                "{\"hook\":{\"topic\":\"x\"}}",
                "method",
                "POST",
                "path",
                "/hooks",
                "secret",
                "/hook/secret=api-token");
        assertThat(kit.stand.last().body()).isEqualTo("{\"hook\":{\"topic\":\"x\",\"secret\":\"shpat_5e6f\"}}");
        assertThat(done.getMessage().getHeaders().toString()).doesNotContain("shpat");
        kit.stand.answers(VendorStand.json(422, "{\"message\":\"shpat_5e6f is weak\"}"));
        CallFailed failed = kit.failure("method", "POST", "path", "/hooks", "secret", "/secret=api-token");
        assertThat(failed.detail()).isEqualTo("Answered 422: *** is weak");
        assertThat(kit.log.toString()).doesNotContain("shpat_5e6f");
    }

    /** A vendor whose first token is answered {@code first}, and who accepts the ones after it. */
    private void tokened(int seconds, int first) {
        kit.authenticates(Scheme.OAUTH2_CLIENT_CREDENTIALS, values());
        kit.stand.answers(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/token")) {
                tokens++;
                VendorStand.json(200, "{\"access_token\":\"token-" + tokens + "\",\"expires_in\":" + seconds + "}")
                        .to(exchange);
            } else {
                boolean one = "token-1".equals(exchange.getRequestHeaders().getFirst("X-Access-Token"));
                VendorStand.json(one ? first : 200, "{}").to(exchange);
            }
        });
    }

    private static Map<String, String> values() {
        return Map.of(
                "token-path", "/token",
                "client-id", "abc",
                "client-secret", "{client-secret}",
                "header", "X-Access-Token",
                "prefix", "");
    }
}

package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.TwinHost;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;

/** The two buckets of the connector: each interface of the vendor counts for itself. */
class ShopifyBucketsTests {
    private static final String REST = "/admin/api/2026-07/orders.json?status=any";
    private static final String GRAPHQL = "/admin/api/2026-10/graphql.json";

    private final Limits limits = ConnectorFolder.read(Path.of("connectors/shopify"))
            .folder()
            .orElseThrow()
            .manifest()
            .limits();
    private final TokenBucket requests = new TokenBucket(Objects.requireNonNull(limits.requests()));
    private final TokenBucket costs = new TokenBucket(Objects.requireNonNull(limits.cost()));

    @Test
    void countsEachInterfaceInItsOwn() {
        assertThat(requests.counts(REST)).isTrue();
        assertThat(requests.counts(GRAPHQL)).isFalse();
        assertThat(costs.counts(GRAPHQL)).isTrue();
        assertThat(costs.counts(REST)).isFalse();
    }

    @Test
    void followsTheHeaderOfRest() {
        BasicHttpResponse head = new BasicHttpResponse(200);
        head.setHeader("X-Shopify-Shop-Api-Call-Limit", "39/40");
        requests.told(0, new RawAnswer(head, new byte[0]));
        assertThat(requests.take(1, false)).isZero();
        assertThat(requests.take(1, false)).as("nanoseconds to wait").isPositive();
    }

    @Test
    void meetsNoRefusalInABurstOfRest() throws Exception {
        ShopSettings settings = ShopSettings.demo("burst");
        VendorKit kit = new VendorKit();
        try (TwinHost host = new TwinHost()) {
            kit.origin = host.address(host.open(ShopifyStore.seeded(settings, Clock.systemUTC())));
            kit.limits = limits;
            kit.authenticates(
                    Manifest.Auth.Scheme.STATIC_HEADER,
                    Map.of("header", "X-Shopify-Access-Token", "value", settings.accessToken()));
            String route = kit.route("path", "/admin/api/2026-07/locations.json");
            for (int i = 0; i < 43; i++) {
                kit.at(route, ConnectorCalls.Lane.REAL_TIME, "{}", "");
            }
        } finally {
            kit.close();
        }
        assertThat(kit.log).hasSize(43).allMatch(call -> Objects.equals(call.status(), 200));
    }
}

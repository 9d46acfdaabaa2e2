package caravan.kit;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connection.NewConnection;
import caravan.connector.VendorAccount;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.security.Secret;
import java.util.Map;

/** A connection of a real connector whose store is nowhere: it is paused, and only hears webhooks. */
public final class FuzzedStore {
    private final ConnectionId id;
    private final String secret;
    private final String topicHeader;
    private final String signatureHeader;
    private final Map<String, String> required;

    private FuzzedStore(
            ConnectionId id, String secret, String topicHeader, String signatureHeader, Map<String, String> required) {
        this.id = id;
        this.secret = secret;
        this.topicHeader = topicHeader;
        this.signatureHeader = signatureHeader;
        this.required = required;
    }

    /** A WooCommerce store. */
    public static FuzzedStore woo(Connections connections) {
        String secret = Names.unique("whsecret");
        ConnectionId id = add(
                connections,
                "woocommerce",
                Map.of("shop-url", "https://shop.example"),
                Map.of("consumer-key", "ck_1", "consumer-secret", "cs_1", "webhook-secret", secret));
        return new FuzzedStore(id, secret, "X-WC-Webhook-Topic", "X-WC-Webhook-Signature", Map.of());
    }

    /** A Shopify shop. */
    public static FuzzedStore shopify(Connections connections) {
        String secret = Names.unique("appsecret");
        String domain = Names.unique("fuzz") + ".myshopify.com";
        ConnectionId id = add(
                connections,
                "shopify",
                Map.of("shop-url", "https://" + domain, "shop-domain", domain, "location", "1"),
                Map.of("access-token", "shpat_1", "client-secret", secret));
        return new FuzzedStore(
                id, secret, "X-Shopify-Topic", "X-Shopify-Hmac-Sha256", Map.of("X-Shopify-Shop-Domain", domain));
    }

    private static ConnectionId add(
            Connections connections, String connector, Map<String, String> settings, Map<String, String> secrets) {
        ConnectionId id = new ConnectionId(Names.unique("fuzz"));
        Map<String, Secret> hidden = new java.util.HashMap<>();
        secrets.forEach((name, value) -> hidden.put(name, Secret.of(value)));
        connections.add(new NewConnection(
                id,
                connector,
                "Fuzzed store",
                settings,
                hidden,
                new VendorAccount.Network(false, false, false),
                Map.of(),
                null,
                false));
        connections.pause(id, Connection.Pause.By.PERSON, "there is no such store");
        return id;
    }

    public ConnectionId id() {
        return id;
    }

    public String secret() {
        return secret;
    }

    public String topicHeader() {
        return topicHeader;
    }

    public String signatureHeader() {
        return signatureHeader;
    }

    /** Headers every webhook of it carries. */
    public Map<String, String> required() {
        return required;
    }

    /** Lets a shop's shelf feed this store too, and lists an item on it. */
    public void feedAndList(Shop shop, Sku sku) {
        shop.listedElsewhere(id, sku);
    }
}

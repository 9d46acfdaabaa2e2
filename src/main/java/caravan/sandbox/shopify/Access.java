package caravan.sandbox.shopify;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Gives out tokens and checks them. */
final class Access {
    static final String PATH = "/admin/oauth/access_token";
    private static final String SCOPES =
            "read_inventory,write_inventory,read_locations,read_orders,write_orders,read_products,write_products";

    private final Shop shop;
    private final Map<String, Instant> tokens = new HashMap<>();

    Access(Shop shop) {
        this.shop = shop;
    }

    /** Refuses whoever has no token that works. */
    synchronized void require(TwinRequest request) {
        String token = request.header("X-Shopify-Access-Token");
        if (token == null || !(same(token, shop.settings.accessToken()) || works(token))) {
            throw new RestError(401, "[API] Invalid API key or access token (unrecognized login or wrong password)");
        }
    }

    private boolean works(String token) {
        Instant end = tokens.get(token);
        return end != null && shop.clock.now().isBefore(end);
    }

    /** The client credentials grant; tokens given before go on working. */
    synchronized TwinAnswer grant(TwinRequest request) {
        Map<String, String> asked = fields(request);
        if (!request.method().equals("POST") || !"client_credentials".equals(asked.get("grant_type"))) {
            return refusal("unsupported_grant_type", "This pretend store gives tokens for client_credentials only.");
        }
        if (!same(asked.getOrDefault("client_id", ""), shop.settings.clientId())
                || !same(asked.getOrDefault("client_secret", ""), shop.settings.clientSecret())) {
            return refusal("invalid_client", "The client id or secret is wrong.");
        }
        String token = "shpat_" + UUID.randomUUID().toString().replace("-", "");
        tokens.put(token, shop.clock.now().plus(shop.settings.tokenLife()));
        ObjectNode body = Json.object().put("access_token", token).put("scope", SCOPES);
        body.put("expires_in", Math.max(0, shop.settings.tokenLife().toSeconds() - 1));
        return new TwinAnswer(200, Map.of("Content-Type", Json.TYPE), Json.write(body));
    }

    private static Map<String, String> fields(TwinRequest request) {
        Map<String, String> fields = new HashMap<>();
        String type = request.header("Content-Type");
        if (type != null && type.startsWith("application/json")) {
            ObjectNode body = Json.read(request.body());
            if (body != null) {
                body.properties()
                        .forEach(field ->
                                fields.put(field.getKey(), field.getValue().asString("")));
            }
            return fields;
        }
        new TwinRequest("POST", "", "", request.body(), Map.of(), "")
                .parameters()
                .forEach(parameter -> fields.put(parameter.name(), parameter.value()));
        return fields;
    }

    private static TwinAnswer refusal(String error, String description) {
        ObjectNode body = Json.object().put("error", error).put("error_description", description);
        return new TwinAnswer(400, Map.of("Content-Type", Json.TYPE), Json.write(body));
    }

    private static boolean same(@Nullable String given, String known) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
    }
}

package caravan.sandbox.shopify;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;

/**
 * What makes one store differ from another.
 *
 * @param domain the store's own host name, as webhooks tell it
 * @param accessToken a token that lasts
 * @param clientSecret gets tokens that do not last, and signs webhooks
 * @param zone the store's time zone, whose offset REST and webhooks write
 * @param taxRate percent, included in all prices
 * @param tokenLife how long a token from client credentials works
 * @param backoff before the first repetition of a webhook; it doubles each time
 * @param delays how far its parts are behind each other
 */
public record ShopSettings(
        String name,
        String domain,
        String accessToken,
        String clientId,
        String clientSecret,
        ZoneId zone,
        String currency,
        BigDecimal taxRate,
        Duration tokenLife,
        Duration backoff,
        Limits limits,
        Delays delays) {

    /**
     * How far parts of the store are behind each other, by its own clock.
     *
     * @param search for how long the index that answers searches does not know of an order's last change
     * @param keys for how long a stock change under a key is being made, so that the same key is refused as in use
     */
    public record Delays(Duration search, Duration keys) {
        /** Everything is done at once. */
        public static final Delays NONE = new Delays(Duration.ZERO, Duration.ZERO);
    }

    /**
     * How much the store answers.
     *
     * @param cost size of the bucket of query cost
     * @param costRestored points per second
     * @param requests size of the bucket of REST requests
     * @param requestsRestored requests per second
     * @param costliest what one query may cost
     * @param paged how many things the pages of one connection bring
     */
    public record Limits(int cost, int costRestored, int requests, int requestsRestored, int costliest, int paged) {
        private static final int PAGED = 25_000;

        /** Those of the smallest plan. */
        public static final Limits STANDARD = new Limits(2000, 100, 40, 2, 1000, PAGED);

        /** Those of another plan. */
        public Limits(int cost, int costRestored, int requests, int requestsRestored, int costliest) {
            this(cost, costRestored, requests, requestsRestored, costliest, PAGED);
        }

        /** The same with shorter connections. */
        public Limits paging(int most) {
            return new Limits(cost, costRestored, requests, requestsRestored, costliest, most);
        }
    }

    /** A store in Prague with credentials made up on the spot. */
    public static ShopSettings demo(String name) {
        return new ShopSettings(
                name,
                name + ".myshopify.com",
                "shpat_" + random(),
                random(),
                "shpss_" + random(),
                ZoneId.of("Europe/Prague"),
                "EUR",
                new BigDecimal("21"),
                Duration.ofHours(24),
                Duration.ofSeconds(1),
                Limits.STANDARD,
                Delays.NONE);
    }

    public ShopSettings withCredentials(String token, String id, String secret) {
        return new ShopSettings(
                name, domain, token, id, secret, zone, currency, taxRate, tokenLife, backoff, limits, delays);
    }

    public ShopSettings calledBy(String other) {
        return new ShopSettings(
                name,
                other,
                accessToken,
                clientId,
                clientSecret,
                zone,
                currency,
                taxRate,
                tokenLife,
                backoff,
                limits,
                delays);
    }

    public ShopSettings in(ZoneId other) {
        return new ShopSettings(
                name,
                domain,
                accessToken,
                clientId,
                clientSecret,
                other,
                currency,
                taxRate,
                tokenLife,
                backoff,
                limits,
                delays);
    }

    public ShopSettings tokensLasting(Duration other) {
        return new ShopSettings(
                name,
                domain,
                accessToken,
                clientId,
                clientSecret,
                zone,
                currency,
                taxRate,
                other,
                backoff,
                limits,
                delays);
    }

    public ShopSettings repeatingAfter(Duration other) {
        return new ShopSettings(
                name,
                domain,
                accessToken,
                clientId,
                clientSecret,
                zone,
                currency,
                taxRate,
                tokenLife,
                other,
                limits,
                delays);
    }

    public ShopSettings limitedTo(Limits other) {
        return new ShopSettings(
                name,
                domain,
                accessToken,
                clientId,
                clientSecret,
                zone,
                currency,
                taxRate,
                tokenLife,
                backoff,
                other,
                delays);
    }

    public ShopSettings delayedBy(Delays other) {
        return new ShopSettings(
                name,
                domain,
                accessToken,
                clientId,
                clientSecret,
                zone,
                currency,
                taxRate,
                tokenLife,
                backoff,
                limits,
                other);
    }

    @Override
    public String toString() {
        return "ShopSettings[" + name + "]";
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

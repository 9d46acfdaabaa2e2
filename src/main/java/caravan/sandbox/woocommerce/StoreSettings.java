package caravan.sandbox.woocommerce;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;

/**
 * What makes one store differ from another.
 *
 * @param zone the store's own time zone, in which dates without {@code _gmt} are written
 * @param taxRate percent
 * @param pricesIncludeTax whether catalogue prices include the tax
 * @param pause between reading a figure and saving it, within one request; what sells meanwhile is lost
 * @param cached for how long a cache in front of the store answers the same GET from memory
 */
public record StoreSettings(
        String name,
        String consumerKey,
        String consumerSecret,
        ZoneId zone,
        String currency,
        BigDecimal taxRate,
        boolean pricesIncludeTax,
        Duration pause,
        Duration cached) {

    /** A store in Berlin with credentials made up on the spot. */
    public static StoreSettings demo(String name) {
        return new StoreSettings(
                name,
                "ck_" + random(),
                "cs_" + random(),
                ZoneId.of("Europe/Berlin"),
                "EUR",
                new BigDecimal("19"),
                true,
                Duration.ZERO,
                Duration.ZERO);
    }

    public StoreSettings withKeys(String key, String secret) {
        return new StoreSettings(name, key, secret, zone, currency, taxRate, pricesIncludeTax, pause, cached);
    }

    public StoreSettings in(ZoneId other) {
        return new StoreSettings(
                name, consumerKey, consumerSecret, other, currency, taxRate, pricesIncludeTax, pause, cached);
    }

    public StoreSettings pausing(Duration other) {
        return new StoreSettings(
                name, consumerKey, consumerSecret, zone, currency, taxRate, pricesIncludeTax, other, cached);
    }

    public StoreSettings pricesWithoutTax() {
        return new StoreSettings(name, consumerKey, consumerSecret, zone, currency, taxRate, false, pause, cached);
    }

    public StoreSettings cachedFor(Duration other) {
        return new StoreSettings(
                name, consumerKey, consumerSecret, zone, currency, taxRate, pricesIncludeTax, pause, other);
    }

    @Override
    public String toString() {
        return "StoreSettings[" + name + "]";
    }

    private static String random() {
        byte[] bytes = new byte[20];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

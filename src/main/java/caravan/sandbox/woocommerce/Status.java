package caravan.sandbox.woocommerce;

import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What a store tells about itself. */
final class Status {
    private Status() {}

    /** The root of the API, open to everybody. */
    static ObjectNode discovery(Site site) {
        ZoneId zone = site.zone();
        ObjectNode node = WpJson.object().put("name", title(site)).put("description", "A pretend store");
        node.put("url", site.url()).put("home", site.url());
        double hours = zone.getRules().getOffset(site.clock.now()).getTotalSeconds() / 3600.0;
        node.put("gmt_offset", String.valueOf(hours)).put("timezone_string", zone.getId());
        node.putArray("namespaces")
                .add("oembed/1.0")
                .add("wc/v1")
                .add("wc/v2")
                .add("wc/v3")
                .add("wp/v2");
        node.putObject("authentication");
        node.putObject("routes");
        return node;
    }

    /** The part of the report that callers go by. */
    static ObjectNode system(Site site) {
        ObjectNode node = WpJson.object();
        node.putObject("environment")
                .put("home_url", site.url())
                .put("site_url", site.url())
                .put("version", RestApi.VERSION)
                .put("wp_version", "7.1")
                .put("default_timezone", "UTC");
        String currency = site.settings.currency();
        node.putObject("settings")
                .put("api_enabled", false)
                .put("force_ssl", false)
                .put("currency", currency)
                .put("currency_symbol", Currency.getInstance(currency).getSymbol(Locale.GERMANY))
                .put("currency_position", "right_space")
                .put("thousand_separator", ".")
                .put("decimal_separator", ",")
                .put("number_of_decimals", 2)
                .put("HPOS_enabled", true);
        return node;
    }

    private static String title(Site site) {
        String name = site.settings.name();
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}

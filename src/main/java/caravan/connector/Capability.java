package caravan.connector;

import java.util.Locale;

/**
 * What a connector can do: a closed list. Each is a route template in {@code <noun>-source.camel.yaml} if it reads, in
 * {@code <noun>-sink.camel.yaml} if it writes, and has a schema for its request and one for its answer.
 */
public enum Capability {
    /** Proves that credentials work and tells the account's title. */
    ACCOUNT_READ,
    /** One page of orders that changed in a window of the vendor's time. */
    ORDERS_READ,
    /** One order by its id. */
    ORDER_READ,
    /** One page of what is listed, and the parents whose variants are listed apart. */
    PRODUCTS_READ,
    /** One page of the variants of one parent. */
    VARIANTS_READ,
    /** The vendor's own locations. */
    LOCATIONS_READ,
    /** The figures of listings of one batch. */
    INVENTORY_READ,
    /** One stock write. */
    INVENTORY_WRITE,
    /** One page of the webhook subscriptions that are there. */
    WEBHOOKS_READ,
    /** Creates one subscription, or enables it again. */
    WEBHOOK_WRITE;

    /** The name a manifest uses, for example {@code orders.read}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The template's name and file stem, for example {@code orders-source}. */
    public String template() {
        String code = code();
        String noun = code.substring(0, code.indexOf('.'));
        return noun + (code.endsWith(".read") ? "-source" : "-sink");
    }
}

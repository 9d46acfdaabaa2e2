package caravan.sandbox.shopify;

/**
 * Percent off.
 *
 * @param code what the buyer typed; empty for what the shop gives by itself
 * @param line whether it is for one line only
 */
record Discount(String code, String title, int percent, boolean line) {}

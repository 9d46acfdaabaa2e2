package caravan.catalog;

import caravan.kernel.Sku;

/** There is a new item. Heard inside the transaction that added it. */
public record ItemAdded(Sku sku) {}

package caravan.sandbox.shopify;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** One form of a product, with its inventory item. */
final class Variant {
    final long id;
    final long itemId;
    final Product product;
    final String title;
    final String sku;
    final BigDecimal price;
    /** Where it is stocked. */
    final Map<Long, Level> levels = new LinkedHashMap<>();
    /** Whether the shop counts it. */
    boolean tracked = true;

    Variant(long id, long itemId, Product product, String title, String sku, BigDecimal price) {
        this.id = id;
        this.itemId = itemId;
        this.product = product;
        this.title = title;
        this.sku = sku;
        this.price = price;
    }

    String name() {
        return title.equals(Product.ONLY) ? product.title : product.title + " - " + title;
    }

    int available() {
        return levels.values().stream().mapToInt(level -> level.available).sum();
    }
}

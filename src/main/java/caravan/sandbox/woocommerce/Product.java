package caravan.sandbox.woocommerce;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A product, or a variation of one. */
final class Product extends Post {
    final @Nullable Product parent;
    final List<Product> variations = new ArrayList<>();
    final Meta meta;
    String name;
    String sku = "";
    String type = "simple";
    String status = "publish";
    /** The value of the one attribute by which variations differ; empty for products. */
    String option = "";

    @Nullable
    BigDecimal regularPrice;

    @Nullable
    BigDecimal salePrice;

    boolean manageStock;
    /** Counts only while {@link #manageStock} is set. */
    int stock;

    String backorders = "no";
    int sold;

    Product(long id, Instant now, @Nullable Product parent, String name, Meta meta) {
        super(id, now);
        this.parent = parent;
        this.name = name;
        this.meta = meta;
    }

    boolean isVariation() {
        return parent != null;
    }

    @Override
    String title() {
        return name;
    }

    /** The name in order lines. */
    String soldAs() {
        return parent == null ? name : parent.name + " - " + option;
    }

    BigDecimal price() {
        if (type.equals("variable")) {
            return variations.stream()
                    .map(Product::price)
                    .min(BigDecimal::compareTo)
                    .orElse(BigDecimal.ZERO);
        }
        if (salePrice != null) {
            return salePrice;
        }
        return regularPrice == null ? BigDecimal.ZERO : regularPrice;
    }

    String stockStatus() {
        if (type.equals("variable")) {
            return variations.stream().anyMatch(option -> option.stockStatus().equals("instock"))
                    ? "instock"
                    : "outofstock";
        }
        if (!manageStock || stock > 0) {
            return "instock";
        }
        return backorders.equals("no") ? "outofstock" : "onbackorder";
    }

    static String slug(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        return plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}

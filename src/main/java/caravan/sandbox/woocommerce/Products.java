package caravan.sandbox.woocommerce;

import caravan.sandbox.SampleCatalogue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything the store sells; to be touched under the site's lock only. */
final class Products {
    private final Site site;
    private final Webhooks webhooks;
    private final Map<Long, Product> all = new LinkedHashMap<>();

    Products(Site site, Webhooks webhooks) {
        this.site = site;
        this.webhooks = webhooks;
    }

    Collection<Product> all() {
        return List.copyOf(all.values());
    }

    @Nullable
    Product find(long id) {
        return all.get(id);
    }

    Optional<Product> sold(String sku) {
        return all.values().stream()
                .filter(product -> !product.type.equals("variable") && product.sku.equals(sku))
                .findFirst();
    }

    Product require(String sku) {
        return sold(sku)
                .orElseThrow(() ->
                        new IllegalArgumentException("Store '" + site.settings.name() + "' sells no '" + sku + "'."));
    }

    Product add(@Nullable Product parent, String name) {
        Product product = new Product(site.nextPostId(), site.clock.second(), parent, name, new Meta(site));
        all.put(product.id, product);
        if (parent != null) {
            product.type = "variation";
            parent.variations.add(product);
        }
        webhooks.raise("product", "created", product.id);
        return product;
    }

    void remove(Product product) {
        all.remove(product.id);
        product.variations.forEach(variation -> all.remove(variation.id));
        if (product.parent != null) {
            product.parent.variations.remove(product);
        }
        webhooks.raise("product", "deleted", product.id);
    }

    /** A SKU belongs to one product or variation; empty ones are none. */
    void requireFree(String sku, @Nullable Product by) {
        boolean taken = !sku.isEmpty() && all.values().stream().anyMatch(other -> other != by && other.sku.equals(sku));
        if (taken) {
            throw new RestError(400, "product_invalid_sku", "Invalid or duplicated SKU.")
                    .with("resource_id", by == null ? 0 : Math.toIntExact(by.id))
                    .with("unique_sku", sku + "-1");
        }
    }

    /** Moves a figure as an order does: by itself, and without touching the parent's date. */
    void move(Product product, int units) {
        product.stock += units;
        product.sold = Math.max(0, product.sold - units);
        product.modified = site.clock.second();
        webhooks.raise("product", "updated", product.id);
    }

    /** Notes that a product was saved by hand or over REST; a variation's parent is saved with it. */
    void saved(Product product) {
        product.modified = site.clock.second();
        if (product.parent != null) {
            product.parent.modified = product.modified;
        }
        webhooks.raise("product", "updated", product.id);
    }

    void seed(List<SampleCatalogue.Item> items) {
        Map<String, Product> parents = new LinkedHashMap<>();
        for (SampleCatalogue.Item item : items) {
            Product product;
            String parentName = item.parent();
            if (parentName == null) {
                product = add(null, item.title());
            } else {
                Product parent = parents.computeIfAbsent(parentName, name -> {
                    Product made = add(null, name);
                    made.type = "variable";
                    return made;
                });
                product = add(parent, Optional.ofNullable(item.option()).orElse(""));
                product.option = product.name;
            }
            product.sku = item.sku();
            product.regularPrice = item.price();
            product.manageStock = true;
            product.stock = item.stock();
        }
    }
}

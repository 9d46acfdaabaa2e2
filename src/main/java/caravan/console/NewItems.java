package caravan.console;

import caravan.catalog.Catalog;
import caravan.kernel.Sku;
import caravan.security.Audit;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Adds an item and what it is made of, both or neither. */
@Component
class NewItems {
    private final Catalog catalog;
    private final Recipes recipes;
    private final Audit audit;

    NewItems(Catalog catalog, Recipes recipes, Audit audit) {
        this.catalog = catalog;
        this.recipes = recipes;
        this.audit = audit;
    }

    /**
     * Adds an item.
     *
     * @param components how many of each go into a bundle; empty for a plain item
     * @throws IllegalArgumentException if there is such an item already, or the bundle cannot be; the message says what to do
     */
    @Transactional
    public void add(Sku sku, String title, Map<Sku, Long> components) {
        if (!catalog.items(List.of(sku)).isEmpty()) {
            throw new IllegalArgumentException(
                    "Item '" + sku + "' is there already. Choose another SKU, or look it up.");
        }
        catalog.put(sku, title);
        audit.record("item added", sku.value(), title);
        if (!components.isEmpty()) {
            recipes.define(sku, components);
        }
    }
}

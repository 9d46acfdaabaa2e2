package caravan.console;

import caravan.inventory.Bundles;
import caravan.kernel.Sku;
import caravan.security.Audit;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Says what bundles are made of, and remembers who did. */
@Component
class Recipes {
    private final Bundles bundles;
    private final Audit audit;

    Recipes(Bundles bundles, Audit audit) {
        this.bundles = bundles;
        this.audit = audit;
    }

    /**
     * Defines what an item is made of.
     *
     * @param components how many of each go into one; nothing makes it a plain item
     * @return false if it was made of just that
     * @throws IllegalArgumentException if the bundle cannot be; the message says what to do
     */
    @Transactional
    public boolean define(Sku sku, Map<Sku, Long> components) {
        if (bundles.components(sku).equals(components)) {
            return false;
        }
        bundles.define(sku, components);
        audit.record("bundle defined", sku.value(), components.size() + " components");
        return true;
    }
}

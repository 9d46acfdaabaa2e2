package caravan.api;

import caravan.catalog.Catalog;
import caravan.catalog.Catalog.Item;
import caravan.kernel.Sku;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Items by the texts requests give. A SKU may hold any character, so it is always a parameter and never part of a path. */
@Component
class NamedItems {
    private final Catalog catalog;

    NamedItems(Catalog catalog) {
        this.catalog = catalog;
    }

    Optional<Item> find(Sku sku) {
        return catalog.items(List.of(sku)).stream().findFirst();
    }

    /**
     * Finds an item that has to be there.
     *
     * @throws Refused if there is none
     */
    Item require(String sku) {
        return parse(sku).flatMap(this::find).orElseThrow(() -> Refused.notFound("There is no item '" + sku + "'."));
    }

    /**
     * Reads a SKU of an item that need not be there.
     *
     * @throws Refused if it cannot be one
     */
    static Sku sku(String text) {
        return parse(text)
                .orElseThrow(() -> Refused.wrong("A SKU has 1 to " + Given.SKU
                        + " characters and no white space around it; '" + text + "' is none."));
    }

    private static Optional<Sku> parse(String text) {
        if (!text.matches(Given.TEXT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Sku(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}

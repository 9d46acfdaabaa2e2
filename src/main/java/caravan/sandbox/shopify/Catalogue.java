package caravan.sandbox.shopify;

import caravan.sandbox.SampleCatalogue.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the store sells and where it is; to be touched under the shop's lock only. */
final class Catalogue {
    /** How many of every second item the shop in town has. */
    static final int IN_TOWN = 3;

    final Location warehouse;
    final Location town;
    private final Shop shop;
    private final Webhooks webhooks;
    private final List<Product> products = new ArrayList<>();
    private final List<Variant> variants = new ArrayList<>();

    Catalogue(Shop shop, Webhooks webhooks) {
        this.shop = shop;
        this.webhooks = webhooks;
        warehouse = new Location(shop.nextId(), "Brno DC", true, "Skladová 5", "Brno", "60200");
        town = new Location(shop.nextId(), "Praha shop", false, "Dlouhá 7", "Praha", "11000");
    }

    void seed(List<Item> items) {
        Map<String, Product> parents = new LinkedHashMap<>();
        for (Item item : items) {
            String title = item.parent() == null ? item.title() : item.parent();
            Product product = parents.computeIfAbsent(title, name -> new Product(shop.nextId(), shop.now(), name));
            String option = item.option() == null ? Product.ONLY : item.option();
            Variant variant = new Variant(shop.nextId(), shop.nextId(), product, option, item.sku(), item.price());
            stock(variant, warehouse, item.stock());
            if (variants.size() % 2 == 0) {
                stock(variant, town, IN_TOWN);
            }
            product.variants.add(variant);
            variants.add(variant);
        }
        products.addAll(parents.values());
    }

    private void stock(Variant variant, Location location, int units) {
        variant.levels.put(location.id(), new Level(shop.nextId(), variant, location, shop.now(), units));
    }

    List<Product> products() {
        return products;
    }

    List<Variant> variants() {
        return variants;
    }

    List<Location> locations() {
        return List.of(warehouse, town);
    }

    Optional<Variant> item(long itemId) {
        return variants.stream().filter(variant -> variant.itemId == itemId).findFirst();
    }

    Variant require(String sku) {
        return variants.stream()
                .filter(variant -> variant.sku.equals(sku))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Store '" + shop.settings.name() + "' does not sell '" + sku + "'."));
    }

    /** What online orders take from. */
    Level online(Variant variant) {
        Level level = variant.levels.get(warehouse.id());
        if (level == null) {
            throw new IllegalStateException("'" + variant.sku + "' is not stocked where online orders come from.");
        }
        return level;
    }

    /** Changes a figure, and says so. */
    void move(Level level, int available, int committed, Event event) {
        level.available += available;
        level.committed += committed;
        level.updated = shop.now();
        level.variant.product.updated = shop.now();
        if (available != 0) {
            webhooks.raise("inventory_levels/update", CatalogueJson.level(shop, level), event);
            webhooks.raise("products/update", CatalogueJson.product(shop, level.variant.product), event);
        }
    }
}

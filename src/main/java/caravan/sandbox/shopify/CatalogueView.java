package caravan.sandbox.shopify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Products, stock and locations as GraphQL shows them. */
final class CatalogueView {
    private final Catalogue catalogue;

    CatalogueView(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    private static Map<String, Object> node(String type, long id) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("__typename", type);
        node.put(Pages.KEY, Pages.key(id));
        node.put("id", Shop.gid(type, id));
        node.put("legacyResourceId", String.valueOf(id));
        return node;
    }

    private static <T> Supplier<Object> later(Collection<T> all, Function<T, Map<String, Object>> view) {
        return () -> all.stream().map(view).toList();
    }

    Map<String, Object> product(Product product) {
        Map<String, Object> node = node("Product", product.id);
        dates(node, Shop.utc(product.created), Shop.utc(product.updated));
        node.put("handle", product.handle());
        node.put("status", "ACTIVE");
        node.put("title", product.title);
        node.put(
                "totalInventory",
                product.variants.stream().mapToInt(Variant::available).sum());
        node.put("tracksInventory", product.variants.stream().anyMatch(variant -> variant.tracked));
        node.put("variants", later(product.variants, this::variant));
        node.put("vendor", "Caravan");
        return node;
    }

    private static void dates(Map<String, Object> node, String created, String updated) {
        node.put("createdAt", created);
        node.put("updatedAt", updated);
    }

    Map<String, Object> variant(Variant variant) {
        Map<String, Object> node = node("ProductVariant", variant.id);
        dates(node, Shop.utc(variant.product.created), Shop.utc(variant.product.updated));
        node.put("displayName", variant.name());
        node.put("inventoryItem", (Supplier<Object>) () -> item(variant));
        node.put("inventoryPolicy", "CONTINUE");
        node.put("inventoryQuantity", variant.available());
        node.put("position", variant.product.variants.indexOf(variant) + 1);
        node.put("price", Currencies.text(variant.price));
        node.put("product", (Supplier<Object>) () -> product(variant.product));
        node.put("requiresComponents", false);
        node.put("sku", variant.sku);
        node.put("taxable", true);
        node.put("title", variant.title);
        return node;
    }

    Map<String, Object> item(Variant variant) {
        Map<String, Object> node = node("InventoryItem", variant.itemId);
        dates(node, Shop.utc(variant.product.created), Shop.utc(variant.product.updated));
        node.put("duplicateSkuCount", 0);
        node.put("inventoryLevel", (GraphSchema.Field) asked -> {
            Level level = variant.levels.get(Shop.idIn(asked.getArgument("locationId"), "Location"));
            return level == null ? null : level(level);
        });
        node.put("inventoryLevels", later(variant.levels.values(), this::level));
        node.put("requiresShipping", true);
        node.put("sku", variant.sku);
        node.put("tracked", variant.tracked);
        node.put("variants", later(List.of(variant), this::variant));
        return node;
    }

    Map<String, Object> level(Level level) {
        Map<String, Object> node = node("InventoryLevel", level.id);
        node.put("id", level.gid());
        dates(node, Shop.utc(level.created), Shop.utc(level.updated));
        node.put("isActive", true);
        node.put("item", (Supplier<Object>) () -> item(level.variant));
        node.put("location", (Supplier<Object>) () -> location(level.location));
        node.put("quantities", (GraphSchema.Field) asked -> {
            List<Map<String, Object>> quantities = new ArrayList<>();
            List<String> names = asked.getArgumentOrDefault("names", List.of());
            names.forEach(name -> quantities.add(quantity(level, name)));
            return quantities;
        });
        return node;
    }

    private static Map<String, Object> quantity(Level level, String name) {
        int quantity =
                switch (name) {
                    case "available" -> level.available;
                    case "committed" -> level.committed;
                    case "on_hand" -> level.available + level.committed;
                    case "incoming", "reserved", "damaged", "safety_stock", "quality_control" -> 0;
                    default ->
                        throw new GraphQlRefusal("BAD_USER_INPUT", "'" + name + "' is not an inventory quantity name.");
                };
        return Map.of(
                "__typename",
                "InventoryQuantity",
                "id",
                Shop.gid("InventoryQuantity", level.id) + "?name=" + name,
                "name",
                name,
                "quantity",
                quantity,
                "updatedAt",
                Shop.utc(level.updated));
    }

    Map<String, Object> location(Location location) {
        Map<String, Object> node = node("Location", location.id());
        dates(node, "2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
        node.put(
                "address",
                Map.of(
                        "address1",
                        location.street(),
                        "city",
                        location.city(),
                        "zip",
                        location.zip(),
                        "country",
                        "Czechia",
                        "countryCode",
                        "CZ"));
        node.put("fulfillsOnlineOrders", location.sellsOnline());
        node.put("inventoryLevel", (GraphSchema.Field) asked -> catalogue
                .item(Shop.idIn(asked.getArgument("inventoryItemId"), "InventoryItem"))
                .map(variant -> variant.levels.get(location.id()))
                .map(this::level)
                .orElse(null));
        node.put("inventoryLevels", (Supplier<Object>) () -> levelsAt(location));
        node.put("isActive", true);
        node.put("isFulfillmentService", false);
        node.put("name", location.name());
        node.put("shipsInventory", location.sellsOnline());
        return node;
    }

    private List<Map<String, Object>> levelsAt(Location location) {
        return catalogue.variants().stream()
                .flatMap(variant -> variant.levels.values().stream())
                .filter(level -> level.location.equals(location))
                .map(this::level)
                .toList();
    }

    boolean productFilter(Product product, Search.Term term) {
        return switch (term.field()) {
            case "id" -> term.number(product.id);
            case "updated_at" -> term.moment(product.updated);
            case "status" -> term.text("active");
            default -> throw term.unknown();
        };
    }

    boolean variantFilter(Variant variant, Search.Term term) {
        return switch (term.field()) {
            case "id" -> term.number(variant.id);
            case "product_id" -> term.number(variant.product.id);
            case "sku" -> term.text(variant.sku);
            case "updated_at" -> term.moment(variant.product.updated);
            default -> throw term.unknown();
        };
    }

    boolean itemFilter(Variant variant, Search.Term term) {
        return switch (term.field()) {
            case "id" -> term.number(variant.itemId);
            case "sku" -> term.text(variant.sku);
            case "updated_at" -> term.moment(variant.product.updated);
            default -> throw term.unknown();
        };
    }

    @Nullable
    Object node(String gid) {
        for (Variant variant : catalogue.variants()) {
            if (gid.equals(Shop.gid("InventoryItem", variant.itemId))) {
                return item(variant);
            }
            if (gid.equals(Shop.gid("ProductVariant", variant.id))) {
                return variant(variant);
            }
            if (gid.equals(Shop.gid("Product", variant.product.id))) {
                return product(variant.product);
            }
            for (Level level : variant.levels.values()) {
                if (gid.equals(level.gid())) {
                    return level(level);
                }
            }
        }
        return catalogue.locations().stream()
                .filter(location -> gid.equals(Shop.gid("Location", location.id())))
                .findFirst()
                .map(this::location)
                .orElse(null);
    }
}

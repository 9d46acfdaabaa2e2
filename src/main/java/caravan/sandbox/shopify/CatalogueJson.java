package caravan.sandbox.shopify;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Products, stock and locations as REST and webhooks write them. */
final class CatalogueJson {
    private CatalogueJson() {}

    static ObjectNode product(Shop shop, Product product) {
        ObjectNode node = Json.object();
        node.put("admin_graphql_api_id", Shop.gid("Product", product.id)).putNull("body_html");
        node.put("created_at", shop.local(product.created)).put("handle", product.handle());
        node.put("id", product.id).put("product_type", "").put("published_at", shop.local(product.created));
        node.putNull("template_suffix").put("title", product.title).put("updated_at", shop.local(product.updated));
        node.put("vendor", "Caravan")
                .put("status", "active")
                .put("published_scope", "web")
                .put("tags", "");
        ArrayNode variants = node.putArray("variants");
        product.variants.forEach(variant -> variants.add(variant(shop, variant)));
        ObjectNode option = node.putArray("options").addObject().put("product_id", product.id);
        option.put("name", product.variants.size() > 1 ? "Size" : "Title").put("position", 1);
        ArrayNode values = option.putArray("values");
        product.variants.forEach(variant -> values.add(variant.title));
        node.putArray("images");
        node.putNull("image");
        return node;
    }

    static ObjectNode variant(Shop shop, Variant variant) {
        ObjectNode node = Json.object();
        node.put("admin_graphql_api_id", Shop.gid("ProductVariant", variant.id)).putNull("barcode");
        node.putNull("compare_at_price").put("created_at", shop.local(variant.product.created));
        node.put("id", variant.id).put("inventory_policy", "continue");
        node.put("position", variant.product.variants.indexOf(variant) + 1);
        node.put("price", Currencies.text(variant.price)).put("product_id", variant.product.id);
        node.put("sku", variant.sku).put("taxable", true).put("title", variant.title);
        node.put("updated_at", shop.local(variant.product.updated)).put("option1", variant.title);
        node.putNull("option2").putNull("option3").putNull("image_id");
        node.put("inventory_item_id", variant.itemId).put("inventory_management", variant.tracked ? "shopify" : null);
        node.put("inventory_quantity", variant.available()).put("old_inventory_quantity", variant.available());
        return node.put("grams", 200).put("requires_shipping", true).put("fulfillment_service", "manual");
    }

    static ObjectNode level(Shop shop, Level level) {
        ObjectNode node = Json.object().put("inventory_item_id", level.variant.itemId);
        node.put("location_id", level.location.id());
        if (level.variant.tracked) {
            node.put("available", level.available);
        } else {
            node.putNull("available");
        }
        return node.put("updated_at", shop.local(level.updated)).put("admin_graphql_api_id", level.gid());
    }

    static ObjectNode location(Shop shop, Location location) {
        ObjectNode node = Json.object().put("id", location.id()).put("name", location.name());
        node.put("address1", location.street()).putNull("address2").put("city", location.city());
        node.put("zip", location.zip()).putNull("province").put("country", "CZ").putNull("phone");
        node.put("country_code", "CZ")
                .put("country_name", "Czechia")
                .put("legacy", false)
                .put("active", true);
        return node.put("admin_graphql_api_id", Shop.gid("Location", location.id()));
    }

    static ObjectNode shop(Shop shop) {
        ShopSettings settings = shop.settings;
        ObjectNode node = Json.object().put("id", 548380009L).put("name", title(settings.name()));
        node.put("email", "merchant@" + settings.name() + ".example").put("domain", settings.domain());
        node.put("myshopify_domain", settings.domain()).put("currency", settings.currency());
        node.put("iana_timezone", settings.zone().getId()).put("taxes_included", true);
        return node.put("country_code", "CZ").put("plan_name", "basic").put("primary_location_id", (Long) null);
    }

    static String title(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}

package caravan.sandbox.shopify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lines of orders as REST and webhooks write them. */
final class LineJson {
    static final int GRAMS = 200;

    ObjectNode line(Order order, OrderLine line) {
        Variant variant = line.variant;
        ObjectNode node = Json.object().put("id", line.id);
        node.put("admin_graphql_api_id", Shop.gid("LineItem", line.id)).put("product_id", variant.product.id);
        node.put("variant_id", variant.id).put("sku", variant.sku).put("title", variant.product.title);
        node.put("variant_title", variant.title.equals(Product.ONLY) ? null : variant.title);
        node.put("name", variant.name()).put("vendor", "Caravan").put("quantity", line.quantity);
        node.put("current_quantity", line.current());
        node.put("fulfillable_quantity", Math.max(0, line.current() - line.shipped));
        node.put(
                "fulfillment_status",
                line.shipped == 0 ? null : line.shipped < line.current() ? "partial" : "fulfilled");
        node.put("fulfillment_service", "manual").put("grams", GRAMS);
        order.money.put(node, "price", line.price);
        order.money.put(node, "total_discount", BigDecimal.ZERO);
        ArrayNode allocations = node.putArray("discount_allocations");
        line.allocations()
                .forEach((index, amount) -> order.money.put(
                        allocations.addObject().put("discount_application_index", index), "amount", amount));
        taxes(node, order, order.tax(line.net()));
        node.put("requires_shipping", true).put("taxable", true).put("gift_card", false);
        node.put("product_exists", true).putArray("properties");
        node.putArray("duties");
        return node.put("variant_inventory_management", variant.tracked ? "shopify" : null);
    }

    void taxes(ObjectNode node, Order order, BigDecimal tax) {
        ObjectNode line = node.putArray("tax_lines").addObject().put("title", "CZ VAT");
        line.put(
                "rate",
                order.taxRate
                        .divide(BigDecimal.valueOf(100), 4, RoundingMode.HALF_UP)
                        .stripTrailingZeros());
        order.money.put(line, "price", tax);
        line.put("channel_liable", false);
    }
}

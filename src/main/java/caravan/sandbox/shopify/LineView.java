package caravan.sandbox.shopify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lines of orders and refunds as GraphQL shows them. */
final class LineView {
    private final CatalogueView things;

    LineView(CatalogueView things) {
        this.things = things;
    }

    List<Map<String, Object>> discounts(Order order) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Discount discount : order.discounts) {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("__typename", discount.line() ? "AutomaticDiscountApplication" : "DiscountCodeApplication");
            node.put(Pages.KEY, Pages.key(all.size()));
            node.put("index", all.size());
            node.put("code", discount.code());
            node.put("title", discount.title());
            node.put("allocationMethod", discount.line() ? "EACH" : "ACROSS");
            node.put("targetSelection", discount.line() ? "ENTITLED" : "ALL");
            node.put("targetType", "LINE_ITEM");
            node.put("value", Map.of("__typename", "PricingPercentageValue", "percentage", discount.percent()));
            all.add(node);
        }
        return all;
    }

    Map<String, Object> line(Order order, OrderLine line, ObjectNode json, List<Map<String, Object>> discounts) {
        JsonNode rest = json.path("line_items").get(order.lines.indexOf(line));
        Map<String, Object> node = OrderView.renamed(rest);
        OrderView.identify(node, "LineItem", line.id);
        node.put("customAttributes", List.of());
        node.put("isGiftCard", false);
        node.put("nonFulfillableQuantity", 0);
        node.put("refundableQuantity", line.current());
        node.put("unfulfilledQuantity", Math.max(0, line.current() - line.shipped));
        node.put("product", (Supplier<Object>) () -> things.product(line.variant.product));
        node.put("variant", (Supplier<Object>) () -> things.variant(line.variant));
        BigDecimal unit = line.net().divide(BigDecimal.valueOf(line.quantity), 2, RoundingMode.HALF_UP);
        ObjectNode sums = Json.object();
        order.money.set(sums, "original_unit_price_set", line.price);
        order.money.set(sums, "original_total_set", line.gross());
        order.money.set(sums, "discounted_unit_price_after_all_discounts_set", unit);
        order.money.set(sums, "discounted_total_set", beforeCodes(order, line));
        node.putAll(OrderView.renamed(sums));
        List<Map<String, Object>> allocations = new ArrayList<>();
        line.allocations().forEach((index, amount) -> allocations.add(allocation(order, discounts.get(index), amount)));
        node.put("discountAllocations", allocations);
        return node;
    }

    /** Codes are left out of a line's discounted total. */
    private static BigDecimal beforeCodes(Order order, OrderLine line) {
        BigDecimal total = line.gross();
        for (Map.Entry<Integer, BigDecimal> one : line.allocations().entrySet()) {
            if (order.discounts.get(one.getKey()).line()) {
                total = total.subtract(one.getValue());
            }
        }
        return total;
    }

    private static Map<String, Object> allocation(Order order, Map<String, Object> discount, BigDecimal amount) {
        ObjectNode sums = Json.object();
        order.money.set(sums, "allocated_amount_set", amount);
        Map<String, Object> node = OrderView.renamed(sums);
        node.put("discountApplication", discount);
        return node;
    }

    List<Map<String, Object>> shipping(ObjectNode json) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (JsonNode line : json.path("shipping_lines")) {
            Map<String, Object> node = OrderView.renamed(line);
            OrderView.identify(node, "ShippingLine", line.path("id").longValue());
            node.put("originalPriceSet", node.get("priceSet"));
            all.add(node);
        }
        return all;
    }

    Map<String, Object> refunded(Order order, Refund.Line part, Map<String, Object> line) {
        ObjectNode sums = Json.object();
        order.money.set(sums, "subtotal_set", part.subtotal());
        order.money.set(sums, "total_tax_set", part.tax());
        Map<String, Object> node = OrderView.renamed(sums);
        OrderView.identify(node, "RefundLineItem", part.id());
        boolean restocked = !part.restock().equals("no_restock");
        node.put("lineItem", line);
        node.put("quantity", part.quantity());
        node.put("restocked", restocked);
        node.put("restockType", OrderView.upper(part.restock()));
        if (restocked) {
            part.of().variant.levels.values().stream()
                    .findFirst()
                    .ifPresent(level -> node.put("location", things.location(level.location)));
        }
        return node;
    }

    Map<String, Object> parcel(Order order, Fulfillment parcel, List<Map<String, Object>> all) {
        Map<String, Object> node = new LinkedHashMap<>();
        OrderView.identify(node, "Fulfillment", parcel.id());
        node.put("status", "SUCCESS");
        node.put("createdAt", Shop.utc(parcel.at()));
        node.put("updatedAt", Shop.utc(parcel.at()));
        List<Map<String, Object>> parts = new ArrayList<>();
        for (Fulfillment.Part part : parcel.parts()) {
            Map<String, Object> one = new LinkedHashMap<>();
            OrderView.identify(one, "FulfillmentLineItem", part.id());
            one.put("quantity", part.quantity());
            one.put("lineItem", all.get(order.lines.indexOf(part.of())));
            parts.add(one);
        }
        node.put("fulfillmentLineItems", parts);
        return node;
    }
}

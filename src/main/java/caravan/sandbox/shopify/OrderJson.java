package caravan.sandbox.shopify;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders as REST and webhooks write them. */
final class OrderJson {
    static final String GATEWAY = "shopify_payments";
    private static final long CUSTOMER = 820_982_911_945_000_077L;

    private final Shop shop;
    private final LineJson lines;
    private final RefundJson refunds;
    private final FulfillmentJson parcels;

    OrderJson(Shop shop, Location from) {
        this.shop = shop;
        this.lines = new LineJson();
        this.refunds = new RefundJson(shop, from, lines);
        this.parcels = new FulfillmentJson(shop, from, lines);
    }

    FulfillmentJson parcels() {
        return parcels;
    }

    RefundJson refunds() {
        return refunds;
    }

    ObjectNode order(Order order) {
        ObjectNode node = Json.object().put("id", order.id);
        node.put("admin_graphql_api_id", Shop.gid("Order", order.id)).put("name", order.name());
        node.put("order_number", 1000 + order.number).put("number", order.number);
        node.put("created_at", shop.local(order.created)).put("processed_at", shop.local(order.created));
        node.put("updated_at", shop.local(order.updated)).put("cancelled_at", shop.local(order.cancelled));
        node.put("cancel_reason", order.cancelled == null ? null : "other").putNull("closed_at");
        node.put("confirmed", true)
                .put("test", false)
                .put("token", token(order))
                .putNull("cart_token");
        node.putNull("checkout_token");
        origin(node, order);
        node.put("currency", order.money.shop()).put("presentment_currency", order.money.buyer());
        node.put("taxes_included", true).put("tax_exempt", false).put("duties_included", false);
        node.put("estimated_taxes", false).put("financial_status", order.financialStatus());
        node.put("fulfillment_status", order.fulfillmentStatus());
        node.putArray("payment_gateway_names").add(GATEWAY);
        amounts(node, order);
        lines.taxes(node, order, order.totalTax());
        discounts(node, order);
        people(node);
        ArrayNode all = node.putArray("line_items");
        order.lines.forEach(line -> all.add(lines.line(order, line)));
        shipping(node.putArray("shipping_lines"), order);
        ArrayNode sent = node.putArray("fulfillments");
        order.fulfillments.forEach(parcel -> sent.add(parcels.fulfillment(order, parcel)));
        ArrayNode given = node.putArray("refunds");
        order.refunds.forEach(refund -> given.add(refunds.refund(order, refund)));
        node.putArray("returns");
        node.putNull("payment_terms").putNull("user_id");
        node.put("app_id", order.sells() ? 580111L : 271828L);
        String status = "https://" + shop.settings.domain() + "/orders/" + token(order);
        return node.put("order_status_url", status + "/authenticate?key=k");
    }

    private static String token(Order order) {
        return Long.toHexString(order.id);
    }

    private static void origin(ObjectNode node, Order order) {
        node.put("email", "eva@example.com")
                .put("contact_email", "eva@example.com")
                .putNull("phone");
        node.put("note", "leave at gate").put("tags", "b2c, vip");
        node.putArray("note_attributes").addObject().put("name", "gift").put("value", "yes");
        node.put("source_name", order.source).putNull("source_identifier").putNull("po_number");
        node.putNull("location_id");
    }

    private static void amounts(ObjectNode node, Order order) {
        Currencies money = order.money;
        BigDecimal discount = order.sum(OrderLine::discount);
        money.put(node, "total_line_items_price", order.sum(OrderLine::gross));
        money.put(node, "total_discounts", discount);
        money.put(node, "subtotal_price", order.sum(OrderLine::net));
        money.put(node, "total_tax", order.totalTax());
        money.put(node, "total_price", order.total());
        money.set(node, "total_shipping_price_set", order.shipping);
        node.put("total_outstanding", Currencies.text(order.outstanding())).put("total_tip_received", "0.00");
        node.put(
                "total_weight",
                order.lines.stream()
                        .mapToInt(line -> line.quantity * LineJson.GRAMS)
                        .sum());
        money.put(node, "current_subtotal_price", order.currentSubtotal());
        BigDecimal left = order.sum(line -> line.share(line.discount(), line.current()));
        money.put(node, "current_total_discounts", left);
        money.put(node, "current_total_tax", order.currentTax());
        money.put(node, "current_total_price", order.currentTotal());
    }

    private static void discounts(ObjectNode node, Order order) {
        ArrayNode codes = node.putArray("discount_codes");
        ArrayNode applications = node.putArray("discount_applications");
        for (Discount discount : order.discounts) {
            ObjectNode one = applications.addObject().put("target_type", "line_item");
            if (discount.line()) {
                one.put("type", "automatic").put("title", discount.title());
            } else {
                one.put("type", "discount_code").put("code", discount.code());
                codes.addObject()
                        .put("code", discount.code())
                        .put("amount", Currencies.text(order.sum(OrderLine::discount)))
                        .put("type", "percentage");
            }
            one.put("value", discount.percent() + ".0").put("value_type", "percentage");
            one.put("allocation_method", discount.line() ? "each" : "across");
            one.put("target_selection", discount.line() ? "entitled" : "all");
        }
    }

    private static void people(ObjectNode node) {
        ObjectNode customer = node.putObject("customer").put("id", CUSTOMER).put("email", "eva@example.com");
        customer.put("first_name", "Eva")
                .put("last_name", "Nová")
                .putNull("phone")
                .put("state", "disabled");
        customer.put("tax_exempt", false).put("verified_email", true).put("currency", "EUR");
        address(customer.putObject("default_address").put("id", CUSTOMER + 1).put("customer_id", CUSTOMER));
        address(node.putObject("billing_address"));
        address(node.putObject("shipping_address")).put("address2", "byt 3").put("phone", "+420600000000");
    }

    private static ObjectNode address(ObjectNode node) {
        node.put("first_name", "Eva")
                .put("last_name", "Nová")
                .put("name", "Eva Nová")
                .putNull("company");
        node.put("address1", "Dlouhá 5")
                .putNull("address2")
                .put("city", "Praha")
                .put("zip", "11000");
        node.putNull("province")
                .putNull("province_code")
                .put("country", "Czechia")
                .put("country_code", "CZ");
        return node.putNull("phone").putNull("latitude").putNull("longitude");
    }

    private void shipping(ArrayNode list, Order order) {
        if (order.shipping.signum() == 0) {
            return;
        }
        ObjectNode node = list.addObject().put("id", order.shippingId).put("title", "DPD Classic");
        node.put("code", "dpd_classic").put("source", "shopify");
        order.money.put(node, "price", order.shipping);
        order.money.put(node, "discounted_price", order.shipping);
        node.putNull("carrier_identifier")
                .put("is_removed", order.cancelled != null)
                .putNull("phone");
        lines.taxes(node, order, order.tax(order.shipping));
        node.putArray("discount_allocations");
    }

    /** What {@code orders/edited} says. */
    ObjectNode edited(Order order, OrderLine line, int change) {
        ObjectNode body = Json.object();
        ObjectNode node = body.putObject("order_edit").put("id", shop.nextId()).putNull("app_id");
        node.put("created_at", shop.local(order.updated)).put("committed_at", shop.local(order.updated));
        node.put("notify_customer", false)
                .put("order_id", order.id)
                .put("staff_note", "")
                .putNull("user_id");
        changes(node.putObject("line_items"), Map.of(line.id, change));
        changes(node.putObject("discounts").putObject("line_item"), Map.of());
        changes(node.putObject("shipping_lines"), Map.of());
        return body;
    }

    private static void changes(ObjectNode node, Map<Long, Integer> changes) {
        for (boolean more : List.of(true, false)) {
            ArrayNode list = node.putArray(more ? "additions" : "removals");
            changes.forEach((id, change) -> {
                if (change != 0 && change > 0 == more) {
                    list.addObject().put("id", id).put("delta", Math.abs(change));
                }
            });
        }
    }
}

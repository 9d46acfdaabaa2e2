package caravan.sandbox.shopify;

import java.math.BigDecimal;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Refunds as REST and webhooks write them. */
final class RefundJson {
    private final Shop shop;
    private final Location from;
    private final LineJson lines;

    RefundJson(Shop shop, Location from, LineJson lines) {
        this.shop = shop;
        this.from = from;
        this.lines = lines;
    }

    ObjectNode refund(Order order, Refund refund) {
        ObjectNode node = Json.object().put("id", refund.id());
        node.put("admin_graphql_api_id", Shop.gid("Refund", refund.id())).put("order_id", order.id);
        node.put("created_at", shop.local(refund.at())).put("processed_at", shop.local(refund.at()));
        node.put("note", refund.note()).put("restock", refund.lines().stream().anyMatch(RefundJson::restocked));
        ArrayNode parts = node.putArray("refund_line_items");
        refund.lines().forEach(part -> parts.add(part(order, part)));
        node.putArray("order_adjustments");
        node.putArray("refund_shipping_lines");
        node.putArray("duties");
        ArrayNode transactions = node.putArray("transactions");
        if (refund.payment() != null) {
            transactions.add(payment(order, refund.payment()));
        }
        return node;
    }

    private static boolean restocked(Refund.Line part) {
        return !part.restock().equals("no_restock");
    }

    private ObjectNode part(Order order, Refund.Line part) {
        ObjectNode node = Json.object().put("id", part.id()).put("line_item_id", part.of().id);
        node.put("quantity", part.quantity()).put("restock_type", part.restock());
        if (restocked(part)) {
            node.put("location_id", from.id());
        } else {
            node.putNull("location_id");
        }
        // Numbers here, strings everywhere else.
        node.put("subtotal", number(part.subtotal())).put("total_tax", number(part.tax()));
        order.money.set(node, "subtotal_set", part.subtotal());
        order.money.set(node, "total_tax_set", part.tax());
        node.set("line_item", lines.line(order, part.of()));
        return node;
    }

    private static BigDecimal number(BigDecimal amount) {
        BigDecimal bare = amount.stripTrailingZeros();
        return bare.scale() < 1 ? bare.setScale(1) : bare;
    }

    ObjectNode payment(Order order, Payment payment) {
        ObjectNode node = Json.object().put("id", payment.id());
        node.put("admin_graphql_api_id", Shop.gid("OrderTransaction", payment.id()))
                .put("order_id", order.id);
        node.put("kind", payment.kind()).put("status", "success").put("gateway", OrderJson.GATEWAY);
        node.put("amount", Currencies.text(payment.amount())).put("currency", order.money.shop());
        if (payment.parent() == 0) {
            node.putNull("parent_id");
        } else {
            node.put("parent_id", payment.parent());
        }
        order.money.set(node, "amount_set", payment.amount());
        node.put("created_at", shop.local(payment.at())).put("processed_at", shop.local(payment.at()));
        return node.put("test", false);
    }
}

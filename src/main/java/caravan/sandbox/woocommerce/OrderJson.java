package caravan.sandbox.woocommerce;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders and refunds as the shop writes them, field by field as version 11.0.1 was seen to. */
final class OrderJson {
    private final Site site;

    OrderJson(Site site) {
        this.site = site;
    }

    ObjectNode order(Order order) {
        ObjectNode node = WpJson.object().put("id", order.id).put("parent_id", 0);
        node.put("status", order.status).put("currency", order.currency).put("version", RestApi.VERSION);
        node.put("prices_include_tax", order.pricesIncludeTax);
        node.put("date_created", site.local(order.created)).put("date_modified", site.local(order.modified));
        totals(node, order);
        node.put("customer_id", order.customerId).put("order_key", order.key);
        node.set("billing", order.billing.deepCopy());
        node.set("shipping", order.shipping.deepCopy());
        node.put("payment_method", order.paymentMethod).put("payment_method_title", order.paymentTitle);
        node.put("transaction_id", order.transactionId)
                .put("customer_ip_address", "")
                .put("customer_user_agent", "");
        node.put("created_via", order.createdVia).put("customer_note", order.note);
        node.put("date_completed", order.completed == null ? null : site.local(order.completed));
        node.put("date_paid", order.paid == null ? null : site.local(order.paid));
        node.put("cart_hash", "").put("number", String.valueOf(order.id));
        node.set("meta_data", order.meta.toJson());
        ArrayNode lines = node.putArray("line_items");
        order.lines.forEach(line -> lines.add(line(line)));
        taxLine(node.putArray("tax_lines"), order);
        charges(node, order);
        refunds(node.putArray("refunds"), order);
        tail(node, order);
        return node;
    }

    private static void totals(ObjectNode node, Order order) {
        BigDecimal before = order.sum(order.lines, line -> line.subtotal);
        BigDecimal beforeTax = order.sum(order.lines, line -> line.subtotalTax);
        BigDecimal after = order.sum(order.lines, line -> line.total);
        node.put("discount_total", WpJson.money(before.subtract(after)));
        node.put("discount_tax", WpJson.money(beforeTax.subtract(order.sum(order.lines, line -> line.tax))));
        node.put("shipping_total", WpJson.money(order.sum(order.shippingLines, line -> line.total)));
        node.put("shipping_tax", WpJson.money(order.shippingTax()));
        node.put("cart_tax", WpJson.money(order.cartTax()));
        node.put("total", WpJson.money(order.total()));
        node.put("total_tax", WpJson.money(order.cartTax().add(order.shippingTax())));
    }

    private ObjectNode line(OrderItem line) {
        ObjectNode node = head(line, line.quantity);
        node.put("subtotal", WpJson.money(line.subtotal)).put("subtotal_tax", WpJson.money(line.subtotalTax));
        node.put("total", WpJson.money(line.total)).put("total_tax", WpJson.money(line.tax));
        taxes(node, line.tax, WpJson.money(line.subtotalTax));
        node.set("meta_data", line.meta.toItemJson());
        product(node, line);
        return node;
    }

    private static ObjectNode head(OrderItem line, int quantity) {
        Product product = line.product;
        Product parent = product == null ? null : product.parent;
        ObjectNode node = WpJson.object().put("id", line.id).put("name", line.name);
        node.put("product_id", product == null ? 0 : parent == null ? product.id : parent.id);
        node.put("variation_id", parent == null || product == null ? 0 : product.id);
        return node.put("quantity", quantity).put("tax_class", "");
    }

    /** What the shop looks up anew each time: a product that is gone leaves null. */
    private static void product(ObjectNode node, OrderItem line) {
        Product product = line.product;
        node.put("sku", product == null ? null : product.sku);
        node.put("global_unique_id", product == null ? null : "");
        node.put("price", WpJson.number(line.total, line.quantity));
        ObjectNode image = node.putObject("image");
        if (product != null && !product.isVariation()) {
            image.put("id", "");
        } else {
            image.put("id", 0);
        }
        image.put("src", "");
        Product parent = product == null ? null : product.parent;
        node.put("parent_name", parent == null ? null : parent.name);
    }

    private static void taxes(ObjectNode node, BigDecimal tax, @Nullable String subtotal) {
        node.putArray("taxes")
                .addObject()
                .put("id", 1)
                .put("total", WpJson.money(tax))
                .put("subtotal", subtotal == null ? "" : subtotal);
    }

    private void taxLine(ArrayNode list, Order order) {
        ObjectNode node = list.addObject().put("id", order.taxLineId);
        node.put("rate_code", "DE-MWST-1")
                .put("rate_id", 1)
                .put("label", "MwSt")
                .put("compound", false);
        node.put("tax_total", WpJson.money(order.cartTax()));
        node.put("shipping_tax_total", WpJson.money(order.shippingTax()));
        node.put("rate_percent", site.settings.taxRate());
        node.putArray("meta_data");
    }

    private static void charges(ObjectNode node, Order order) {
        ArrayNode shipping = node.putArray("shipping_lines");
        for (OrderItem item : order.shippingLines) {
            ObjectNode line = shipping.addObject().put("id", item.id).put("method_title", item.name);
            line.put("method_id", item.method).put("instance_id", "").put("total", WpJson.money(item.total));
            line.put("total_tax", WpJson.money(item.tax));
            taxes(line, item.tax, null);
            line.put("tax_status", "taxable").set("meta_data", item.meta.toItemJson());
        }
        ArrayNode fees = node.putArray("fee_lines");
        for (OrderItem item : order.feeLines) {
            ObjectNode line =
                    fees.addObject().put("id", item.id).put("name", item.name).put("tax_class", "");
            line.put("tax_status", "taxable").put("amount", "").put("total", WpJson.money(item.total));
            line.put("total_tax", WpJson.money(item.tax));
            taxes(line, item.tax, null);
            line.set("meta_data", item.meta.toItemJson());
        }
        ArrayNode coupons = node.putArray("coupon_lines");
        OrderItem coupon = order.coupon;
        if (coupon != null) {
            ObjectNode line = coupons.addObject().put("id", coupon.id).put("code", coupon.name);
            line.put("discount", node.path("discount_total").asString(""));
            line.put("discount_tax", node.path("discount_tax").asString(""));
            line.set("meta_data", coupon.meta.toItemJson());
            line.put("discount_type", "percent")
                    .put("nominal_amount", order.percentOff)
                    .put("free_shipping", false);
        }
    }

    private static void refunds(ArrayNode list, Order order) {
        for (Refund refund : order.refunds) {
            BigDecimal tax = refund.lines().stream().map(Refund.Line::tax).reduce(BigDecimal.ZERO, BigDecimal::add);
            list.addObject()
                    .put("id", refund.id())
                    .put("reason", refund.reason())
                    .put("total", WpJson.money(refund.amount().negate()))
                    .put("total_tax", WpJson.money(tax.negate()));
        }
    }

    private void tail(ObjectNode node, Order order) {
        node.put(
                "payment_url",
                site.url() + "/checkout/order-pay/" + order.id + "/?pay_for_order=true&key=" + order.key);
        node.put("is_editable", List.of("pending", "on-hold", "auto-draft").contains(order.status));
        node.put(
                "needs_payment",
                List.of("pending", "failed").contains(order.status)
                        && order.total().signum() > 0);
        node.put("needs_processing", order.lines.stream().anyMatch(line -> line.product != null));
        node.put("date_created_gmt", Site.gmt(order.created)).put("date_modified_gmt", Site.gmt(order.modified));
        node.put("date_completed_gmt", order.completed == null ? null : Site.gmt(order.completed));
        node.put("date_paid_gmt", order.paid == null ? null : Site.gmt(order.paid));
        node.put("currency_symbol", Currency.getInstance(order.currency).getSymbol(Locale.GERMANY));
        ObjectNode links = site.links(node, "/orders", order.id, null);
        links.putArray("email_templates")
                .addObject()
                .put("embeddable", true)
                .put("href", site.rest("/orders/" + order.id + "/actions/email_templates"));
        if (order.customerId > 0) {
            links.putArray("customer").addObject().put("href", site.rest("/customers/" + order.customerId));
        }
    }

    ObjectNode refund(Order order, Refund refund) {
        ObjectNode node = WpJson.object().put("id", refund.id());
        site.date(node, "date_created", refund.at());
        node.put("amount", WpJson.money(refund.amount())).put("reason", refund.reason());
        node.put("refunded_by", 1).put("refunded_payment", refund.byGateway());
        node.set("meta_data", refund.meta().toJson());
        ArrayNode lines = node.putArray("line_items");
        for (Refund.Line line : refund.lines()) {
            ObjectNode shown = head(line.of(), -line.quantity()).put("id", line.id());
            for (String amount : new String[] {"subtotal", "total"}) {
                shown.put(amount, WpJson.money(line.total().negate()));
                shown.put(amount + "_tax", WpJson.money(line.tax().negate()));
            }
            ArrayNode taxes = shown.putArray("taxes");
            if (line.tax().signum() != 0) {
                String tax = WpJson.money(line.tax().negate());
                taxes.addObject().put("id", 1).put("total", tax).put("subtotal", tax);
            }
            shown.set("meta_data", line.meta().toItemJson());
            product(shown, line.of());
            shown.put("price", WpJson.number(line.total(), Math.max(1, line.quantity())));
            lines.add(shown);
        }
        node.putArray("shipping_lines");
        node.putArray("tax_lines");
        node.putArray("fee_lines");
        site.links(node, "/orders/" + order.id + "/refunds", refund.id(), "/orders/" + order.id);
        return node;
    }
}

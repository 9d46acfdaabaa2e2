package caravan.sandbox.shopify;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders as GraphQL shows them: what REST writes, by other names. */
final class OrderView {
    private final Orders orders;
    private final LineView lines;

    OrderView(Orders orders, CatalogueView things) {
        this.orders = orders;
        this.lines = new LineView(things);
    }

    /** The order with its place in a list sorted by a key. */
    Map<String, Object> sorted(Order order, String sortKey) {
        Map<String, Object> node = order(order);
        String first =
                switch (sortKey) {
                    case "UPDATED_AT" -> Shop.utc(order.updated);
                    case "CREATED_AT", "PROCESSED_AT" -> Shop.utc(order.created);
                    default -> "";
                };
        node.put(Pages.KEY, first + Pages.key(order.id));
        return node;
    }

    Map<String, Object> order(Order order) {
        ObjectNode json = orders.json(order);
        Map<String, Object> node = renamed(json);
        identify(node, "Order", order.id);
        node.put("currencyCode", order.money.shop());
        node.put("presentmentCurrencyCode", order.money.buyer());
        node.put("displayFinancialStatus", upper(order.financialStatus()));
        node.put("displayFulfillmentStatus", fulfillment(order.fulfillmentStatus()));
        node.put("returnStatus", "NO_RETURN");
        node.put("cancelReason", order.cancelled == null ? null : "OTHER");
        node.put("closed", false);
        node.put("edited", order.edited);
        node.put("fullyPaid", order.outstanding().signum() == 0);
        node.put("unpaid", order.moved("sale").signum() == 0);
        node.put("tags", List.of("b2c", "vip"));
        node.put("customAttributes", List.of(Map.of("key", "gift", "value", "yes")));
        node.put(
                "discountCodes",
                order.discounts.stream()
                        .filter(one -> !one.line())
                        .map(Discount::code)
                        .toList());
        amounts(node, order);
        people(node, json);
        nested(node, order, json);
        return node;
    }

    private static void amounts(Map<String, Object> node, Order order) {
        ObjectNode sums = Json.object();
        order.money.set(sums, "total_outstanding_set", order.outstanding());
        order.money.set(sums, "total_received_set", order.moved("sale"));
        order.money.set(sums, "total_refunded_set", order.moved("refund"));
        order.money.set(sums, "total_tip_received_set", java.math.BigDecimal.ZERO);
        node.putAll(renamed(sums));
    }

    private static void people(Map<String, Object> node, ObjectNode json) {
        for (String role : List.of("billing_address", "shipping_address")) {
            Map<String, Object> address = renamed(json.path(role));
            address.put("id", "gid://shopify/MailingAddress/7?model_name=Address");
            address.put("countryCodeV2", address.get("countryCode"));
            node.put(camel(role), address);
        }
        Map<String, Object> customer = renamed(json.path("customer"));
        identify(customer, "Customer", json.at("/customer/id").longValue());
        customer.put("displayName", "Eva Nová");
        customer.put(
                "defaultEmailAddress",
                Map.of("emailAddress", json.at("/customer/email").asString("")));
        node.put("customer", customer);
    }

    private void nested(Map<String, Object> node, Order order, ObjectNode json) {
        List<Map<String, Object>> discounts = lines.discounts(order);
        node.put("discountApplications", discounts);
        List<Map<String, Object>> all = new ArrayList<>();
        order.lines.forEach(line -> all.add(lines.line(order, line, json, discounts)));
        node.put("lineItems", all);
        node.put("shippingLines", lines.shipping(json));
        node.put(
                "transactions",
                order.payments.stream().map(one -> payment(order, one)).toList());
        Supplier<Object> whole = () -> order(order);
        node.put(
                "fulfillments",
                order.fulfillments.stream()
                        .map(one -> lines.parcel(order, one, all))
                        .toList());
        node.put(
                "refunds",
                order.refunds.stream()
                        .map(one -> refund(order, one, all, whole))
                        .toList());
    }

    private Map<String, Object> payment(Order order, Payment payment) {
        ObjectNode sums = Json.object();
        order.money.set(sums, "amount_set", payment.amount());
        Map<String, Object> node = renamed(sums);
        identify(node, "OrderTransaction", payment.id());
        node.put("kind", upper(payment.kind()));
        node.put("status", "SUCCESS");
        node.put("gateway", OrderJson.GATEWAY);
        node.put("createdAt", Shop.utc(payment.at()));
        node.put("processedAt", Shop.utc(payment.at()));
        node.put("test", false);
        order.payments.stream()
                .filter(other -> other.id() == payment.parent())
                .findFirst()
                .ifPresent(parent -> node.put("parentTransaction", payment(order, parent)));
        return node;
    }

    /** A refund by its id. */
    @Nullable
    Object refund(long id) {
        for (Order order : orders.all()) {
            for (int at = 0; at < order.refunds.size(); at++) {
                if (order.refunds.get(at).id() == id) {
                    return order(order).get("refunds") instanceof List<?> refunds ? refunds.get(at) : null;
                }
            }
        }
        return null;
    }

    private Map<String, Object> refund(
            Order order, Refund refund, List<Map<String, Object>> all, Supplier<Object> whole) {
        Map<String, Object> node = renamed(orders.json(order, refund));
        identify(node, "Refund", refund.id());
        node.put("updatedAt", Shop.utc(refund.at()));
        node.put("order", whole);
        ObjectNode sums = Json.object();
        Payment payment = refund.payment();
        order.money.set(sums, "total_refunded_set", payment == null ? java.math.BigDecimal.ZERO : payment.amount());
        node.putAll(renamed(sums));
        node.put("transactions", payment == null ? List.of() : List.of(payment(order, payment)));
        List<Map<String, Object>> parts = new ArrayList<>();
        for (Refund.Line part : refund.lines()) {
            parts.add(lines.refunded(order, part, all.get(order.lines.indexOf(part.of()))));
        }
        node.put("refundLineItems", parts);
        return node;
    }

    static boolean filter(Order order, Search.Term term) {
        return switch (term.field()) {
            case "id" -> term.number(order.id);
            case "updated_at" -> term.moment(order.updated);
            case "created_at", "processed_at" -> term.moment(order.created);
            case "name" -> term.text(order.name()) || term.text(order.name().substring(1));
            case "source_name" -> term.text(order.source);
            case "financial_status" -> term.text(order.financialStatus());
            case "sku" -> order.lines.stream().anyMatch(line -> term.text(line.variant.sku));
            case "status" ->
                term.text("any")
                        || (order.cancelled == null
                                ? term.text("open") || term.text("not_closed")
                                : term.text("cancelled"));
            default -> throw term.unknown();
        };
    }

    static void identify(Map<String, Object> node, String type, long id) {
        node.put("__typename", type);
        node.put(Pages.KEY, Pages.key(id));
        node.put("id", Shop.gid(type, id));
        node.put("legacyResourceId", String.valueOf(id));
    }

    static @Nullable String upper(@Nullable String word) {
        return word == null ? null : word.toUpperCase(Locale.ROOT);
    }

    private static String fulfillment(@Nullable String status) {
        return status == null
                ? "UNFULFILLED"
                : status.equals("partial") ? "PARTIALLY_FULFILLED" : status.toUpperCase(Locale.ROOT);
    }

    /** The same with names in camel case and times in UTC. */
    static Map<String, Object> renamed(JsonNode json) {
        Map<String, Object> node = new LinkedHashMap<>();
        json.properties().forEach(field -> node.put(camel(field.getKey()), value(field.getKey(), field.getValue())));
        return node;
    }

    private static @Nullable Object value(String name, JsonNode value) {
        if (value.isObject()) {
            return renamed(value);
        }
        if (value.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            value.forEach(one -> list.add(value("", one)));
            return list;
        }
        if (name.endsWith("_at") && value.isString()) {
            return Shop.utc(OffsetDateTime.parse(value.stringValue()).toInstant());
        }
        return value.isNull()
                ? null
                : value.isBoolean()
                        ? (Object) value.booleanValue()
                        : value.isNumber() ? value.numberValue() : value.asString();
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("_", -1)) {
            camel.append(camel.isEmpty() ? word : CatalogueJson.title(word));
        }
        return camel.toString();
    }
}

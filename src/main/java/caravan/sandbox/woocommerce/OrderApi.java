package caravan.sandbox.woocommerce;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** The routes under {@code /orders}. */
final class OrderApi {
    /** Payment by this method can be given back by the shop itself. */
    static final String GATEWAY = "sandbox_card";

    private static final Set<String> REFUND =
            Set.of("amount", "reason", "api_refund", "api_restock", "line_items", "meta_data");
    private static final Set<String> REFUND_LINE = Set.of("id", "quantity", "refund_total", "refund_tax");

    private final Site site;
    private final Orders orders;
    private final OrderWriter writer;
    private final OrderJson json;

    OrderApi(Site site, Products products, Orders orders) {
        this.site = site;
        this.orders = orders;
        this.writer = new OrderWriter(site, products, orders);
        this.json = new OrderJson(site);
    }

    TwinAnswer list(TwinRequest request) {
        Parameters parameters =
                new Parameters(request, Listing.and("status", "customer", "product", "search", "parent"));
        Set<String> known = new TreeSet<>(Order.STATUSES);
        known.addAll(Set.of("any", "trash", "auto-draft"));
        List<String> statuses = parameters.choices("status", known);
        List<Long> customers = parameters.ids("customer");
        boolean any = statuses.isEmpty() || statuses.contains("any");
        return site.locked(() -> new Listing<Order>(site, request, parameters)
                .page(
                        orders.all(),
                        order -> (any
                                        ? !order.status.equals("trash") || statuses.contains("trash")
                                        : statuses.contains(order.status))
                                && (customers.isEmpty() || customers.contains(order.customerId)),
                        json::order));
    }

    ObjectNode get(long id) {
        return site.locked(() -> json.order(found(id)));
    }

    ObjectNode create(ObjectNode body) {
        Order order = writer.create(body);
        return site.locked(() -> json.order(order));
    }

    ObjectNode update(long id, ObjectNode body) {
        Order order = site.locked(() -> orders.find(id));
        if (order == null) {
            throw RestError.unwritable("shop_order");
        }
        writer.update(order, body);
        return site.locked(() -> json.order(order));
    }

    /** The answer shows the order as it was before. */
    ObjectNode delete(long id, boolean force) {
        return site.locked(() -> {
            Order order = found(id);
            ObjectNode last = json.order(order);
            if (force) {
                orders.remove(order);
            } else if (order.status.equals("trash")) {
                throw new RestError(
                        410, "woocommerce_rest_already_trashed", "The shop_order has already been deleted.");
            } else {
                orders.bin(order);
            }
            return last;
        });
    }

    ObjectNode batch(ObjectNode body) {
        return new Batch(this::create, row -> update(row.path("id").asLong(0), row), id -> delete(id, true)).run(body);
    }

    TwinAnswer refunds(TwinRequest request, long id) {
        Parameters parameters = new Parameters(request, Listing.PARAMETERS);
        return site.locked(() -> {
            Order order = found(id);
            List<RefundPost> posts =
                    order.refunds.stream().map(refund -> new RefundPost(refund)).toList();
            return new Listing<RefundPost>(site, request, parameters)
                    .page(posts, post -> true, post -> json.refund(order, post.refund));
        });
    }

    private static final class RefundPost extends Post {
        private final Refund refund;

        RefundPost(Refund refund) {
            super(refund.id(), refund.at());
            this.refund = refund;
        }

        @Override
        String title() {
            return refund.reason();
        }
    }

    ObjectNode refund(long id, long refundId) {
        return site.locked(() -> {
            Order order = found(id);
            return order.refunds.stream()
                    .filter(refund -> refund.id() == refundId)
                    .findFirst()
                    .map(refund -> json.refund(order, refund))
                    .orElseThrow(() ->
                            new RestError(404, "woocommerce_rest_invalid_order_refund_id", "Invalid order refund ID."));
        });
    }

    ObjectNode createRefund(long id, ObjectNode body) {
        Fields fields = new Fields(body, REFUND);
        BigDecimal amount = fields.amount("amount", false);
        String reason = fields.text("reason");
        boolean gateway = !Boolean.FALSE.equals(fields.flag("api_refund"));
        boolean restock = !Boolean.FALSE.equals(fields.flag("api_restock"));
        List<Fields> given = fields.objects("line_items", REFUND_LINE);
        given.forEach(OrderApi::judge);
        fields.check();
        return site.locked(() -> {
            Order order = found(id);
            List<Refund.Line> lines = new ArrayList<>();
            given.forEach(line -> lines.add(line(order, line)));
            BigDecimal sum =
                    lines.stream().map(line -> line.total().add(line.tax())).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal back = amount == null ? sum : amount;
            requirePossible(order, back, gateway);
            return json.refund(
                    order, orders.refund(order, back, reason == null ? "" : reason, gateway, restock, lines));
        });
    }

    private static void judge(Fields line) {
        line.id("id");
        line.integer("quantity");
        line.amount("refund_total", true);
        line.objects("refund_tax", Set.of("id", "refund_total")).forEach(tax -> tax.amount("refund_total", true));
    }

    private static void requirePossible(Order order, BigDecimal amount, boolean gateway) {
        if (amount.signum() < 0) {
            throw new RestError(
                    400, "woocommerce_rest_invalid_order_refund", "Refund amount must be greater than zero.");
        }
        if (order.refunded().add(amount).compareTo(order.total()) > 0) {
            throw new RestError(500, "woocommerce_rest_cannot_create_order_refund", "Invalid refund amount.");
        }
        if (gateway && !order.paymentMethod.equals(GATEWAY)) {
            throw new RestError(
                    500,
                    "woocommerce_rest_cannot_create_order_refund",
                    "The payment gateway for this order does not support automatic refunds.");
        }
    }

    private Refund.Line line(Order order, Fields given) {
        Long id = given.id("id");
        OrderItem of = order.lines.stream()
                .filter(item -> id != null && item.id == id)
                .findFirst()
                .orElseThrow(() -> new RestError(
                        400,
                        "woocommerce_rest_invalid_item_id",
                        "Order item ID provided is not associated with order."));
        Integer quantity = given.integer("quantity");
        BigDecimal total = given.amount("refund_total", true);
        BigDecimal tax = BigDecimal.ZERO;
        for (Fields part : given.objects("refund_tax", Set.of("id", "refund_total"))) {
            BigDecimal one = part.amount("refund_total", true);
            tax = one == null ? tax : tax.add(one);
        }
        return orders.refundLine(of, quantity == null ? 0 : quantity, total == null ? BigDecimal.ZERO : total, tax);
    }

    private Order found(long id) {
        Order order = orders.find(id);
        if (order == null) {
            throw RestError.invalidId("shop_order");
        }
        return order;
    }
}

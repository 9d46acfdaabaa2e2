package caravan.sandbox.woocommerce;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a caller sent into an order. The shop checks neither stock nor whether a product exists. */
final class OrderWriter {
    private static final Set<String> WRITABLE = Set.of(
            "id",
            "status",
            "currency",
            "customer_id",
            "customer_note",
            "billing",
            "shipping",
            "payment_method",
            "payment_method_title",
            "transaction_id",
            "set_paid",
            "meta_data",
            "line_items",
            "shipping_lines",
            "fee_lines");
    private static final Set<String> LINE =
            Set.of("id", "name", "product_id", "variation_id", "quantity", "subtotal", "total", "meta_data");
    private static final Set<String> CHARGE = Set.of("id", "name", "method_id", "method_title", "total", "meta_data");

    private final Site site;
    private final Products products;
    private final Orders orders;

    OrderWriter(Site site, Products products, Orders orders) {
        this.site = site;
        this.products = products;
        this.orders = orders;
    }

    /** Everything a caller sent, judged before anything is touched. */
    private record Given(
            Fields fields,
            @Nullable String status,
            boolean paid,
            @Nullable JsonNode meta,
            List<Fields> lines,
            List<Fields> shipping,
            List<Fields> fees) {}

    private static Given read(ObjectNode body) {
        Fields fields = new Fields(body, WRITABLE);
        String status = fields.choice("status", Order.STATUSES);
        boolean paid = Boolean.TRUE.equals(fields.flag("set_paid"));
        String currency = fields.text("currency");
        if (currency != null && !currency.matches("[A-Z]{3}")) {
            fields.problem("currency", "rest_not_in_enum", " is not a currency code.");
        }
        for (String text : List.of("customer_note", "payment_method", "payment_method_title", "transaction_id")) {
            fields.text(text);
        }
        fields.id("customer_id");
        address(fields, "billing");
        address(fields, "shipping");
        List<Fields> lines = fields.objects("line_items", LINE);
        lines.forEach(OrderWriter::judgeLine);
        List<Fields> shipping = fields.objects("shipping_lines", CHARGE);
        List<Fields> fees = fields.objects("fee_lines", CHARGE);
        List.of(shipping, fees)
                .forEach(charges -> charges.forEach(charge -> {
                    charge.amount("total", false);
                    charge.text("name");
                    charge.text("method_id");
                    charge.text("method_title");
                }));
        Given given = new Given(fields, status, paid, fields.meta(), lines, shipping, fees);
        fields.check();
        return given;
    }

    private static void judgeLine(Fields line) {
        line.id("id");
        line.id("product_id");
        line.id("variation_id");
        line.integer("quantity");
        line.amount("subtotal", false);
        line.amount("total", false);
        line.text("name");
        line.meta();
    }

    private static void address(Fields fields, String name) {
        Fields given = fields.object(name, Addresses.FIELDS);
        if (given != null) {
            Addresses.FIELDS.forEach(given::text);
        }
    }

    Order create(ObjectNode body) {
        Given given = read(body);
        return site.locked(() -> {
            Order order = new Order(site, site.clock.second());
            write(order, given);
            orders.add(order);
            enter(order, given);
            return order;
        });
    }

    /** Changes an order; lines and addresses make the shop count anew. */
    void update(Order order, ObjectNode body) {
        Given given = read(body);
        site.locked(() -> {
            write(order, given);
            enter(order, given);
        });
    }

    private void enter(Order order, Given given) {
        if (given.status() != null && !given.status().equals(order.status)) {
            orders.enter(order, given.status());
        }
        if (given.paid() && order.paid == null) {
            orders.enter(order, order.status.equals("completed") ? "completed" : "processing");
        }
        orders.settleStock(order);
        orders.saved(order);
    }

    private void write(Order order, Given given) {
        Fields fields = given.fields();
        order.currency = or(fields.text("currency"), order.currency);
        order.note = or(fields.text("customer_note"), order.note);
        order.paymentMethod = or(fields.text("payment_method"), order.paymentMethod);
        order.paymentTitle = or(fields.text("payment_method_title"), order.paymentTitle);
        order.transactionId = or(fields.text("transaction_id"), order.transactionId);
        Long customer = fields.id("customer_id");
        order.customerId = customer == null ? order.customerId : customer;
        Fields billing = fields.object("billing", Addresses.FIELDS);
        if (billing != null) {
            Addresses.copy(billing, order.billing);
        }
        Fields shipping = fields.object("shipping", Addresses.FIELDS);
        if (shipping != null) {
            Addresses.copy(shipping, order.shipping);
        }
        if (given.meta() != null) {
            order.meta.merge(given.meta());
        }
        given.lines().forEach(line -> writeLine(order, line));
        given.shipping().forEach(line -> charge(order.shippingLines, line, "method_title"));
        given.fees().forEach(line -> charge(order.feeLines, line, "name"));
        if (billing != null || shipping != null || !given.lines().isEmpty()) {
            order.lines.forEach(line -> line.retax(site.settings));
        }
    }

    private void writeLine(Order order, Fields given) {
        Long id = given.id("id");
        Integer quantity = given.integer("quantity");
        if (id == null) {
            Product product = product(given);
            OrderItem line = orders.line(product, quantity == null ? 1 : quantity);
            line.price(site.settings, 0);
            amounts(line, given);
            order.lines.add(line);
            orders.adjust(order, line, line.quantity);
            return;
        }
        OrderItem line = item(order.lines, id);
        if (quantity != null) {
            orders.adjust(order, line, quantity);
            line.quantity = quantity;
        }
        if (line.quantity == 0) {
            order.lines.remove(line);
        }
        // A new quantity alone leaves the amounts as they are: the shop expects both.
        amounts(line, given);
    }

    private @Nullable Product product(Fields given) {
        Long variation = given.id("variation_id");
        Long product = given.id("product_id");
        Product found = variation == null || variation == 0 ? null : products.find(variation);
        return found != null || product == null ? found : products.find(product);
    }

    private static void amounts(OrderItem line, Fields given) {
        BigDecimal subtotal = given.amount("subtotal", false);
        BigDecimal total = given.amount("total", false);
        line.name = or(given.text("name"), line.name);
        line.total = total == null ? line.total : total;
        line.subtotal = subtotal == null ? line.subtotal : subtotal;
        JsonNode meta = given.meta();
        if (meta != null) {
            line.meta.merge(meta);
        }
    }

    private void charge(List<OrderItem> charges, Fields given, String titled) {
        Long id = given.id("id");
        OrderItem item = id == null ? new OrderItem(site, "") : item(charges, id);
        item.name = or(given.text(titled), item.name);
        item.method = or(given.text("method_id"), item.method);
        BigDecimal total = given.amount("total", false);
        item.charge(total == null ? item.total : total, site.settings);
        if (id == null) {
            charges.add(item);
        }
    }

    private static OrderItem item(List<OrderItem> items, long id) {
        return items.stream()
                .filter(item -> item.id == id)
                .findFirst()
                .orElseThrow(() -> new RestError(
                        400,
                        "woocommerce_rest_invalid_item_id",
                        "Order item ID provided is not associated with order."));
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }
}

package caravan.sandbox.shopify;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders over REST: open ones unless told otherwise, pages by opaque links. */
final class OrderRest {
    private static final Set<String> KNOWN = Set.of(
            "status",
            "updated_at_min",
            "updated_at_max",
            "created_at_min",
            "created_at_max",
            "since_id",
            "limit",
            "order",
            "page_info",
            "ids");

    private final Orders orders;

    OrderRest(Orders orders) {
        this.orders = orders;
    }

    Order require(long id) {
        Order order = orders.find(id);
        if (order == null) {
            throw RestError.notFound();
        }
        return order;
    }

    TwinAnswer refunds(long id) {
        Order order = require(id);
        ArrayNode list = Json.array();
        order.refunds.forEach(refund -> list.add(orders.json(order, refund)));
        return RestApi.many("refunds", list);
    }

    TwinAnswer list(TwinRequest request) {
        RestQuery query = new RestQuery(request, KNOWN);
        int limit = query.limit();
        String after = "";
        RestQuery first = query;
        if (query.names().contains("page_info")) {
            if (query.names().stream()
                    .anyMatch(name -> !Set.of("page_info", "limit").contains(name))) {
                throw RestError.bad("page_info", "cannot be combined with filters; they are part of the link");
            }
            String[] page = opened(query.text("page_info", ""));
            first = new RestQuery(new TwinRequest("GET", "", "", page[0], request.headers(), ""), KNOWN);
            after = page[1];
        }
        String filters = first == query ? request.query() : opened(query.text("page_info", ""))[0];
        List<Order> rest = matching(first, after);
        List<Order> page = rest.stream().limit(limit).toList();
        ArrayNode list = Json.array();
        page.forEach(order -> list.add(orders.json(order)));
        TwinAnswer answer = RestApi.many("orders", list);
        if (rest.size() <= limit) {
            return answer;
        }
        String next = sealed(filters, key(first).apply(page.get(page.size() - 1)));
        return answer.with(
                "Link",
                "<" + request.base() + request.path() + "?limit=" + limit + "&page_info=" + next + ">; rel=\"next\"");
    }

    private List<Order> matching(RestQuery query, String after) {
        String status = query.text("status", "open");
        if (!Set.of("open", "closed", "cancelled", "any").contains(status)) {
            throw RestError.bad("status", "must be one of open, closed, cancelled, any");
        }
        boolean falling = query.text("order", "created_at desc").endsWith(" desc");
        Function<Order, String> key = key(query);
        Comparator<Order> rising = Comparator.comparing(key);
        Instant updatedMin = query.moment("updated_at_min");
        Instant updatedMax = query.moment("updated_at_max");
        Instant createdMin = query.moment("created_at_min");
        Instant createdMax = query.moment("created_at_max");
        List<Long> ids = query.ids("ids");
        long since = query.ids("since_id").stream().findFirst().orElse(0L);
        return orders.all().stream()
                .filter(order -> status.equals("any")
                        || (status.equals("open") && order.cancelled == null)
                        || (status.equals("cancelled") && order.cancelled != null))
                .filter(order -> within(order.updated, updatedMin, updatedMax))
                .filter(order -> within(order.created, createdMin, createdMax))
                .filter(order -> order.id > since && (ids.isEmpty() || ids.contains(order.id)))
                .sorted(falling ? rising.reversed() : rising)
                .filter(order -> after.isEmpty() || (key.apply(order).compareTo(after) > 0) != falling)
                .filter(order -> !key.apply(order).equals(after))
                .toList();
    }

    private static boolean within(Instant moment, @Nullable Instant from, @Nullable Instant to) {
        return (from == null || !moment.isBefore(from)) && (to == null || !moment.isAfter(to));
    }

    /** What the list is sorted by, and the place of a page in it. */
    private static Function<Order, String> key(RestQuery query) {
        return switch (query.text("order", "created_at desc")) {
            case "updated_at asc", "updated_at desc" -> order -> Shop.utc(order.updated) + Pages.key(order.id);
            case "created_at asc", "created_at desc" -> order -> Shop.utc(order.created) + Pages.key(order.id);
            case "id asc", "id desc" -> order -> Pages.key(order.id);
            default -> throw RestError.bad("order", "must be updated_at, created_at or id with asc or desc");
        };
    }

    private static String sealed(String filters, String after) {
        String state = Json.write(Json.object().put("filters", filters).put("after", after));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(state.getBytes(StandardCharsets.UTF_8));
    }

    private static String[] opened(String pageInfo) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(pageInfo), StandardCharsets.UTF_8);
            ObjectNode state = Json.read(text);
            if (state != null) {
                return new String[] {
                    state.path("filters").asString(""), state.path("after").asString("")
                };
            }
        } catch (IllegalArgumentException garbled) {
            // Answered below.
        }
        throw RestError.bad("page_info", "Invalid value.");
    }
}

package caravan.console;

import caravan.order.OrderList;
import caravan.order.OrderList.Place;
import caravan.order.OrderState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Every order of every channel, the newest first. */
@Controller
class OrdersPage {
    private static final int MOST = 25;
    /** Microseconds since 1970, as exact as the database is, and the order's id. */
    private static final Pattern PLACE = Pattern.compile("(-?\\d{1,17})_(\\d{1,18})");

    private final OrderList orders;
    private final Shelf shelf;

    OrdersPage(OrderList orders, Shelf shelf) {
        this.orders = orders;
        this.shelf = shelf;
    }

    @GetMapping("/orders")
    String show(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(required = false) @Nullable OrderState state,
            @RequestParam(defaultValue = "") String behind,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        OrderList.Search search = new OrderList.Search(Search.clean(q), Search.clean(connection), state);
        List<OrderList.Row> found = orders.page(search, place(behind), MOST + 1);
        List<OrderList.Row> page = found.subList(0, Math.min(MOST, found.size()));
        model.addAttribute("search", search);
        model.addAttribute("states", OrderState.values());
        model.addAttribute("titles", shelf.titles());
        model.addAttribute("orders", page);
        model.addAttribute("newest", behind.isEmpty());
        model.addAttribute("next", found.size() > MOST ? text(page.get(MOST - 1)) : null);
        return htmx == null ? "orders" : "orders :: live";
    }

    private static @Nullable Place place(String behind) {
        if (behind.isEmpty()) {
            return null;
        }
        Matcher parts = PLACE.matcher(behind);
        if (!parts.matches()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return new Place(
                Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), Long.parseLong(parts.group(2)));
    }

    private static String text(OrderList.Row last) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, last.placedAt()) + "_" + last.id();
    }
}

package caravan.api;

import caravan.inventory.StockView;
import caravan.order.OrderList;
import caravan.order.OrderList.Place;
import caravan.order.OrderState;
import caravan.order.OrderView;
import caravan.security.Role;
import caravan.security.SignedIn;
import caravan.xray.Event;
import caravan.xray.Xray;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Every order of every channel. */
@RestController
@RequestMapping("/api/orders")
@Tag(name = "Orders", description = "Canonical orders of every channel")
class OrdersController {
    /** Microseconds since 1970, as exact as the database is, and the order's id. */
    private static final java.util.regex.Pattern PLACE = java.util.regex.Pattern.compile("(-?\\d{1,17})_(\\d{1,18})");

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final OrderList orders;
    private final OrderView view;
    private final StockView stock;
    private final Xray xray;

    OrdersController(OrderList orders, OrderView view, StockView stock, Xray xray) {
        this.orders = orders;
        this.view = view;
        this.stock = stock;
        this.xray = xray;
    }

    @GetMapping
    @Operation(summary = "List orders, the newest first", description = "An order known by its id only is in no list.")
    Page<OrderJson.Summary> list(
            @Parameter(description = "First characters of the number or of the channel's id", example = "10")
                    @RequestParam(defaultValue = "")
                    @Size(max = 100)
                    @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
                    String number,
            @Parameter(description = "Id of the channel's connection", example = "oasis")
                    @RequestParam(defaultValue = "")
                    @Size(max = 40)
                    @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
                    String connection,
            @RequestParam(required = false) @Nullable OrderState state,
            @Parameter(description = "Placed then or later", example = "2026-11-01T00:00:00Z")
                    @RequestParam(required = false)
                    @Nullable
                    String placedFrom,
            @Parameter(description = "Placed earlier than that", example = "2026-12-01T00:00:00Z")
                    @RequestParam(required = false)
                    @Nullable
                    String placedBefore,
            @Parameter(description = "'next' of the page before") @RequestParam(required = false) @Nullable
                    String after,
            @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MOST) int limit) {
        OrderList.Search search = new OrderList.Search(
                number, connection, state, time("placedFrom", placedFrom), time("placedBefore", placedBefore));
        List<OrderList.Row> found = orders.page(search, place(Page.read(after)), limit + 1);
        return Page.of(
                found,
                limit,
                OrdersController::key,
                rows -> rows.stream().map(OrderJson.Summary::of).toList());
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "One order whole",
            description =
                    "Lines with what each holds of the stock, every charge, and all money in the currency of the shop and"
                            + " in that of the buyer. The note and the people concerned are shown to operators only.")
    OrderJson.Whole one(
            @Parameter(description = "The hub's id", example = "17") @PathVariable long id,
            @Parameter(hidden = true) @AuthenticationPrincipal SignedIn caller) {
        OrderView.Head order = require(id);
        List<OrderView.Line> lines = view.lines(id);
        return OrderJson.whole(
                order,
                lines,
                view.amounts(id),
                stock.held(lines.stream().map(OrderView.Line::id).toList()),
                caller.may(Role.OPERATOR) ? view.parties(id) : null);
    }

    @GetMapping("/{id}/timeline")
    @Operation(
            summary = "What happened to an order, the newest first",
            description =
                    "Webhooks with how their signature was verified, documents of the order, movements of stock, what its own"
                            + " channel took, the writes that carried this to other channels (of each listing the first one after"
                            + " the order moved it, and its repeats until one was confirmed), and the calls they were made with.")
    OrderJson.Timeline timeline(
            @Parameter(description = "The hub's id", example = "17") @PathVariable long id,
            @Parameter(description = "'next' of the page before") @RequestParam(required = false) @Nullable
                    String after,
            @RequestParam(defaultValue = "200") @Min(1) @Max(1000) int limit) {
        String key = Page.read(after);
        Event.Place behind = key.isEmpty() ? null : Event.Place.of(key).orElseThrow(Page::unknown);
        Xray.Story story = xray.of(require(id), behind, limit);
        return new OrderJson.Timeline(
                story.next() == null,
                story.events().stream().map(OrderJson.Event::of).toList(),
                story.next() == null ? null : Page.write(story.next().text()));
    }

    private OrderView.Head require(long id) {
        return view.find(id).orElseThrow(() -> Refused.notFound("There is no order " + id + "."));
    }

    static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant time = Instant.parse(text);
            if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException noTime) {
            // Told below.
        }
        throw Refused.wrong("'" + name + "' must be a time in UTC like 2026-11-01T00:00:00Z.");
    }

    private static @Nullable Place place(String key) {
        if (key.isEmpty()) {
            return null;
        }
        Matcher parts = PLACE.matcher(key);
        if (!parts.matches()) {
            throw Page.unknown();
        }
        return new Place(
                Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), Long.parseLong(parts.group(2)));
    }

    private static String key(OrderList.Row last) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, last.placedAt()) + "_" + last.id();
    }
}

package caravan.console;

import caravan.connection.Connections;
import caravan.connection.Steering;
import caravan.connector.Capability;
import caravan.intake.Deliveries;
import caravan.inventory.StockView;
import caravan.kernel.ConnectionId;
import caravan.order.OrderView;
import caravan.security.Audit;
import caravan.security.Role;
import caravan.security.SignedIn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** One order, and all that happened around it. */
@Controller
@RequestMapping("/orders/{id:\\d{1,18}}")
class OrderPage {
    private static final int MOST = 100;

    /**
     * One thing that happened.
     *
     * @param kind which of the books it is from: delivery, order, stock
     * @param delivery whose bytes can be looked at; null for other kinds
     */
    record Event(
            Instant at,
            String kind,
            String what,
            String detail,
            @Nullable Long delivery) {}

    private final OrderView orders;
    private final Deliveries deliveries;
    private final StockView stock;
    private final IncidentConcerns concerns;
    private final Shelf shelf;
    private final Audit audit;
    private final Connections connections;
    private final Steering steering;

    OrderPage(
            OrderView orders,
            Deliveries deliveries,
            StockView stock,
            IncidentConcerns concerns,
            Shelf shelf,
            Audit audit,
            Connections connections,
            Steering steering) {
        this.connections = connections;
        this.steering = steering;
        this.concerns = concerns;
        this.orders = orders;
        this.deliveries = deliveries;
        this.stock = stock;
        this.shelf = shelf;
        this.audit = audit;
    }

    @GetMapping
    String show(
            @PathVariable long id,
            @AuthenticationPrincipal SignedIn person,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        OrderView.Head order = require(id);
        List<OrderView.Line> lines = orders.lines(id);
        model.addAttribute("order", order);
        model.addAttribute("channel", shelf.title(order.key().connection()));
        model.addAttribute("lines", lines);
        model.addAttribute("amounts", orders.amounts(id));
        if (person.may(Role.OPERATOR)) {
            model.addAttribute("parties", orders.parties(id));
        }
        model.addAttribute(
                "withheld",
                concerns.withheld(id).stream()
                        .mapToLong(IncidentConcerns.WithheldLine::units)
                        .sum());
        model.addAttribute(
                "withheldIncident", concerns.aboutWithheld(order.key()).orElse(null));
        model.addAttribute("events", events(order, lines));
        if (person.may(Role.ADMIN)) {
            model.addAttribute("routes", routes(order.key().connection()));
        }
        return htmx == null ? "order" : "order :: live";
    }

    /** What came through the door, as it came. */
    @GetMapping("/deliveries/{delivery:\\d{1,18}}")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<byte[]> raw(@PathVariable long id, @PathVariable long delivery) {
        OrderView.Head order = require(id);
        byte[] bytes = deliveries
                .bytes(order.key().connection(), order.key().externalId(), delivery)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        audit.record("read delivery", "order " + id, "delivery " + delivery);
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                .body(bytes);
    }

    /** What an order passes through: the way in, being read again, and the figures that follow from it. */
    private List<RouteLink> routes(ConnectionId connection) {
        List<RouteLink> routes = new ArrayList<>(List.of(RouteLink.DELIVERIES));
        if (connections.find(connection).isPresent()) {
            Stream.of(Capability.ORDERS_READ, Capability.ORDER_READ, Capability.INVENTORY_WRITE)
                    .filter(capability -> steering.can(connection, capability))
                    .forEach(capability -> routes.add(RouteLink.of(connection, capability)));
        }
        return routes;
    }

    private OrderView.Head require(long id) {
        return orders.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private List<Event> events(OrderView.Head order, List<OrderView.Line> lines) {
        List<Event> events = new ArrayList<>();
        for (Deliveries.Came came :
                deliveries.about(order.key().connection(), order.key().externalId(), MOST)) {
            boolean edited = came.outcome().endsWith("_AFTER_EDIT");
            String detail = came.size()
                    + (edited ? " bytes, edited by a person: " : " bytes, signature right: ")
                    + Wording.NOW.word(came.outcome());
            events.add(new Event(came.receivedAt(), "delivery", came.topic(), detail, came.id()));
        }
        for (OrderView.Entry entry : orders.timeline(order.id(), MOST)) {
            events.add(new Event(entry.at(), "order", entry.event(), entry.detail(), null));
        }
        for (StockView.Entry entry :
                stock.movements(lines.stream().map(OrderView.Line::id).toList(), MOST)) {
            events.add(new Event(
                    entry.at(),
                    "stock",
                    entry.sku() + " at " + entry.location(),
                    moved(entry) + ": " + entry.reason(),
                    null));
        }
        events.sort(Comparator.comparing(Event::at).reversed());
        return events;
    }

    private static String moved(StockView.Entry entry) {
        StringBuilder moved = new StringBuilder();
        add(moved, "on hand", entry.onHand());
        add(moved, "reserved", entry.reserved());
        add(moved, "withheld", entry.withheld());
        return moved.toString();
    }

    private static void add(StringBuilder moved, String name, long units) {
        if (units != 0) {
            moved.append(moved.isEmpty() ? "" : ", ").append(name).append(' ').append(Wording.NOW.change(units));
        }
    }
}

package caravan.console;

import caravan.connection.Connections;
import caravan.connection.Steering;
import caravan.connector.Capability;
import caravan.intake.Deliveries;
import caravan.kernel.ConnectionId;
import caravan.order.OrderView;
import caravan.security.Audit;
import caravan.security.Role;
import caravan.security.SignedIn;
import caravan.xray.Event;
import caravan.xray.WithheldLines;
import caravan.xray.Xray;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** One order, and all that happened around it. */
@Controller
@RequestMapping("/orders/{id:\\d{1,18}}")
class OrderPage {
    private static final int MOST = 100;

    private final OrderView orders;
    private final Deliveries deliveries;
    private final Xray xray;
    private final IncidentConcerns concerns;
    private final Shelf shelf;
    private final Audit audit;
    private final Connections connections;
    private final Steering steering;

    OrderPage(
            OrderView orders,
            Deliveries deliveries,
            Xray xray,
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
        this.xray = xray;
        this.shelf = shelf;
        this.audit = audit;
    }

    @GetMapping
    String show(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String behind,
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
                        .mapToLong(WithheldLines.Line::units)
                        .sum());
        model.addAttribute(
                "withheldIncident", concerns.aboutWithheld(order.key()).orElse(null));
        Xray.Story story = xray.of(order, place(behind), MOST);
        model.addAttribute("events", story.events());
        model.addAttribute("older", story.next() == null ? null : story.next().text());
        model.addAttribute("behind", behind);
        model.addAttribute("titles", shelf.titles());
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

    private static Event.@Nullable Place place(String behind) {
        return behind.isEmpty()
                ? null
                : Event.Place.of(behind).orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    }

    private OrderView.Head require(long id) {
        return orders.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}

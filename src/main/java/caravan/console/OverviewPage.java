package caravan.console;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.incident.Incidents;
import caravan.intake.Subscriptions;
import caravan.inventory.ListingView;
import caravan.inventory.ListingView.Tally;
import caravan.inventory.SyncView;
import caravan.inventory.SyncView.Lag;
import caravan.inventory.SyncView.Lags;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import caravan.link.Replicas;
import caravan.order.OrderList;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;

/** The first page after signing in: how every channel stands, the latest orders, and whether stock is in step. */
@Controller
class OverviewPage {
    private static final String POLL = "orders";
    private static final int ORDERS = 10;
    private static final int ITEMS = 15;

    /** One connection, as its row shows it. */
    record Channel(
            Connection connection,
            @Nullable Instant webhookSeen,
            Duties.@Nullable State poll,
            Tally tally,
            long exposed,
            @Nullable Lag lag,
            long incidents) {}

    private final Connections connections;
    private final Subscriptions subscriptions;
    private final Duties duties;
    private final ListingView listings;
    private final SyncView sync;
    private final Incidents incidents;
    private final OrderList orders;
    private final Shelf shelf;
    private final Replicas replicas;

    OverviewPage(
            Connections connections,
            Subscriptions subscriptions,
            Duties duties,
            ListingView listings,
            SyncView sync,
            Incidents incidents,
            OrderList orders,
            Shelf shelf,
            Replicas replicas) {
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.duties = duties;
        this.listings = listings;
        this.sync = sync;
        this.incidents = incidents;
        this.orders = orders;
        this.shelf = shelf;
        this.replicas = replicas;
    }

    @GetMapping("/")
    String show(Model model, @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx) {
        Map<ConnectionId, Long> exposed = sync.exposed();
        Lags lags = sync.lags();
        Map<String, Long> open = incidents.open();
        model.addAttribute("differences", replicas.differences());
        model.addAttribute("channels", channels(exposed, lags, open));
        model.addAttribute("lag", lags.all());
        model.addAttribute(
                "exposed", exposed.values().stream().mapToLong(Long::longValue).sum());
        model.addAttribute(
                "incidents", open.values().stream().mapToLong(Long::longValue).sum());
        model.addAttribute("pace", orders.pace());
        model.addAttribute("orders", orders.page(OrderList.Search.ALL, null, ORDERS));
        model.addAttribute("titles", shelf.titles());
        model.addAttribute("table", shelf.watched(ITEMS));
        return htmx == null ? "overview" : "overview :: live";
    }

    private List<Channel> channels(Map<ConnectionId, Long> exposed, Lags lags, Map<String, Long> open) {
        Map<ConnectionId, Tally> tallies = listings.tallies();
        Map<ConnectionId, Instant> seen = subscriptions.lastSeen();
        Map<ConnectionId, Duties.State> polls = duties.ofKind(POLL);
        return connections.all().stream()
                .map(connection -> new Channel(
                        connection,
                        seen.get(connection.id()),
                        polls.get(connection.id()),
                        tallies.getOrDefault(connection.id(), Tally.NONE),
                        exposed.getOrDefault(connection.id(), 0L),
                        lags.each().get(connection.id()),
                        open.getOrDefault(connection.id().value(), 0L)))
                .toList();
    }
}

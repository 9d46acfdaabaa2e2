package caravan.console;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connection.FileConnections;
import caravan.connector.Connectors;
import caravan.incident.Incidents;
import caravan.intake.Subscriptions;
import caravan.inventory.ListingView;
import caravan.inventory.ListingView.Tally;
import caravan.inventory.SyncView;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import caravan.link.DutyKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;

/** Every connection and how it stands; what is wrong with the file of connections and the folders of connectors. */
@Controller
class ConnectionsPage {

    /** One connection, as its row shows it. */
    record Line(
            Connection connection,
            @Nullable Instant webhookSeen,
            Duties.@Nullable State poll,
            Tally tally,
            long exposed,
            long incidents) {}

    private final Connections connections;
    private final FileConnections file;
    private final Connectors connectors;
    private final Subscriptions subscriptions;
    private final Duties duties;
    private final ListingView listings;
    private final SyncView sync;
    private final Incidents incidents;

    ConnectionsPage(
            Connections connections,
            FileConnections file,
            Connectors connectors,
            Subscriptions subscriptions,
            Duties duties,
            ListingView listings,
            SyncView sync,
            Incidents incidents) {
        this.connections = connections;
        this.file = file;
        this.connectors = connectors;
        this.subscriptions = subscriptions;
        this.duties = duties;
        this.listings = listings;
        this.sync = sync;
        this.incidents = incidents;
    }

    @GetMapping("/connections")
    String show(@RequestHeader(name = "HX-Request", required = false) @Nullable String htmx, Model model) {
        model.addAttribute("lines", lines());
        model.addAttribute("problems", file.problems());
        model.addAttribute("folderProblems", connectors.problems());
        return htmx == null ? "connections" : "connections :: live";
    }

    private List<Line> lines() {
        Map<ConnectionId, Instant> seen = subscriptions.lastSeen();
        Map<ConnectionId, Duties.State> polls = duties.ofKind(DutyKind.ORDERS.code());
        Map<ConnectionId, Tally> tallies = listings.tallies();
        Map<ConnectionId, Long> exposed = sync.exposed();
        Map<String, Long> open = incidents.open();
        return connections.all().stream()
                .map(connection -> new Line(
                        connection,
                        seen.get(connection.id()),
                        polls.get(connection.id()),
                        tallies.getOrDefault(connection.id(), Tally.NONE),
                        exposed.getOrDefault(connection.id(), 0L),
                        open.getOrDefault(connection.id().value(), 0L)))
                .toList();
    }
}

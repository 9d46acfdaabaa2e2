package caravan.console;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connection.Hearing;
import caravan.connection.Hearings;
import caravan.connection.Steering;
import caravan.connector.CallView;
import caravan.connector.Capability;
import caravan.connector.Connectors;
import caravan.connector.Manifest;
import caravan.incident.Incidents;
import caravan.intake.RefusedWebhooks;
import caravan.intake.Subscriptions;
import caravan.inventory.Feeds;
import caravan.inventory.ListingView;
import caravan.inventory.ListingView.Tally;
import caravan.inventory.SyncView;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import caravan.link.Replicas;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One connection: what it is told, what it does, and how its last calls went. */
@Controller
@RequestMapping("/connections/{id}")
class ConnectionPage {
    private static final int CALLS = 10;
    private static final int MOST_CALLS = 100;
    private static final int MOST_IGNORED = 100;

    /**
     * One setting as it is shown.
     *
     * @param value null for a secret, and for one that is not set
     */
    record Shown(
            String name, String description, @Nullable String value, boolean secret, boolean set, boolean byDefault) {}

    private final ConnectionDesk desk;
    private final Connections connections;
    private final Connectors connectors;
    private final Steering steering;
    private final Subscriptions subscriptions;
    private final Hearings hearings;
    private final RefusedWebhooks refused;
    private final Duties duties;
    private final ListingView listings;
    private final SyncView sync;
    private final Feeds feeds;
    private final Incidents incidents;
    private final CallView calls;
    private final Catalog catalog;
    private final Replicas replicas;

    ConnectionPage(
            ConnectionDesk desk,
            Connections connections,
            Connectors connectors,
            Steering steering,
            Subscriptions subscriptions,
            Hearings hearings,
            RefusedWebhooks refused,
            Duties duties,
            ListingView listings,
            SyncView sync,
            Feeds feeds,
            Incidents incidents,
            CallView calls,
            Catalog catalog,
            Replicas replicas) {
        this.replicas = replicas;
        this.catalog = catalog;
        this.desk = desk;
        this.connections = connections;
        this.connectors = connectors;
        this.steering = steering;
        this.subscriptions = subscriptions;
        this.hearings = hearings;
        this.refused = refused;
        this.duties = duties;
        this.listings = listings;
        this.sync = sync;
        this.feeds = feeds;
        this.incidents = incidents;
        this.calls = calls;
    }

    @GetMapping
    String show(
            @PathVariable String id,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        Connection connection = desk.require(id);
        Optional<Manifest> manifest = connectors.find(connection.connector());
        model.addAttribute("connection", connection);
        standing(connection, model);
        model.addAttribute("refused", refused.of(connection.id()).orElse(null));
        model.addAttribute("webhooks", manifest.map(Manifest::webhooks).orElse(null));
        if (htmx == null) {
            model.addAttribute("connector", manifest.orElse(null));
            model.addAttribute(
                    "settings",
                    manifest.map(known -> settings(connection, known)).orElse(List.of()));
            model.addAttribute(
                    "pollEvery", connections.pollEvery(connection.id()).orElse(null));
            model.addAttribute("drift", connections.driftPolicy(connection.id()));
            model.addAttribute("autoLive", connections.goesLiveByItself(connection.id()));
            List<Capability> can = Arrays.stream(Capability.values())
                    .filter(capability -> steering.can(connection.id(), capability))
                    .toList();
            model.addAttribute("can", can.stream().map(Enum::name).collect(Collectors.toSet()));
            model.addAttribute(
                    "routes",
                    can.stream()
                            .map(capability -> RouteLink.of(connection.id(), capability))
                            .toList());
            model.addAttribute("ignored", catalog.ignored(connection.id(), MOST_IGNORED));
        }
        return htmx == null ? "connection" : "connection :: live";
    }

    private void standing(Connection connection, Model model) {
        ConnectionId id = connection.id();
        Optional<Hearing> hearing = hearings.of(id);
        model.addAttribute("owner", replicas.owner(id).orElse(null));
        model.addAttribute("leftBy", replicas.differences(id));
        model.addAttribute("duties", duties.of(id));
        model.addAttribute("backfill", steering.backfill(id).orElse(null));
        model.addAttribute("subscriptions", subscriptions.of(id));
        model.addAttribute("hook", hearing.map(Hearing::address).orElse(null));
        model.addAttribute("hasWebhooks", hearing.isPresent());
        model.addAttribute("missing", hearing.map(Hearing::missing).orElse(null));
        model.addAttribute("seen", subscriptions.lastSeen().get(id));
        model.addAttribute("exposed", sync.exposed().getOrDefault(id, 0L));
        model.addAttribute("tally", listings.tallies().getOrDefault(id, Tally.NONE));
        model.addAttribute("unfed", feeds.unfed(id));
        model.addAttribute("incidents", incidents.open().getOrDefault(id.value(), 0L));
        model.addAttribute("calls", calls.latest(id, false, CALLS));
    }

    private List<Shown> settings(Connection connection, Manifest manifest) {
        var secrets = connections.secretNames(connection.id());
        return manifest.settings().entrySet().stream()
                .map(each -> {
                    boolean secret = each.getValue().type() == Manifest.Setting.Type.SECRET;
                    String given = connection.settings().get(each.getKey());
                    return new Shown(
                            each.getKey(),
                            each.getValue().description(),
                            secret ? null : given == null ? each.getValue().initial() : given,
                            secret,
                            secret ? secrets.contains(each.getKey()) : given != null,
                            !secret && given == null && each.getValue().initial() != null);
                })
                .toList();
    }

    /** The log of calls; what was sent and answered, where a call failed, is for operators. */
    @GetMapping("/calls")
    String calls(@PathVariable String id, @RequestParam(defaultValue = "false") boolean failed, Model model) {
        Connection connection = desk.require(id);
        model.addAttribute("connection", connection);
        model.addAttribute("failed", failed);
        model.addAttribute("calls", calls.latest(connection.id(), failed, MOST_CALLS));
        return "calls";
    }
}

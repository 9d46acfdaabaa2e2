package caravan.api;

import caravan.connection.Connections;
import caravan.incident.Incidents;
import caravan.intake.Subscriptions;
import caravan.inventory.ListingView;
import caravan.inventory.ListingView.Tally;
import caravan.inventory.SyncView;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import caravan.link.DutyKind;
import caravan.order.OrderList;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The figures of the first page. */
@RestController
@RequestMapping("/api/overview")
@Tag(name = "Overview", description = "How everything stands, in a few figures")
class OverviewController {
    /** How everything stands. */
    @Schema(name = "Overview")
    record Figures(
            @Schema(description = "Orders placed in the last minute", example = "12")
            long ordersPerMinute,

            @Schema(description = "Orders placed in the last hour", example = "480")
            long ordersPerHour,

            @Schema(nullable = true, description = "Of all channels; null if nothing was written in the last hour")
            @Nullable
            Lag lag,

            @Schema(
                    description = "Units that channels show beyond what they should and cannot be told now",
                    example = "0")
            long exposed,

            @Schema(example = "3") long openIncidents,
            List<Channel> channels) {}

    /** From a sale first heard of to the write another channel accepted, over the last hour. */
    @Schema(name = "SyncLag")
    record Lag(
            @Schema(description = "Milliseconds", example = "85")
            long p50,

            @Schema(description = "Milliseconds", example = "310")
            long p99,

            long writes) {
        static @Nullable Lag of(SyncView.@Nullable Lag lag) {
            return lag == null ? null : new Lag(lag.p50().toMillis(), lag.p99().toMillis(), lag.writes());
        }
    }

    /** One connection. */
    @Schema(name = "OverviewChannel")
    record Channel(
            ConnectionJson.Summary connection,

            @Schema(nullable = true, description = "When a webhook last came; null if none ever did") @Nullable
            Instant webhookSeen,

            @Schema(nullable = true, description = "The poll of changed orders; null if there is none")
            ConnectionJson.@Nullable Work poll,

            @Schema(nullable = true) @Nullable Lag lag,
            ConnectionJson.Counted listings,
            @Schema(description = "Open ones") long incidents) {}

    private final Connections connections;
    private final Subscriptions subscriptions;
    private final Duties duties;
    private final ListingView listings;
    private final SyncView sync;
    private final Incidents incidents;
    private final OrderList orders;

    OverviewController(
            Connections connections,
            Subscriptions subscriptions,
            Duties duties,
            ListingView listings,
            SyncView sync,
            Incidents incidents,
            OrderList orders) {
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.duties = duties;
        this.listings = listings;
        this.sync = sync;
        this.incidents = incidents;
        this.orders = orders;
    }

    @GetMapping
    @Operation(
            summary = "How everything stands",
            description =
                    "Health, lag and exposed units of each channel and of all together. The lag is a few seconds old.")
    Figures figures() {
        Map<ConnectionId, Long> exposed = sync.exposed();
        SyncView.Lags lags = sync.lags();
        Map<String, Long> open = incidents.open();
        OrderList.Pace pace = orders.pace();
        return new Figures(
                pace.minute(),
                pace.hour(),
                Lag.of(lags.all()),
                exposed.values().stream().mapToLong(Long::longValue).sum(),
                open.values().stream().mapToLong(Long::longValue).sum(),
                channels(exposed, lags, open));
    }

    private List<Channel> channels(Map<ConnectionId, Long> exposed, SyncView.Lags lags, Map<String, Long> open) {
        Map<ConnectionId, Tally> tallies = listings.tallies();
        Map<ConnectionId, Instant> seen = subscriptions.lastSeen();
        Map<ConnectionId, Duties.State> polls = duties.ofKind(DutyKind.ORDERS.code());
        return connections.all().stream()
                .map(connection -> {
                    ConnectionId id = connection.id();
                    Duties.State poll = polls.get(id);
                    return new Channel(
                            ConnectionJson.Summary.of(connection),
                            seen.get(id),
                            poll == null ? null : ConnectionJson.Work.of(poll),
                            Lag.of(lags.each().get(id)),
                            ConnectionJson.Counted.of(
                                    tallies.getOrDefault(id, Tally.NONE), exposed.getOrDefault(id, 0L)),
                            open.getOrDefault(id.value(), 0L));
                })
                .toList();
    }
}

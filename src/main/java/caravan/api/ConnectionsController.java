package caravan.api;

import caravan.connection.Connection;
import caravan.connection.Connection.Mode;
import caravan.connection.Connections;
import caravan.connection.Hearings;
import caravan.connection.Steering;
import caravan.incident.Incidents;
import caravan.intake.Subscriptions;
import caravan.inventory.ListingView;
import caravan.inventory.ListingView.Tally;
import caravan.inventory.SyncView;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.link.Duties;
import caravan.link.Replicas;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The configured accounts: how they stand, and steering them. Secrets go in elsewhere and never come out. */
@RestController
@RequestMapping("/api/connections")
@Tag(name = "Connections", description = "The configured accounts: stores and others")
class ConnectionsController {
    /** Why it shall rest. */
    record Rest(
            @Schema(example = "Stocktaking")
            @NotBlank
            @Size(max = Given.REASON)
            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
            String reason) {}

    /** Since when orders shall be read. */
    record Past(
            @Schema(description = "A day, UTC", example = "2026-01-01") @NotNull
            LocalDate since) {}

    /** Whether it shall write. */
    record Wanted(@NotNull Mode mode) {}

    /** What happens to differences that no order explains. */
    @Schema(name = "ConnectionOnDrift")
    record OnDrift(@NotNull DriftPolicy policy) {}

    private final NamedConnections known;
    private final Connections connections;
    private final ListingView listings;
    private final SyncView sync;
    private final Incidents incidents;
    private final Duties duties;
    private final Steering steering;
    private final Hearings hearings;
    private final Subscriptions subscriptions;
    private final Replicas replicas;

    ConnectionsController(
            NamedConnections known,
            Connections connections,
            ListingView listings,
            SyncView sync,
            Incidents incidents,
            Duties duties,
            Steering steering,
            Hearings hearings,
            Subscriptions subscriptions,
            Replicas replicas) {
        this.known = known;
        this.connections = connections;
        this.listings = listings;
        this.sync = sync;
        this.incidents = incidents;
        this.duties = duties;
        this.steering = steering;
        this.hearings = hearings;
        this.subscriptions = subscriptions;
        this.replicas = replicas;
    }

    @GetMapping
    @Operation(summary = "List the connections", description = "There are few, so they come all at once.")
    List<ConnectionJson.Summary> list() {
        return connections.all().stream().map(ConnectionJson.Summary::of).toList();
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "One connection: its settings without secrets, and how its work and its listings stand",
            description = "Work that is due waits for the hub that holds the connection, or for a fault to pass.")
    ConnectionJson.Whole one(@Parameter(example = "oasis") @PathVariable String id) {
        Connection connection = known.require(id);
        return ConnectionJson.Whole.of(
                connection,
                connections.driftPolicy(connection.id()),
                ConnectionJson.Hearing.of(
                        hearings.of(connection.id()).orElse(null),
                        subscriptions.lastSeen().get(connection.id())),
                new ConnectionJson.Owned(
                        replicas.owner(connection.id()).orElse(null), replicas.differences(connection.id())),
                listings.tallies().getOrDefault(connection.id(), Tally.NONE),
                sync.exposed().getOrDefault(connection.id(), 0L),
                incidents.open().getOrDefault(id, 0L),
                duties.of(connection.id()));
    }

    @PostMapping("/{id}/pause")
    @PreAuthorize("hasRole('OPERATOR')")
    @Operation(summary = "Stop all work on a connection", description = "Webhooks are still taken in.")
    ConnectionJson.Summary pause(@Parameter(example = "oasis") @PathVariable String id, @Valid @RequestBody Rest body) {
        return steer(id, connection -> steering.pause(connection, body.reason().strip()));
    }

    @PostMapping("/{id}/resume")
    @PreAuthorize("hasRole('OPERATOR')")
    @Operation(
            summary = "Let a connection work again",
            description = "409 if it is paused because it vanished from the file of connections.")
    ConnectionJson.Summary resume(@Parameter(example = "oasis") @PathVariable String id) {
        return steer(id, steering::resume);
    }

    @PutMapping("/{id}/mode")
    @PreAuthorize("hasRole('OPERATOR')")
    @Operation(
            summary = "Let a connection write to its vendor, or stop it from doing so",
            description =
                    "SHADOW reads and keeps books and writes nothing. Going LIVE reads every figure anew first. 409 if this"
                            + " hub is a sandbox and the connection leads out of it.")
    ConnectionJson.Summary mode(
            @Parameter(example = "oasis") @PathVariable String id, @Valid @RequestBody Wanted body) {
        return steer(id, connection -> steering.mode(connection, body.mode()));
    }

    @PutMapping("/{id}/drift")
    @PreAuthorize("hasRole('ADMIN')")
    @Operation(
            summary = "Decide what happens to differences of a connection's figures that no order explains",
            description =
                    "HUB brings the channel back to what the hub wants, CHANNEL books the difference as a stock count,"
                            + " ASK raises nothing until a person decides. What was decided for a single listing stays. 409 if the"
                            + " connection belongs to the file of connections.")
    ConnectionJson.Summary drift(
            @Parameter(example = "oasis") @PathVariable String id, @Valid @RequestBody OnDrift body) {
        return steer(id, connection -> steering.drift(connection, body.policy()));
    }

    @PostMapping("/{id}/test")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Try the credentials of a connection",
            description = "Also while it is paused. The duty 'account' of the connection says how it went.")
    ConnectionJson.Summary test(@Parameter(example = "oasis") @PathVariable String id) {
        return steer(id, steering::test);
    }

    @PostMapping("/{id}/duties/{kind}")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Make work on a connection due now",
            description =
                    "'orders' pulls what changed, 'figures' reads every figure, 'catalogue' lists what is sold. The hub that"
                            + " holds the connection does it; the duty says how it went.")
    ConnectionJson.Summary due(
            @Parameter(example = "oasis") @PathVariable String id,
            @Parameter(example = "orders") @PathVariable String kind) {
        return switch (kind) {
            case "orders" -> steer(id, steering::pull);
            case "figures" -> steer(id, steering::readFigures);
            case "catalogue" -> steer(id, steering::importCatalogue);
            default -> throw Refused.notFound("There is no such work. Name 'orders', 'figures' or 'catalogue'.");
        };
    }

    @PutMapping("/{id}/backfill")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Read the orders that changed since a day in the past, once",
            description =
                    "One that is under way begins anew. The duty 'history' of the connection says how far it has come.")
    ConnectionJson.Summary backfill(
            @Parameter(example = "oasis") @PathVariable String id, @Valid @RequestBody Past body) {
        Instant since = body.since().atStartOfDay(ZoneOffset.UTC).toInstant();
        return steer(id, connection -> steering.backfill(connection, since));
    }

    @DeleteMapping("/{id}/backfill")
    @PreAuthorize("hasRole('OPERATOR')")
    @Operation(summary = "Stop a backfill where it is", description = "409 if none is under way.")
    ConnectionJson.Summary stopBackfill(@Parameter(example = "oasis") @PathVariable String id) {
        return steer(id, steering::stopBackfill);
    }

    @PostMapping("/{id}/backfill/resume")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Let a backfill that was stopped go on from where it was",
            description = "409 if none was stopped.")
    ConnectionJson.Summary goOnWithBackfill(@Parameter(example = "oasis") @PathVariable String id) {
        return steer(id, steering::goOnWithBackfill);
    }

    private ConnectionJson.Summary steer(String id, Consumer<ConnectionId> deed) {
        Connection connection = known.require(id);
        try {
            deed.accept(connection.id());
        } catch (IllegalStateException refused) {
            // Written for whoever steers: what forbids it, and what to do.
            throw Refused.conflict(String.valueOf(refused.getMessage()));
        }
        return ConnectionJson.Summary.of(known.require(id));
    }
}

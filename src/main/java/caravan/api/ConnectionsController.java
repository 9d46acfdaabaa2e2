package caravan.api;

import caravan.connection.Connection;
import caravan.connection.Connection.Mode;
import caravan.connection.Connection.Pause;
import caravan.connection.Connections;
import caravan.incident.Incidents;
import caravan.inventory.ListingView;
import caravan.inventory.ListingView.Tally;
import caravan.link.Duties;
import caravan.security.Audit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
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

    /** Whether it shall write. */
    record Wanted(@NotNull Mode mode) {}

    private final NamedConnections known;
    private final Connections connections;
    private final ListingView listings;
    private final Incidents incidents;
    private final Duties duties;
    private final Audit audit;

    ConnectionsController(
            NamedConnections known,
            Connections connections,
            ListingView listings,
            Incidents incidents,
            Duties duties,
            Audit audit) {
        this.known = known;
        this.connections = connections;
        this.listings = listings;
        this.incidents = incidents;
        this.duties = duties;
        this.audit = audit;
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
                listings.tallies().getOrDefault(connection.id(), Tally.NONE),
                incidents.open().getOrDefault(id, 0L),
                duties.of(connection.id()));
    }

    @PostMapping("/{id}/pause")
    @PreAuthorize("hasRole('ADMIN')")
    @Operation(summary = "Stop all work on a connection", description = "Webhooks are still taken in.")
    ConnectionJson.Summary pause(@PathVariable String id, @Valid @RequestBody Rest body) {
        Connection connection = known.require(id);
        connections.pause(connection.id(), Pause.By.PERSON, body.reason().strip());
        audit.record("connection paused", id, body.reason().strip());
        return ConnectionJson.Summary.of(known.require(id));
    }

    @PostMapping("/{id}/resume")
    @PreAuthorize("hasRole('ADMIN')")
    @Operation(
            summary = "Let a connection work again",
            description = "409 if it is paused because it vanished from the file of connections.")
    ConnectionJson.Summary resume(@PathVariable String id) {
        Connection connection = known.require(id);
        try {
            connections.resume(connection.id(), Pause.By.PERSON);
        } catch (IllegalStateException refused) {
            throw Refused.conflict(String.valueOf(refused.getMessage()));
        }
        audit.record("connection resumed", id, "");
        return ConnectionJson.Summary.of(known.require(id));
    }

    @PutMapping("/{id}/mode")
    @PreAuthorize("hasRole('ADMIN')")
    @Operation(
            summary = "Let a connection write to its vendor, or stop it from doing so",
            description =
                    "SHADOW reads and keeps books and writes nothing. Going LIVE reads every figure anew first. 409 if this"
                            + " hub is a sandbox and the connection leads out of it.")
    ConnectionJson.Summary mode(@PathVariable String id, @Valid @RequestBody Wanted body) {
        Connection connection = known.require(id);
        try {
            connections.mode(connection.id(), body.mode());
        } catch (IllegalStateException refused) {
            throw Refused.conflict(String.valueOf(refused.getMessage()));
        }
        audit.record("connection mode", id, body.mode().name());
        return ConnectionJson.Summary.of(known.require(id));
    }

    @PostMapping("/{id}/duties/{kind}")
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Make a duty of a connection due now",
            description =
                    "Such as 'orders' for a poll, 'catalogue', 'figures' or 'webhooks'; the connection says which it has. The"
                            + " hub that holds the connection does it; see the connection for how it went.")
    void due(@PathVariable String id, @Parameter(example = "orders") @PathVariable @Size(max = 40) String kind) {
        Connection connection = known.require(id);
        if (duties.of(connection.id()).stream().noneMatch(duty -> duty.kind().equals(kind))) {
            throw Refused.notFound("Connection '" + id + "' has no duty '" + kind + "'.");
        }
        duties.mark(connection.id(), kind);
        audit.record("duty marked", id, kind);
    }
}

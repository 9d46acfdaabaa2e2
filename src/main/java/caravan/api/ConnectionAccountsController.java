package caravan.api;

import caravan.api.ApiProblems.Fault;
import caravan.connection.Connection;
import caravan.connection.ConnectionProblem;
import caravan.connection.Connections;
import caravan.connection.InvalidConnection;
import caravan.connection.NewConnection;
import caravan.connection.Steering;
import caravan.connector.Connectors;
import caravan.connector.VendorAccount.Network;
import caravan.kernel.ConnectionId;
import caravan.security.Secret;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Adds connections, and changes those that were not made by the file. */
@RestController
@RequestMapping("/api/connections")
@PreAuthorize("hasRole('ADMIN')")
@Tag(name = "Connections")
class ConnectionAccountsController {
    /** A connection to be made. */
    @Schema(name = "NewConnection")
    record Wanted(
            @Schema(
                    description = "1 to 40 lower case letters, digits and hyphens, starting with a letter",
                    example = "bazaar")
            @NotNull
            @Size(max = 40)
            String id,

            @Schema(description = "Name of the connector's folder", example = "acme") @NotNull @Size(max = 40)
            String connector,

            @NotNull @Valid Account account) {}

    /** The account at the vendor, and how the hub works with it. */
    @Schema(name = "ConnectionAccount")
    record Account(
            @Schema(nullable = true, description = "What people call it; the id, if left out", example = "Bazaar")
            @Size(max = Given.TITLE)
            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
            @Nullable
            String title,

            @Schema(
                    nullable = true,
                    description = "By the names in the connector's manifest",
                    example = "{\"shop-url\": \"https://shop.example\"}")
            @Size(max = 100)
            @Nullable
            Map<
                            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT) String,
                            @NotNull @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT) String>
                    settings,

            @Schema(
                    nullable = true,
                    description =
                            "By the names in the connector's manifest. They never come out again; those that are left out"
                                    + " of a change stay",
                    example = "{\"api-token\": \"t-0\"}")
            @Size(max = 100)
            @Nullable
            Map<
                            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT) String,
                            @NotNull @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT) String>
                    secrets,

            @Schema(
                    nullable = true,
                    description =
                            "Which of the hub's locations feed each location of the channel; 'default' from 'main', if"
                                    + " left out of a new connection; as they are, if left out of a change",
                    example = "{\"default\": [\"main\"]}")
            @Size(max = 100)
            @Nullable
            Map<
                            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT) String,
                            @NotNull @Size(max = 100) List<
                                    @NotNull @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT) String>>
                    locations,

            @Schema(
                    nullable = true,
                    description = "How often orders are polled; as the connector says, if left out",
                    example = "30s")
            @Size(max = 40)
            @Nullable
            String poll,

            @Schema(
                    nullable = true,
                    description = "Listings go live without a person having seen the preview",
                    example = "false")
            @Nullable
            Boolean autoLive,

            @Schema(nullable = true, description = "http: is allowed", example = "false") @Nullable
            Boolean plainHttp,

            @Schema(nullable = true, description = "Private addresses are allowed", example = "false") @Nullable
            Boolean privateAddresses,

            @Schema(nullable = true, description = "Self-signed certificates are trusted", example = "false") @Nullable
            Boolean selfSigned) {

        /** Secrets stay out of every log. */
        @Override
        public String toString() {
            return "Account[" + title + "]";
        }
    }

    private static final Map<String, List<String>> MAIN = Map.of("default", List.of("main"));

    private final NamedConnections known;
    private final Connections connections;
    private final Connectors connectors;
    private final Steering steering;

    ConnectionAccountsController(
            NamedConnections known, Connections connections, Connectors connectors, Steering steering) {
        this.known = known;
        this.connections = connections;
        this.connectors = connectors;
        this.steering = steering;
    }

    @PostMapping
    @Operation(
            summary = "Add a connection, in shadow mode",
            description = "400 names every setting that is wrong. 409 if there is a connection of this id.")
    ResponseEntity<ConnectionJson.Summary> add(@Valid @RequestBody Wanted body) {
        ConnectionId id = id(body.id());
        if (connections.find(id).isPresent()) {
            throw Refused.conflict(
                    "There is a connection '" + id + "' already. Choose another id, or change that one.");
        }
        if (connectors.find(body.connector()).isEmpty()) {
            throw wrong("connector", "names no connector of this hub");
        }
        save(wish(id, body.connector(), body.account(), MAIN), steering::add);
        return ResponseEntity.created(URI.create("/api/connections/" + id))
                .body(ConnectionJson.Summary.of(connections.require(id)));
    }

    @PutMapping("/{id}")
    @Operation(
            summary = "Change a connection to this",
            description =
                    "Its connector stays, and so do secrets that are left out, unless it leads elsewhere: then they have to"
                            + " be given anew, and it is in shadow mode. 400 names every setting that is wrong. 409 if it is kept in the"
                            + " file of connections.")
    ConnectionJson.Summary change(
            @Parameter(example = "bazaar") @PathVariable String id, @Valid @RequestBody Account body) {
        Connection connection = known.require(id);
        if (connection.origin() == Connection.Origin.FILE) {
            throw Refused.conflict("Connection '" + id + "' is kept in the file of connections. Change it there.");
        }
        save(wish(connection.id(), connection.connector(), body, connection.locations()), steering::change);
        return ConnectionJson.Summary.of(known.require(id));
    }

    /** Saves a connection, unless anything is wrong with it: then all of that is told at once. */
    private void save(NewConnection wish, Consumer<NewConnection> deed) {
        List<ConnectionProblem> problems = connections.problems(wish);
        if (!problems.isEmpty()) {
            throw wrong(problems);
        }
        try {
            deed.accept(wish);
        } catch (InvalidConnection meanwhile) {
            throw wrong(meanwhile.problems());
        } catch (IllegalStateException forbidden) {
            throw Refused.conflict(String.valueOf(forbidden.getMessage()));
        }
    }

    private static NewConnection wish(
            ConnectionId id, String connector, Account account, Map<String, List<String>> locations) {
        Map<String, Secret> secrets = new HashMap<>();
        if (account.secrets() != null) {
            account.secrets().forEach((name, value) -> secrets.put(name, Secret.of(value)));
        }
        return new NewConnection(
                id,
                connector,
                account.title() == null || account.title().isBlank()
                        ? id.value()
                        : account.title().strip(),
                account.settings() == null ? Map.of() : account.settings(),
                secrets,
                new Network(yes(account.plainHttp()), yes(account.privateAddresses()), yes(account.selfSigned())),
                account.locations() == null ? locations : account.locations(),
                poll(account.poll()),
                yes(account.autoLive()));
    }

    private static boolean yes(@Nullable Boolean given) {
        return Boolean.TRUE.equals(given);
    }

    private static @Nullable Duration poll(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            throw wrong("account.poll", "must be a time, for example 30s or 5m");
        }
    }

    private static ConnectionId id(String text) {
        try {
            return new ConnectionId(text);
        } catch (IllegalArgumentException unusable) {
            throw wrong("id", "must be 1 to 40 lower case letters, digits and hyphens, starting with a letter");
        }
    }

    private static WrongParts wrong(String field, String problem) {
        return new WrongParts(List.of(new Fault(field, problem)));
    }

    private static WrongParts wrong(List<ConnectionProblem> problems) {
        return new WrongParts(problems.stream()
                .map(problem -> new Fault(
                        problem.field().isEmpty() ? "settings" : problem.field().replaceAll("[()]", ""),
                        problem.says()))
                .toList());
    }
}

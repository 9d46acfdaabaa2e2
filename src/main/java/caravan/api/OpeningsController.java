package caravan.api;

import caravan.connection.Connection;
import caravan.inventory.OpeningRefused;
import caravan.inventory.OpeningRuns;
import caravan.security.Audit;
import caravan.security.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Opening stock: a draft from a file or a channel, which is a dry run; then its booking. */
@RestController
@RequestMapping(OpeningsController.PATH)
@PreAuthorize("hasRole('OPERATOR')")
@Tag(name = "Opening stock", description = "Opening balances of many items: a draft, its report, and its booking")
class OpeningsController {
    static final String PATH = "/api/stock/openings";
    static final String FILE = "/file";
    private static final int RUNS = 20;

    /** Which channel's figures are taken over. */
    @Schema(name = "OpeningFromChannel")
    record FromChannel(
            @Schema(example = "oasis") @NotNull @Size(max = 40)
            String connection) {}

    /** A draft, or what became of it. */
    @Schema(name = "OpeningRun")
    record Run(
            @Schema(example = "4") long id,

            @Schema(description = "Name of the file or of the connection")
            String source,

            @Schema(description = "When the units were free to sell, unless a row knows better")
            Instant countedAt,

            String madeBy,
            Instant madeAt,

            @Schema(description = "DRAFT: a dry run, nothing is booked; BOOKING; DONE; FAILED")
            OpeningRuns.State state,

            long rows,

            @Schema(description = "Rows that are not booked")
            long refused,

            @Schema(description = "Rows that are booked so far")
            long opened,

            @Schema(nullable = true) @Nullable Instant finishedAt) {
        static Run of(OpeningRuns.Run run) {
            return new Run(
                    run.id(),
                    run.source(),
                    run.countedAt(),
                    run.madeBy(),
                    run.madeAt(),
                    run.state(),
                    run.rows(),
                    run.refused(),
                    run.opened(),
                    run.finishedAt());
        }
    }

    /** A row of a draft. */
    @Schema(name = "OpeningRow")
    record Row(
            @Schema(description = "Of the file") long line,
            String sku,
            String location,

            @Schema(nullable = true, description = "Null if none could be told") @Nullable
            Long units,

            boolean opened,

            @Schema(nullable = true, description = "Why it is not booked; null if nothing speaks against it") @Nullable
            String refusal) {
        static Row of(OpeningRuns.Row row) {
            return new Row(row.line(), row.sku(), row.location(), row.units(), row.opened(), row.refusal());
        }
    }

    private final OpeningRuns runs;
    private final NamedConnections connections;
    private final RequestKeys keys;
    private final Audit audit;

    OpeningsController(OpeningRuns runs, NamedConnections connections, RequestKeys keys, Audit audit) {
        this.runs = runs;
        this.connections = connections;
        this.keys = keys;
        this.audit = audit;
    }

    @GetMapping
    @Operation(summary = "The last drafts and bookings of opening stock, the newest first")
    List<Run> list() {
        return runs.latest(RUNS).stream().map(Run::of).toList();
    }

    @GetMapping("/{id}")
    @Operation(summary = "A draft, or how far its booking is")
    Run one(@Parameter(example = "4") @PathVariable long id) {
        return Run.of(require(id));
    }

    @GetMapping("/{id}/rows")
    @Operation(summary = "Rows of a draft by line, with why each is refused or that it is booked")
    Page<Row> rows(
            @Parameter(example = "4") @PathVariable long id,
            @Parameter(description = "Only those that are refused") @RequestParam(defaultValue = "false")
                    boolean refused,
            @Parameter(description = "'next' of the page before") @RequestParam(required = false) @Nullable
                    String after,
            @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MOST) int limit) {
        require(id);
        String key = Page.read(after);
        if (!key.matches("\\d{0,18}")) {
            throw Page.unknown();
        }
        return Page.of(
                runs.rows(id, refused, key.isEmpty() ? 0 : Long.parseLong(key), limit + 1),
                limit,
                row -> String.valueOf(row.line()),
                page -> page.stream().map(Row::of).toList());
    }

    @PostMapping("/channel")
    @Operation(
            summary = "Make a draft from what a channel shows",
            description =
                    "Every item it lists, at the location that feeds it first. Nothing is booked. 422 if there is nothing.")
    ResponseEntity<Run> fromChannel(
            @Valid @RequestBody FromChannel body, @Parameter(hidden = true) @AuthenticationPrincipal SignedIn caller) {
        Connection connection = connections.require(body.connection());
        return drafted(() -> runs.fromChannel(connection.id(), caller.name()));
    }

    @PostMapping(path = FILE, consumes = "text/csv")
    @Operation(
            summary = "Make a draft from a CSV file with the columns sku, location and units",
            description =
                    "UTF-8, at most 10 MB. Nothing is booked. 422 if the file cannot be used as a whole; rows that"
                            + " cannot be booked are refused one by one, see the rows of the draft.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "text/csv",
                                            schema =
                                                    @Schema(
                                                            type = "string",
                                                            example = "sku,location,units\nTEE,main,4"))))
    ResponseEntity<Run> fromFile(
            @Parameter(description = "What to call it", example = "stock.csv")
                    @RequestParam(defaultValue = "file")
                    @Size(max = Given.REASON)
                    @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
                    String name,
            @Parameter(description = "When it was counted; now, if left out", example = "2026-11-01T18:00:00Z")
                    @RequestParam(required = false)
                    @Nullable
                    String countedAt,
            @Parameter(hidden = true) InputStream body,
            @Parameter(hidden = true) @AuthenticationPrincipal SignedIn caller)
            throws IOException {
        Instant counted = OrdersController.time("countedAt", countedAt);
        byte[] file = body.readAllBytes();
        return drafted(() -> {
            try (InputStream content = new java.io.ByteArrayInputStream(file)) {
                return runs.fromFile(name, content, counted, caller.name());
            } catch (IOException impossible) {
                throw new java.io.UncheckedIOException(impossible);
            }
        });
    }

    @PostMapping("/{id}/book")
    @Operation(
            summary = "Book the rows of a draft that are not refused",
            description =
                    "In the background; the run says how far it is. The channels follow. 409 if there is nothing to book."
                            + RequestKeys.ONCE)
    ResponseEntity<Run> book(
            @Parameter(example = "4") @PathVariable long id,
            @Parameter(example = "16fd2706-8baf-433b-82eb-8c7fada847da")
                    @RequestHeader(RequestKeys.HEADER)
                    @Size(min = 1, max = 200)
                    @Pattern(regexp = "[\\x21-\\x7e]*")
                    String key,
            @Parameter(hidden = true) @AuthenticationPrincipal SignedIn caller) {
        return RequestKeys.answer(keys.once(caller, key, "opening", id, Run.class, () -> {
            OpeningRuns.Run draft = require(id);
            try {
                runs.book(id);
            } catch (OpeningRefused refused) {
                throw Refused.conflict(String.valueOf(refused.getMessage()));
            }
            audit.record("open stock", "opening run " + id, draft.usable() + " rows from " + draft.source());
            return Run.of(require(id));
        }));
    }

    private ResponseEntity<Run> drafted(Supplier<Long> make) {
        try {
            long run = make.get();
            return ResponseEntity.created(URI.create(PATH + "/" + run)).body(Run.of(require(run)));
        } catch (OpeningRefused refused) {
            throw Refused.impossible(String.valueOf(refused.getMessage()));
        }
    }

    private OpeningRuns.Run require(long id) {
        return runs.find(id).orElseThrow(() -> Refused.notFound("There is no opening run " + id + "."));
    }
}

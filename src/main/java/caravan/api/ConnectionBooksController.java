package caravan.api;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Steering;
import caravan.connector.CallView;
import caravan.inventory.Preview;
import caravan.security.Audit;
import caravan.security.Role;
import caravan.security.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a connection would write, what it called, and what it ignores. */
@RestController
@RequestMapping("/api/connections/{id}")
@Tag(name = "Connections")
class ConnectionBooksController {
    private static final int MOST_IGNORED = 1000;

    /** What would be written if the connection were live. */
    @Schema(name = "Preview")
    record Previewed(Preview.Totals totals, Page<Line> listings) {}

    /** One listing of a preview. */
    @Schema(name = "PreviewLine")
    record Line(
            long listing,
            String sku,
            String channelLocation,

            @Schema(nullable = true, description = "Null while no figure was read") @Nullable
            Long shown,

            long wanted,

            @Schema(description = "Units it would change by")
            long change,

            @Schema(description = "Whether it is written already")
            boolean live,

            @Schema(description = "What keeps it from being written; empty if nothing does")
            List<Preview.Why> why) {
        static Line of(Preview.Line line) {
            return new Line(
                    line.id(),
                    line.sku().value(),
                    line.channelLocation(),
                    line.shown(),
                    line.wanted(),
                    line.change(),
                    line.live(),
                    line.why());
        }
    }

    /** One call to the vendor. */
    @Schema(name = "VendorCall")
    record Called(
            Instant at,
            String route,
            @Schema(example = "POST") String method,

            @Schema(description = "With the query, without what proves who called")
            String path,

            @Schema(nullable = true, description = "Null if there was no answer") @Nullable
            Integer status,

            @Schema(nullable = true, description = "By the vendor's count") @Nullable
            Long cost,

            @Schema(nullable = true, description = "The vendor's id of the call") @Nullable
            String requestId,

            long millis,

            @Schema(nullable = true, description = "Null if it went well") @Nullable
            String fault,

            @Schema(nullable = true) @Nullable String detail,

            @Schema(nullable = true, description = "Body of a call that failed, redacted: operators only") @Nullable
            String request,

            @Schema(nullable = true, description = "Body of a call that failed, redacted: operators only") @Nullable
            String answer) {
        static Called of(CallView.Call call, boolean bodies) {
            return new Called(
                    call.at(),
                    call.route(),
                    call.method(),
                    call.path(),
                    call.status(),
                    call.cost(),
                    call.requestId(),
                    call.millis(),
                    call.fault(),
                    call.detail(),
                    bodies ? call.request() : null,
                    bodies ? call.answer() : null);
        }
    }

    private final NamedConnections known;
    private final Preview preview;
    private final CallView calls;
    private final Catalog catalog;
    private final Steering steering;
    private final Audit audit;

    ConnectionBooksController(
            NamedConnections known, Preview preview, CallView calls, Catalog catalog, Steering steering, Audit audit) {
        this.known = known;
        this.preview = preview;
        this.calls = calls;
        this.catalog = catalog;
        this.steering = steering;
        this.audit = audit;
    }

    @GetMapping("/preview")
    @Operation(
            summary = "What a connection would write now, listing by listing",
            description = "For a connection in shadow mode: look at it before it goes live.")
    Previewed preview(
            @Parameter(example = "oasis") @PathVariable String id,
            @Parameter(description = "Also those that show what they should") @RequestParam(defaultValue = "false")
                    boolean all,
            @Parameter(description = "'next' of the page before") @RequestParam(required = false) @Nullable
                    String after,
            @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MOST) int limit) {
        Connection connection = known.require(id);
        String key = Page.read(after);
        int end = key.indexOf('\n');
        if (end < 0 && !key.isEmpty()) {
            throw Page.unknown();
        }
        String location = key.isEmpty() ? "" : key.substring(0, end);
        return new Previewed(
                preview.totals(connection.id()),
                Page.of(
                        preview.page(connection.id(), !all, location, key.substring(end + 1), limit + 1),
                        limit,
                        line -> line.channelLocation() + "\n" + line.sku(),
                        page -> page.stream().map(Line::of).toList()));
    }

    @GetMapping("/calls")
    @Operation(
            summary = "The calls to a connection's vendor, the newest first",
            description =
                    "Written a moment behind the call. Bodies are kept of those that failed, and shown to operators.")
    Page<Called> calls(
            @Parameter(example = "oasis") @PathVariable String id,
            @Parameter(description = "Only those that failed") @RequestParam(defaultValue = "false") boolean failed,
            @Parameter(description = "'next' of the page before") @RequestParam(required = false) @Nullable
                    String after,
            @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MOST) int limit,
            @Parameter(hidden = true) @AuthenticationPrincipal SignedIn caller) {
        Connection connection = known.require(id);
        boolean bodies = caller.may(Role.OPERATOR);
        return Page.of(
                calls.page(connection.id(), failed, Marks.read(Page.read(after)), limit + 1),
                limit,
                call -> Marks.key(call.call().at(), call.id()),
                page -> page.stream()
                        .map(each -> Called.of(each.call(), bodies))
                        .toList());
    }

    @GetMapping("/ignored")
    @Operation(
            summary = "What was decided to be ignored on a channel, the newest decision first",
            description = "At most " + MOST_IGNORED + " decisions.")
    List<Catalog.Ignored> ignored(@Parameter(example = "oasis") @PathVariable String id) {
        return catalog.ignored(known.require(id).id(), MOST_IGNORED);
    }

    @DeleteMapping("/ignored")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Ignore a SKU of a channel, or a listing without one, no more",
            description =
                    "The next import of the catalogue asks what it is; one begins now, if it can. 409 if it is not ignored.")
    void ignoreNoMore(
            @Parameter(example = "oasis") @PathVariable String id,
            @Parameter(description = "The SKU as the channel writes it", example = "GIFT-CARD")
                    @RequestParam(defaultValue = "")
                    @Size(max = 1000)
                    @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
                    String sku,
            @Parameter(description = "The channel's id of a listing without SKU", example = "4711")
                    @RequestParam(defaultValue = "")
                    @Size(max = 1000)
                    @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
                    String listing) {
        Connection connection = known.require(id);
        if (!catalog.ignoreNoMore(connection.id(), sku, listing)) {
            throw Refused.conflict("It is not ignored on connection '" + id + "'; nothing was changed.");
        }
        audit.record("ignore no more", "connection " + id, sku + listing);
        steering.importCatalogueIfPossible(connection.id());
    }
}

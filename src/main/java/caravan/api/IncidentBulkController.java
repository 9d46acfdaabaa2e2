package caravan.api;

import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.security.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One decision about many incidents. */
@RestController
@RequestMapping("/api/incidents")
@PreAuthorize("hasRole('OPERATOR')")
@Tag(name = "Incidents")
class IncidentBulkController {
    private static final int MOST = 200;

    /** What is decided, and about which. */
    @Schema(name = "IncidentBulkDecision")
    record Wanted(
            @Schema(example = "RETRY") @NotNull Choice choice,
            @Schema(example = "UNREADABLE_MESSAGE") @NotNull IncidentKind kind,

            @Schema(nullable = true, description = "Only those of this connection", example = "oasis")
            @Size(max = 40)
            @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
            @Nullable
            String connection,

            @Schema(nullable = true, description = "Which ones; left out for the oldest open ones that match")
            @Size(min = 1, max = MOST)
            @Nullable
            List<@NotNull Long> ids) {}

    /** What came of it. */
    @Schema(name = "IncidentBulkDecided")
    record Tally(
            @Schema(description = "How many were carried out")
            int carriedOut,

            @Schema(description = "How many of those are resolved now")
            int closed,

            @Schema(description = "How many were not carried out, by the reason")
            Map<String, Integer> refused,

            @Schema(description = "Whether there are more than could be decided at once: ask again to go on")
            boolean more) {}

    private final Decisions decisions;

    IncidentBulkController(Decisions decisions) {
        this.decisions = decisions;
    }

    @PostMapping("/decisions")
    @Operation(
            summary = "Decide about many incidents of one kind",
            description =
                    "At most " + MOST + " at once, each by itself: one that is refused hinders no other, and deciding"
                            + " twice does nothing twice. 409 for a choice that has to be made one by one.")
    Tally decide(@Valid @RequestBody Wanted body, @Parameter(hidden = true) @AuthenticationPrincipal SignedIn caller) {
        if (!body.choice().isForMany() || !body.kind().choices().contains(body.choice())) {
            throw Refused.conflict("'" + body.choice() + "' cannot be decided about several incidents of kind '"
                    + body.kind() + "' at once. Decide about each.");
        }
        String connection = body.connection() == null ? "" : body.connection();
        Decisions.Tally tally = body.ids() == null
                ? decisions.decideAll(
                        new IncidentList.Search(body.kind(), connection, true), body.choice(), caller.name())
                : decisions.decide(body.ids(), body.choice(), caller.name());
        return new Tally(tally.carriedOut(), tally.closed(), tally.refused(), tally.more());
    }
}

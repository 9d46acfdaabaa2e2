package caravan.api;

import caravan.incident.Choice;
import caravan.incident.DecisionRefused;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.security.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

/** What a person has to decide, and deciding it. */
@RestController
@RequestMapping("/api/incidents")
@Tag(name = "Incidents", description = "What a person has to decide")
class IncidentsController {
    /** One incident of the list. */
    @Schema(name = "IncidentSummary")
    record Summary(
            @Schema(example = "42") long id,
            IncidentKind kind,

            @Schema(description = "Empty if none is concerned", example = "oasis")
            String connection,

            @Schema(description = "What it is about") String subject,
            String title,

            @Schema(description = "How often it was found", example = "1")
            long seen,

            Instant raisedAt,
            Instant lastAt,

            @Schema(nullable = true, description = "Null while it is open") @Nullable
            Instant resolvedAt) {
        static Summary of(Incident incident) {
            Incident.End end = incident.end();
            return new Summary(
                    incident.id(),
                    incident.kind(),
                    incident.connection(),
                    incident.subject(),
                    incident.title(),
                    incident.seen(),
                    incident.raisedAt(),
                    incident.lastAt(),
                    end == null ? null : end.at());
        }
    }

    /** One incident whole. */
    @Schema(name = "Incident")
    record Whole(
            Summary incident,
            @Schema(description = "What was seen") String evidence,

            @Schema(description = "What a decision needs to know; the names depend on the kind")
            Map<String, String> facts,

            @Schema(description = "Bytes kept with it: operators read them on its page")
            long size,

            @Schema(description = "Empty once it is resolved")
            List<Option> choices,

            @Schema(nullable = true, description = "What came of the last choice that did not close it") @Nullable
            String note,

            @Schema(nullable = true) @Nullable String resolvedBy,
            @Schema(nullable = true) @Nullable String resolution) {
        static Whole of(Incident incident) {
            Incident.End end = incident.end();
            Incident.Note note = incident.note();
            return new Whole(
                    Summary.of(incident),
                    incident.evidence(),
                    incident.facts(),
                    incident.size(),
                    end != null
                            ? List.of()
                            : incident.kind().choices().stream().map(Option::of).toList(),
                    note == null ? null : note.text(),
                    end == null ? null : end.by(),
                    end == null ? null : end.resolution());
        }
    }

    /** What can be decided. */
    @Schema(name = "IncidentChoice")
    record Option(
            Choice choice,
            String title,
            String consequence,

            @Schema(description = "Names of the arguments it cannot do without")
            List<String> needed,

            @Schema(description = "Whether it moves units: then it needs an Idempotency-Key")
            boolean movesStock) {
        static Option of(Choice choice) {
            return new Option(choice, choice.title(), choice.consequence(), choice.needed(), choice.movesStock());
        }
    }

    /** What is decided. */
    @Schema(name = "IncidentDecision")
    record Wanted(
            @NotNull Choice choice,

            @Schema(
                    nullable = true,
                    description = "By name; see 'needed' of the choice",
                    example = "{\"sku\": \"TEE-RED-M\"}")
            @Size(max = 20)
            @Nullable
            Map<String, @NotNull String> arguments) {}

    /** What came of it. */
    @Schema(name = "IncidentDecided")
    record Decided(
            @Schema(description = "Whether the incident is resolved now")
            boolean closed,

            @Schema(description = "What was done") String words) {}

    private static final java.util.regex.Pattern ID = java.util.regex.Pattern.compile("\\d{1,18}");

    private final IncidentList incidents;
    private final Decisions decisions;
    private final RequestKeys keys;

    IncidentsController(IncidentList incidents, Decisions decisions, RequestKeys keys) {
        this.incidents = incidents;
        this.decisions = decisions;
        this.keys = keys;
    }

    @GetMapping
    @Operation(summary = "List incidents, the newest first")
    Page<Summary> list(
            @Parameter(description = "True for those that wait for a decision, false for those that had one")
                    @RequestParam(defaultValue = "true")
                    boolean open,
            @RequestParam(required = false) @Nullable IncidentKind kind,
            @Parameter(example = "oasis")
                    @RequestParam(defaultValue = "")
                    @Size(max = 40)
                    @Pattern(regexp = Given.TEXT, message = Given.WRONG_TEXT)
                    String connection,
            @Parameter(description = "'next' of the page before") @RequestParam(required = false) @Nullable
                    String after,
            @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MOST) int limit) {
        return Page.of(
                incidents.page(new IncidentList.Search(kind, connection, open), behind(Page.read(after)), limit + 1),
                limit,
                incident -> String.valueOf(incident.id()),
                page -> page.stream().map(Summary::of).toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "One incident: its evidence, and what can be decided")
    Whole one(@Parameter(example = "42") @PathVariable long id) {
        return Whole.of(require(id));
    }

    @PostMapping("/{id}/decisions")
    @PreAuthorize("hasRole('OPERATOR')")
    @Operation(
            summary = "Decide about an incident",
            description =
                    "Carries the choice out at once. 409 with the reason if that is not possible, or it was resolved"
                            + " already. The header Idempotency-Key is required for choices that move stock (see"
                            + " 'movesStock' of the choice) and may be sent with any other. Send a key of your own with"
                            + " it, such as a UUID: the same decision under the same key is answered with the first answer"
                            + " and the header Idempotency-Replayed, and does nothing; another request under it is"
                            + " refused with 422. A refused request does not use its key up.")
    ResponseEntity<Decided> decide(
            @Parameter(example = "42") @PathVariable long id,
            @Parameter(
                            description = "Required for choices that move stock",
                            example = "16fd2706-8baf-433b-82eb-8c7fada847da")
                    @RequestHeader(name = RequestKeys.HEADER, required = false)
                    @Size(min = 1, max = 200)
                    @Pattern(regexp = "[\\x21-\\x7e]*")
                    @Nullable
                    String key,
            @Valid @RequestBody Wanted body,
            @Parameter(hidden = true) @AuthenticationPrincipal SignedIn caller) {
        require(id);
        if (key == null && body.choice().movesStock()) {
            throw Refused.wrong("The header '" + RequestKeys.HEADER + "' is missing, and '" + body.choice()
                    + "' moves stock. Send a key of your own, the same one with each repeat.");
        }
        Map<String, String> arguments = body.arguments() == null ? Map.of() : body.arguments();
        try {
            return decisions.decide(
                    id, body.choice(), arguments, caller.name(), deciding -> once(id, key, body, caller, deciding));
        } catch (DecisionRefused refused) {
            throw Refused.conflict(refused.reason());
        }
    }

    private ResponseEntity<Decided> once(
            long id, @Nullable String key, Wanted body, SignedIn caller, Supplier<Decisions.Decided> deciding) {
        Supplier<Decided> answer = () -> {
            Decisions.Decided decided = deciding.get();
            return new Decided(decided.closed(), decided.words());
        };
        return key == null
                ? ResponseEntity.ok(answer.get())
                : RequestKeys.answer(keys.once(caller, key, "decision/" + id, body, Decided.class, answer));
    }

    private Incident require(long id) {
        return incidents.find(id).orElseThrow(() -> Refused.notFound("There is no incident " + id + "."));
    }

    private static @Nullable Long behind(String key) {
        if (key.isEmpty()) {
            return null;
        }
        if (!ID.matcher(key).matches()) {
            throw Page.unknown();
        }
        return Long.valueOf(key);
    }
}

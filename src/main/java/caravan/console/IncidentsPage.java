package caravan.console;

import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.security.SignedIn;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The inbox: what has to be decided, and decisions about many at once. */
@Controller
class IncidentsPage {
    private static final int MOST = 25;
    private static final Pattern ID = Pattern.compile("\\d{1,18}");

    private final IncidentList incidents;
    private final Decisions decisions;
    private final Shelf shelf;

    IncidentsPage(IncidentList incidents, Decisions decisions, Shelf shelf) {
        this.incidents = incidents;
        this.decisions = decisions;
        this.shelf = shelf;
    }

    @GetMapping("/incidents")
    String show(
            @RequestParam(required = false) @Nullable IncidentKind kind,
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "") String behind,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        IncidentList.Search search = new IncidentList.Search(kind, Search.clean(connection), !state.equals("resolved"));
        List<Incident> found = incidents.page(search, behind.isEmpty() ? null : id(behind), MOST + 1);
        List<Incident> page = found.subList(0, Math.min(MOST, found.size()));
        Map<IncidentKind, Long> counts = incidents.counts(search.connection());
        model.addAttribute("search", search);
        model.addAttribute("counts", counts);
        model.addAttribute(
                "all", counts.values().stream().mapToLong(Long::longValue).sum());
        model.addAttribute("kinds", IncidentKind.values());
        model.addAttribute("titles", shelf.titles());
        model.addAttribute("rows", page);
        model.addAttribute("newest", behind.isEmpty());
        model.addAttribute("next", found.size() > MOST ? page.get(MOST - 1).id() : null);
        model.addAttribute(
                "bulk",
                kind == null || !search.open()
                        ? List.of()
                        : kind.choices().stream().filter(Choice::isForMany).toList());
        return htmx == null ? "incidents" : "incidents :: live";
    }

    /** Decides about those that were picked, or about all that a search finds. */
    @PostMapping("/incidents/decide")
    @PreAuthorize("hasRole('OPERATOR')")
    String decide(
            @RequestParam Choice choice,
            @RequestParam(name = "id", required = false) @Nullable List<String> picked,
            @RequestParam(defaultValue = "") String every,
            @RequestParam IncidentKind kind,
            @RequestParam(defaultValue = "") String connection,
            @AuthenticationPrincipal SignedIn person,
            RedirectAttributes next) {
        // A page that is open and refreshes itself must not take the words meant for the one that comes.
        next.addAttribute("told", true);
        next.addAttribute("kind", kind);
        next.addAttribute("connection", Search.clean(connection));
        if (!choice.isForMany() || !kind.choices().contains(choice)) {
            next.addFlashAttribute("refusal", "This cannot be decided about several incidents at once.");
        } else if (every.equals("yes")) {
            tell(
                    decisions.decideAll(
                            new IncidentList.Search(kind, Search.clean(connection), true), choice, person.name()),
                    next);
        } else if (picked == null || picked.isEmpty()) {
            next.addFlashAttribute("refusal", "Nothing was picked. Tick incidents, or choose all that match.");
        } else {
            tell(decisions.decide(picked.stream().map(IncidentsPage::id).toList(), choice, person.name()), next);
        }
        return "redirect:/incidents";
    }

    private static void tell(Decisions.Tally tally, RedirectAttributes next) {
        if (tally.carriedOut() > 0) {
            next.addFlashAttribute(
                    "done",
                    tally.carriedOut() + " carried out, " + tally.closed() + " of them resolved."
                            + (tally.more() ? " There are more: decide again to go on." : ""));
        }
        if (tally.failed() > 0) {
            next.addFlashAttribute(
                    "refusal",
                    tally.failed() + " not carried out: "
                            + tally.refused().keySet().iterator().next());
        }
        if (tally.carriedOut() == 0 && tally.failed() == 0) {
            next.addFlashAttribute("refusal", "No open incident matches any more.");
        }
    }

    static long id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return Long.parseLong(text);
    }
}

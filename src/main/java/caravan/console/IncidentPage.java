package caravan.console;

import caravan.catalog.Catalog;
import caravan.incident.Choice;
import caravan.incident.DecisionRefused;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.security.Audit;
import caravan.security.SignedIn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One incident: what was found, what it concerns, and what can be decided. */
@Controller
@RequestMapping("/incidents/{id:\\d{1,18}}")
class IncidentPage {
    private static final int SUGGESTIONS = 50;
    private static final int BEGINNING = 3;

    private final IncidentList incidents;
    private final Decisions decisions;
    private final IncidentConcerns concerns;
    private final Catalog catalog;
    private final Shelf shelf;
    private final Audit audit;

    IncidentPage(
            IncidentList incidents,
            Decisions decisions,
            IncidentConcerns concerns,
            Catalog catalog,
            Shelf shelf,
            Audit audit) {
        this.incidents = incidents;
        this.decisions = decisions;
        this.concerns = concerns;
        this.catalog = catalog;
        this.shelf = shelf;
        this.audit = audit;
    }

    @GetMapping
    String show(
            @PathVariable long id,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        Incident incident = require(id);
        model.addAttribute("incident", incident);
        model.addAttribute("titles", shelf.titles());
        model.addAttribute("orders", concerns.orders(incident));
        model.addAttribute("withheld", concerns.withheld(incident));
        model.addAttribute("facts", concerns.facts(incident));
        if (htmx != null) {
            return "incident :: live";
        }
        model.addAttribute("listings", IncidentConcerns.listings(incident));
        if (incident.kind() == IncidentKind.UNKNOWN_SKU || incident.kind() == IncidentKind.DUPLICATE_SKU) {
            model.addAttribute("items", similar(incident.fact("sku")));
        }
        return "incident";
    }

    /** The message that could not be used, for those who may see personal data. */
    @GetMapping("/message")
    @PreAuthorize("hasRole('OPERATOR')")
    String message(@PathVariable long id, Model model) {
        Incident incident = require(id);
        byte[] bytes = incidents.bytes(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        audit.record("read message", "incident " + id, bytes.length + " bytes");
        model.addAttribute("incident", incident);
        model.addAttribute("message", MessageText.of(bytes));
        return "message";
    }

    @PostMapping("/decide")
    @PreAuthorize("hasRole('OPERATOR')")
    String decide(
            @PathVariable long id,
            @RequestParam Choice choice,
            @RequestParam Map<String, String> form,
            @AuthenticationPrincipal SignedIn person,
            RedirectAttributes next) {
        require(id);
        Map<String, String> arguments = new HashMap<>(form);
        arguments.keySet().removeAll(List.of("choice", "_csrf"));
        try {
            // The page says itself what came of it.
            decisions.decide(id, choice, arguments, person.name());
        } catch (DecisionRefused refused) {
            next.addFlashAttribute("refusal", refused.reason());
            // A page that is open and refreshes itself must not take the words meant for the one that comes.
            next.addAttribute("told", true);
        }
        return "redirect:/incidents/" + id;
    }

    /** Items whose SKUs begin alike: to choose from, never a guess. */
    private List<Catalog.Item> similar(String channelSku) {
        StringBuilder beginning = new StringBuilder();
        Search.clean(channelSku).codePoints().limit(BEGINNING).forEach(beginning::appendCodePoint);
        return catalog.page(beginning.toString(), "", SUGGESTIONS);
    }

    private Incident require(long id) {
        return incidents.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}

package caravan.console;

import caravan.catalog.Catalog;
import caravan.inventory.Bundles;
import caravan.inventory.ChannelRules;
import caravan.inventory.DriftPolicies;
import caravan.inventory.ListingView;
import caravan.inventory.Listings;
import caravan.inventory.StockLevels;
import caravan.inventory.StockLevels.Deed;
import caravan.inventory.StockView;
import caravan.kernel.Sku;
import caravan.security.SignedIn;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One item: where it is, what each channel shows of it, and why. A SKU may hold any character, so it is a parameter. */
@Controller
class ItemPage {
    private static final int MOST = 20;
    private static final long MOST_UNITS = 1_000_000_000;
    private static final int LONGEST_REASON = 100;

    private final Catalog catalog;
    private final StockView stock;
    private final ListingView listings;
    private final Listings channels;
    private final DriftPolicies drifts;
    private final StockLevels levels;
    private final ChannelRules rules;
    private final Shelf shelf;
    private final Bundles bundles;

    ItemPage(
            Catalog catalog,
            StockView stock,
            ListingView listings,
            Listings channels,
            DriftPolicies drifts,
            StockLevels levels,
            ChannelRules rules,
            Shelf shelf,
            Bundles bundles) {
        this.bundles = bundles;
        this.channels = channels;
        this.catalog = catalog;
        this.stock = stock;
        this.listings = listings;
        this.drifts = drifts;
        this.levels = levels;
        this.rules = rules;
        this.shelf = shelf;
    }

    @GetMapping("/stock/{sku}")
    String find(@PathVariable String sku, RedirectAttributes next) {
        next.addAttribute("sku", sku);
        return "redirect:/stock/item";
    }

    @GetMapping("/stock/item")
    String show(
            @RequestParam("sku") String name,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        Catalog.Item item = require(name);
        model.addAttribute("item", item);
        model.addAttribute("levels", stock.levels(List.of(item.sku())));
        List<ListingView.Reasons> reasons = listings.reasons(item.sku());
        Map<String, String> titles = shelf.titles();
        model.addAttribute("listings", reasons);
        model.addAttribute("told", listings.told(item.sku(), MOST));
        model.addAttribute("movements", stock.movements(item.sku(), MOST));
        model.addAttribute("titles", titles);
        if (htmx == null) {
            Map<Sku, Long> components = bundles.components(item.sku());
            model.addAttribute("components", components);
            if (!model.containsAttribute("recipe")) {
                model.addAttribute("recipe", RecipeForm.of(components));
            }
            model.addAttribute("locations", stock.locations());
            model.addAttribute("key", UUID.randomUUID());
            List<String> channels = reasons.stream()
                    .map(reason -> reason.figure().connection().value())
                    .filter(titles::containsKey)
                    .toList();
            model.addAttribute("rules", RulesPage.forms(rules.of(item.sku()), channels, titles));
        }
        return htmx == null ? "item" : "item :: live";
    }

    @PostMapping("/stock/adjust")
    @PreAuthorize("hasRole('OPERATOR')")
    String adjust(
            @RequestParam String sku,
            @RequestParam String location,
            @RequestParam long units,
            @RequestParam String reason,
            @RequestParam UUID key,
            @AuthenticationPrincipal SignedIn person,
            RedirectAttributes next) {
        Sku item = require(sku).sku();
        String refusal = refusal(item, location, reason, Math.abs(units));
        if (refusal == null) {
            tell(levels.adjust(item, location, units, deed(key, reason, person)), next);
        }
        return back(item, refusal, next);
    }

    @PostMapping("/stock/count")
    @PreAuthorize("hasRole('OPERATOR')")
    String count(
            @RequestParam String sku,
            @RequestParam String location,
            @RequestParam long units,
            @RequestParam String reason,
            @RequestParam UUID key,
            @AuthenticationPrincipal SignedIn person,
            RedirectAttributes next) {
        Sku item = require(sku).sku();
        String refusal = refusal(item, location, reason, units);
        if (refusal == null) {
            tell(levels.count(item, location, units, deed(key, reason, person)), next);
        }
        return back(item, refusal, next);
    }

    /** Lets a listing be written again that somebody stopped. */
    @PostMapping("/stock/resume")
    @PreAuthorize("hasRole('OPERATOR')")
    String resume(@RequestParam String sku, @RequestParam long listing, RedirectAttributes next) {
        Sku item = require(sku).sku();
        if (listings.reasons(item).stream().anyMatch(reasons -> reasons.id() == listing)) {
            channels.resume(listing);
            next.addFlashAttribute("done", "The listing is written again once its figure is read anew.");
        }
        return back(item, null, next);
    }

    /** Lets a listing follow its connection again when its figure differs. */
    @PostMapping("/stock/follow")
    @PreAuthorize("hasRole('OPERATOR')")
    String follow(@RequestParam String sku, @RequestParam long listing, RedirectAttributes next) {
        Sku item = require(sku).sku();
        if (listings.reasons(item).stream().anyMatch(reasons -> reasons.id() == listing)) {
            drifts.follow(listing);
            next.addFlashAttribute("done", "The listing follows its connection again when its figure differs.");
        }
        return back(item, null, next);
    }

    private Catalog.Item require(String name) {
        try {
            return catalog.items(List.of(new Sku(name.replace("\0", "")))).stream()
                    .findFirst()
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        } catch (IllegalArgumentException noSku) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, noSku);
        }
    }

    private @Nullable String refusal(Sku item, String location, String reason, long units) {
        if (!bundles.components(item).isEmpty()) {
            return "A bundle has no units of its own. Correct the stock of its components.";
        }
        if (stock.locations().stream().noneMatch(known -> known.code().equals(location))) {
            return "There is no such location. Choose one of the list.";
        }
        if (Search.clean(reason).isEmpty() || reason.length() > LONGEST_REASON) {
            return "Say why in 1 to " + LONGEST_REASON + " characters.";
        }
        if (units < 0 || units > MOST_UNITS) {
            return "The number of units must be from 0 to " + MOST_UNITS + ".";
        }
        return null;
    }

    private static Deed deed(UUID key, String reason, SignedIn person) {
        return new Deed(key.toString(), Search.clean(reason), person.name());
    }

    private static void tell(boolean booked, RedirectAttributes next) {
        if (booked) {
            next.addFlashAttribute("done", "Booked. The channels follow.");
        } else {
            next.addFlashAttribute(
                    "refusal",
                    "Nothing was booked: it changes nothing, or this form was sent before. See the last movements.");
        }
    }

    private static String back(Sku item, @Nullable String refusal, RedirectAttributes next) {
        if (refusal != null) {
            next.addFlashAttribute("refusal", refusal);
        }
        next.addAttribute("sku", item.value());
        return "redirect:/stock/item";
    }
}

package caravan.console;

import caravan.sandbox.Sandbox;
import caravan.sandbox.StoreDesk;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One order of a pretend store, and what its shopper and its merchant can do with it. */
@Controller
@Profile("sandbox")
@RequestMapping("/twins/{vendor}/{store}/orders/{id}")
class TwinOrderPage {
    private static final String MAY_ACT = "hasRole('OPERATOR')";
    private static final String HERE = "redirect:/twins/{vendor}/{store}/orders/{id}";

    private final Sandbox sandbox;

    TwinOrderPage(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @GetMapping
    String show(
            @PathVariable String vendor,
            @PathVariable String store,
            @PathVariable String id,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        model.addAttribute("store", sandbox.store(vendor, store));
        model.addAttribute("order", sandbox.desk(vendor, store).order(id));
        return htmx == null ? "twin-order" : "twin-order :: live";
    }

    @PostMapping("/pay")
    @PreAuthorize(MAY_ACT)
    String pay(
            @PathVariable String vendor, @PathVariable String store, @PathVariable String id, RedirectAttributes next) {
        return act(vendor, store, next, desk -> {
            desk.pay(id);
            return "The order is paid.";
        });
    }

    @PostMapping("/edit")
    @PreAuthorize(MAY_ACT)
    String edit(
            @PathVariable String vendor,
            @PathVariable String store,
            @PathVariable String id,
            @RequestParam String sku,
            @RequestParam int units,
            RedirectAttributes next) {
        return act(vendor, store, next, desk -> {
            desk.edit(id, sku, units);
            return "The order has " + units + " of '" + sku + "' now.";
        });
    }

    @PostMapping("/ship")
    @PreAuthorize(MAY_ACT)
    String ship(
            @PathVariable String vendor, @PathVariable String store, @PathVariable String id, RedirectAttributes next) {
        return act(vendor, store, next, desk -> {
            desk.ship(id);
            return "Everything that was left is shipped.";
        });
    }

    @PostMapping("/refund")
    @PreAuthorize(MAY_ACT)
    String refund(
            @PathVariable String vendor,
            @PathVariable String store,
            @PathVariable String id,
            @RequestParam String sku,
            @RequestParam int units,
            @RequestParam(defaultValue = "false") boolean restock,
            RedirectAttributes next) {
        return act(vendor, store, next, desk -> {
            desk.refund(id, sku, units, restock);
            return "Given back: " + units + " of '" + sku + "', " + (restock ? "back in stock." : "not restocked.");
        });
    }

    @PostMapping("/cancel")
    @PreAuthorize(MAY_ACT)
    String cancel(
            @PathVariable String vendor, @PathVariable String store, @PathVariable String id, RedirectAttributes next) {
        return act(vendor, store, next, desk -> {
            desk.cancel(id);
            return "The order is cancelled.";
        });
    }

    @PostMapping("/bin")
    @PreAuthorize(MAY_ACT)
    String bin(
            @PathVariable String vendor, @PathVariable String store, @PathVariable String id, RedirectAttributes next) {
        return act(vendor, store, next, desk -> {
            desk.bin(id);
            return "The order is in the bin.";
        });
    }

    @PostMapping("/delete")
    @PreAuthorize(MAY_ACT)
    String delete(
            @PathVariable String vendor, @PathVariable String store, @PathVariable String id, RedirectAttributes next) {
        act(vendor, store, next, desk -> {
            desk.delete(id);
            return "Order '" + id + "' is gone for good.";
        });
        return "redirect:/twins/{vendor}/{store}";
    }

    private String act(String vendor, String store, RedirectAttributes next, Function<StoreDesk, String> deed) {
        TwinForms.attempt(next, () -> deed.apply(sandbox.desk(vendor, store)));
        return HERE;
    }
}

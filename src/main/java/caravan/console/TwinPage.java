package caravan.console;

import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Sandbox;
import caravan.sandbox.StoreDesk;
import caravan.sandbox.TwinOrder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One pretend store: its orders, figures and faults, and what its shoppers, its merchant and its vendor can do. */
@Controller
@Profile("sandbox")
@RequestMapping("/twins/{vendor}/{store}")
class TwinPage {
    private static final String MAY_ACT = "hasRole('OPERATOR')";
    private static final int ORDERS = 15;

    private final Sandbox sandbox;

    TwinPage(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @GetMapping
    String show(
            @PathVariable String vendor,
            @PathVariable String store,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        model.addAttribute("store", sandbox.store(vendor, store));
        model.addAttribute("orders", sandbox.desk(vendor, store).orders(ORDERS));
        if (htmx == null) {
            model.addAttribute("kinds", FaultKind.values());
            model.addAttribute("requests", FaultRule.Only.values());
        }
        return htmx == null ? "twin" : "twin :: live";
    }

    /** Forms that stand on the page of all stores say so, and lead back there. */
    @PostMapping("/orders")
    @PreAuthorize(MAY_ACT)
    String place(
            @PathVariable String vendor,
            @PathVariable String store,
            @RequestParam MultiValueMap<String, String> form,
            RedirectAttributes next) {
        Basket basket = Basket.of(form);
        return act(vendor, store, form.containsKey("all"), next, desk -> {
            TwinOrder order = desk.place(basket.lines(), basket.paid(), basket.coupon(), basket.shipped());
            return "Order '" + order.number() + "' is placed. The other stores follow.";
        });
    }

    @PostMapping("/buy")
    @PreAuthorize(MAY_ACT)
    String buy(
            @PathVariable String vendor,
            @PathVariable String store,
            @RequestParam(defaultValue = "false") boolean all,
            RedirectAttributes next) {
        return act(
                vendor,
                store,
                all,
                next,
                desk -> "A shopper placed order '" + desk.buy().number() + "'.");
    }

    /** A rate of 0 stops the shoppers. */
    @PostMapping("/shopper")
    @PreAuthorize(MAY_ACT)
    String shop(
            @PathVariable String vendor,
            @PathVariable String store,
            @RequestParam double rate,
            @RequestParam(defaultValue = "false") boolean all,
            RedirectAttributes next) {
        return act(vendor, store, all, next, desk -> {
            desk.shop(rate);
            return rate == 0
                    ? "The shoppers stay away now."
                    : "Shoppers buy " + Wording.NOW.rate(rate) + " times a minute now.";
        });
    }

    @PostMapping("/stock")
    @PreAuthorize(MAY_ACT)
    String setStock(
            @PathVariable String vendor,
            @PathVariable String store,
            @RequestParam String item,
            @RequestParam int count,
            RedirectAttributes next) {
        return act(vendor, store, false, next, desk -> {
            desk.setStock(item, count);
            return "The store shows " + count + " of '" + item + "' now, as if its merchant had typed it in.";
        });
    }

    @PostMapping("/subscriptions/disable")
    @PreAuthorize(MAY_ACT)
    String disableSubscriptions(@PathVariable String vendor, @PathVariable String store, RedirectAttributes next) {
        return act(vendor, store, false, next, desk -> {
            desk.disableSubscriptions();
            return "The vendor switched every webhook subscription off. The hub finds out by itself.";
        });
    }

    @PostMapping("/faults")
    @PreAuthorize(MAY_ACT)
    String switchOn(
            @PathVariable String vendor,
            @PathVariable String store,
            @RequestParam FaultKind kind,
            @RequestParam @Nullable Integer times,
            @RequestParam(defaultValue = "100") double percent,
            @RequestParam(defaultValue = "ALL") FaultRule.Only only,
            @RequestParam @Nullable Long seconds,
            RedirectAttributes next) {
        return act(vendor, store, false, next, desk -> {
            desk.switchOn(kind, times, percent / 100, only, seconds);
            return "Switched on: " + Wording.NOW.word(kind.name()) + ".";
        });
    }

    @PostMapping("/faults/{kind}/off")
    @PreAuthorize(MAY_ACT)
    String switchOff(
            @PathVariable String vendor,
            @PathVariable String store,
            @PathVariable FaultKind kind,
            RedirectAttributes next) {
        return act(vendor, store, false, next, desk -> {
            desk.switchOff(kind);
            return "Switched off: " + Wording.NOW.word(kind.name()) + ".";
        });
    }

    @PostMapping("/faults/off")
    @PreAuthorize(MAY_ACT)
    String switchAllOff(@PathVariable String vendor, @PathVariable String store, RedirectAttributes next) {
        return act(vendor, store, false, next, desk -> {
            desk.switchAllOff();
            return "Every fault is switched off.";
        });
    }

    @PostMapping("/clock")
    @PreAuthorize(MAY_ACT)
    String skew(
            @PathVariable String vendor,
            @PathVariable String store,
            @RequestParam long seconds,
            RedirectAttributes next) {
        return act(vendor, store, false, next, desk -> {
            desk.skew(seconds);
            return "The store's clock is " + Wording.NOW.skew(seconds) + " now.";
        });
    }

    private String act(
            String vendor, String store, boolean all, RedirectAttributes next, Function<StoreDesk, String> deed) {
        TwinForms.attempt(next, () -> deed.apply(sandbox.desk(vendor, store)));
        return all ? "redirect:/twins" : "redirect:/twins/{vendor}/{store}";
    }
}

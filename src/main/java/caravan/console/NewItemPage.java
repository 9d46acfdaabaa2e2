package caravan.console;

import caravan.kernel.Sku;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A new item, plain or made of others. */
@Controller
@RequestMapping("/add-item")
@PreAuthorize("hasRole('OPERATOR')")
class NewItemPage {
    private final NewItems items;

    NewItemPage(NewItems items) {
        this.items = items;
    }

    @GetMapping
    String show(Model model) {
        if (!model.containsAttribute("form")) {
            model.addAttribute("form", NewItemForm.empty());
        }
        return "add-item";
    }

    @PostMapping
    String add(@RequestParam MultiValueMap<String, String> fields, RedirectAttributes next) {
        NewItemForm form = NewItemForm.of(fields);
        try {
            Sku sku = form.item();
            items.add(sku, form.name(), form.recipe().components());
            next.addFlashAttribute(
                    "done", "Item '" + sku + "' is there. Listings and orders of that SKU find it by themselves.");
            next.addAttribute("sku", sku.value());
            return "redirect:/stock/item";
        } catch (IllegalArgumentException refused) {
            next.addFlashAttribute("refusal", refused.getMessage());
            next.addFlashAttribute("form", form);
            return "redirect:/add-item";
        }
    }
}

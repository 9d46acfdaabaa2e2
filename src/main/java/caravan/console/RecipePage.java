package caravan.console;

import caravan.catalog.Catalog;
import caravan.kernel.Sku;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Corrects what an item is made of; the form is on the item's page. */
@Controller
class RecipePage {
    private final Recipes recipes;
    private final Catalog catalog;

    RecipePage(Recipes recipes, Catalog catalog) {
        this.recipes = recipes;
        this.catalog = catalog;
    }

    @PostMapping("/stock/components")
    @PreAuthorize("hasRole('OPERATOR')")
    String define(
            @RequestParam("sku") String name,
            @RequestParam MultiValueMap<String, String> fields,
            RedirectAttributes next) {
        Sku item = require(name);
        RecipeForm form = RecipeForm.of(fields);
        try {
            Map<Sku, Long> components = form.components();
            next.addFlashAttribute(
                    "done", recipes.define(item, components) ? words(components) : "Nothing was changed.");
        } catch (IllegalArgumentException refused) {
            next.addFlashAttribute("refusal", refused.getMessage());
            next.addFlashAttribute("recipe", form);
        }
        next.addAttribute("sku", item.value());
        return "redirect:/stock/item";
    }

    private static String words(Map<Sku, Long> components) {
        return components.isEmpty()
                ? "It is a plain item from now on and sold from its own units. The channels follow."
                : "From now on it is made of "
                        + components.entrySet().stream()
                                .map(part -> part.getValue() + " × '" + part.getKey() + "'")
                                .collect(Collectors.joining(", "))
                        + ". The channels follow.";
    }

    private Sku require(String name) {
        try {
            return catalog.items(List.of(new Sku(name.replace("\0", "")))).stream()
                    .findFirst()
                    .map(Catalog.Item::sku)
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        } catch (IllegalArgumentException noSku) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, noSku);
        }
    }
}

package caravan.console;

import caravan.catalog.Catalog;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Every item with its stock and what each channel shows of it. */
@Controller
class StockPage {
    private static final int MOST = 25;

    private final Catalog catalog;
    private final Shelf shelf;

    StockPage(Catalog catalog, Shelf shelf) {
        this.catalog = catalog;
        this.shelf = shelf;
    }

    @GetMapping("/stock")
    String show(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String after,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        String prefix = Search.clean(q);
        List<Catalog.Item> found = catalog.page(prefix, after.replace("\0", ""), MOST + 1);
        List<Catalog.Item> page = found.subList(0, Math.min(MOST, found.size()));
        model.addAttribute("prefix", prefix);
        model.addAttribute("after", after);
        model.addAttribute("table", shelf.of(page));
        model.addAttribute(
                "next", found.size() > MOST ? page.get(MOST - 1).sku().value() : null);
        return htmx == null ? "stock" : "stock :: live";
    }
}

package caravan.console;

import caravan.connection.Connection;
import caravan.inventory.Preview;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** What a connection would write, before a person lets it. */
@Controller
class PreviewPage {
    private static final int MOST = 50;

    private final ConnectionDesk desk;
    private final Preview preview;

    PreviewPage(ConnectionDesk desk, Preview preview) {
        this.desk = desk;
        this.preview = preview;
    }

    @GetMapping("/connections/{id}/preview")
    String show(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "") String location,
            @RequestParam(defaultValue = "") String sku,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        Connection connection = desk.require(id);
        List<Preview.Line> found =
                preview.page(connection.id(), !all, location.replace("\0", ""), sku.replace("\0", ""), MOST + 1);
        model.addAttribute("connection", connection);
        model.addAttribute("all", all);
        model.addAttribute("location", location);
        model.addAttribute("sku", sku);
        model.addAttribute("totals", preview.totals(connection.id()));
        model.addAttribute("lines", found.subList(0, Math.min(MOST, found.size())));
        model.addAttribute("last", found.size() > MOST ? found.get(MOST - 1) : null);
        return htmx == null ? "preview" : "preview :: live";
    }
}

package caravan.console;

import caravan.sandbox.Sandbox;
import caravan.sandbox.StoreView;
import caravan.sandbox.TwinOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;

/** Every pretend store: what it shows of each SKU beside what the hub wants, and its latest orders. */
@Controller
@Profile("sandbox")
class TwinsPage {
    private static final int ORDERS = 8;

    /** An order and the store it was placed in. */
    record Placed(StoreView store, TwinOrder order) {}

    /**
     * One SKU.
     *
     * @param figures by store, as {@code vendor/store}; a store that does not sell it is not in it
     */
    record Row(String sku, Map<String, StoreView.Figure> figures) {}

    private final Sandbox sandbox;

    TwinsPage(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @GetMapping("/twins")
    String show(@RequestHeader(name = "HX-Request", required = false) @Nullable String htmx, Model model) {
        List<StoreView> stores = sandbox.stores();
        model.addAttribute("stores", stores);
        model.addAttribute("rows", rows(stores));
        model.addAttribute("orders", latest(stores));
        return htmx == null ? "twins" : "twins :: live";
    }

    private static List<Row> rows(List<StoreView> stores) {
        Map<String, Map<String, StoreView.Figure>> figures = new TreeMap<>();
        for (StoreView store : stores) {
            store.figures()
                    .forEach(figure -> figures.computeIfAbsent(figure.sku(), sku -> new TreeMap<>())
                            .put(store.path(), figure));
        }
        return figures.entrySet().stream()
                .map(row -> new Row(row.getKey(), row.getValue()))
                .toList();
    }

    private List<Placed> latest(List<StoreView> stores) {
        List<Placed> latest = new ArrayList<>();
        for (StoreView store : stores) {
            sandbox.desk(store.vendor(), store.store())
                    .orders(ORDERS)
                    .forEach(order -> latest.add(new Placed(store, order)));
        }
        latest.sort(Comparator.comparing((Placed placed) -> placed.order().placedAt())
                .reversed());
        return latest.subList(0, Math.min(ORDERS, latest.size()));
    }
}

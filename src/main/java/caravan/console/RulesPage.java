package caravan.console;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.inventory.ChannelRules;
import caravan.inventory.ChannelRules.Placed;
import caravan.inventory.ChannelRules.Rule;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.security.Audit;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How much of what is available each channel may show: the default of every channel here, those of items with each item. */
@Controller
@RequestMapping("/stock/rules")
class RulesPage {
    private static final Pattern UNITS = Pattern.compile("\\d{1,9}");
    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d{1,4})?");
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    private final ChannelRules rules;
    private final Connections connections;
    private final Catalog catalog;
    private final Audit audit;

    RulesPage(ChannelRules rules, Connections connections, Catalog catalog, Audit audit) {
        this.rules = rules;
        this.connections = connections;
        this.catalog = catalog;
        this.audit = audit;
    }

    /**
     * A rule as a form shows it.
     *
     * @param own whether there is one; the fields are empty where the next default holds
     * @param given whether the file of connections gives it, so that it cannot be changed here
     */
    record Form(
            String connection,
            String title,
            boolean own,
            String buffer,
            String percent,
            String minimum,
            String maximum,
            boolean given) {
        static Form of(String connection, String title, @Nullable Placed placed) {
            Rule rule = placed == null ? null : placed.rule();
            BigDecimal share = rule == null ? null : rule.share();
            return new Form(
                    connection,
                    title,
                    rule != null,
                    text(rule == null ? null : rule.buffer()),
                    share == null
                            ? ""
                            : share.multiply(WHOLE).stripTrailingZeros().toPlainString(),
                    text(rule == null ? null : rule.minimum()),
                    text(rule == null ? null : rule.maximum()),
                    placed != null && placed.given());
        }

        private static String text(@Nullable Long units) {
            return units == null ? "" : units.toString();
        }
    }

    @GetMapping
    String show(Model model) {
        Map<ConnectionId, Placed> defaults = new HashMap<>();
        rules.defaults().forEach(placed -> defaults.put(placed.connection(), placed));
        Map<String, String> waiting = new TreeMap<>();
        rules.waiting()
                .forEach(placed -> waiting.merge(
                        placed.connection().value(), String.valueOf(placed.sku()), (all, next) -> all + ", " + next));
        model.addAttribute("waiting", waiting);
        model.addAttribute(
                "forms",
                connections.all().stream()
                        .map(each -> Form.of(each.id().value(), each.title(), defaults.get(each.id())))
                        .toList());
        return "rules";
    }

    /** The forms of one item, one for each connection that lists it. */
    static List<Form> forms(List<Placed> rules, List<String> connections, Map<String, String> titles) {
        Map<String, Placed> own = new HashMap<>();
        rules.forEach(placed -> own.put(placed.connection().value(), placed));
        return connections.stream()
                .distinct()
                .map(id -> Form.of(id, titles.getOrDefault(id, id), own.get(id)))
                .toList();
    }

    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    String put(
            @RequestParam String connection,
            @RequestParam(defaultValue = "") String sku,
            @RequestParam String buffer,
            @RequestParam String percent,
            @RequestParam String minimum,
            @RequestParam String maximum,
            RedirectAttributes next) {
        ConnectionId id = require(connection);
        Sku item = item(sku);
        if (isUnits(buffer) && isUnits(minimum) && isUnits(maximum) && isPercent(percent)) {
            change(next, "The rule holds. The channel follows.", () -> {
                rules.put(id, item, new Rule(units(buffer), share(percent), units(minimum), units(maximum)));
                audit.record("rule set", subject(id, item), buffer + "/" + percent + "%/" + minimum + "/" + maximum);
            });
        } else {
            next.addFlashAttribute(
                    "refusal", "Units must be whole numbers from 0 to 999999999, and the share from 0 to 100 percent.");
        }
        return back(item, next);
    }

    @PostMapping("/drop")
    @PreAuthorize("hasRole('OPERATOR')")
    String drop(@RequestParam String connection, @RequestParam(defaultValue = "") String sku, RedirectAttributes next) {
        ConnectionId id = require(connection);
        Sku item = item(sku);
        change(next, "The rule is gone; the next default holds. The channel follows.", () -> {
            if (rules.drop(id, item)) {
                audit.record("rule taken away", subject(id, item), "");
            }
        });
        return back(item, next);
    }

    private static void change(RedirectAttributes next, String done, Runnable change) {
        try {
            change.run();
            next.addFlashAttribute("done", done);
        } catch (IllegalStateException given) {
            next.addFlashAttribute("refusal", given.getMessage());
        }
    }

    private ConnectionId require(String connection) {
        return connections.all().stream()
                .map(Connection::id)
                .filter(id -> id.value().equals(connection))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private @Nullable Sku item(String sku) {
        if (sku.isEmpty()) {
            return null;
        }
        try {
            return catalog.items(List.of(new Sku(sku.replace("\0", "")))).stream()
                    .findFirst()
                    .map(Catalog.Item::sku)
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        } catch (IllegalArgumentException noSku) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, noSku);
        }
    }

    private static boolean isUnits(String typed) {
        return typed.isBlank() || UNITS.matcher(typed.strip()).matches();
    }

    private static boolean isPercent(String typed) {
        return typed.isBlank()
                || (PERCENT.matcher(typed.strip()).matches() && new BigDecimal(typed.strip()).compareTo(WHOLE) <= 0);
    }

    private static @Nullable Long units(String typed) {
        return typed.isBlank() ? null : Long.valueOf(typed.strip());
    }

    private static @Nullable BigDecimal share(String typed) {
        return typed.isBlank() ? null : new BigDecimal(typed.strip()).movePointLeft(2);
    }

    private static String subject(ConnectionId connection, @Nullable Sku sku) {
        return connection + "/" + Objects.requireNonNullElse(sku, "default");
    }

    private static String back(@Nullable Sku sku, RedirectAttributes next) {
        if (sku == null) {
            return "redirect:/stock/rules";
        }
        next.addAttribute("sku", sku.value());
        return "redirect:/stock/item";
    }
}

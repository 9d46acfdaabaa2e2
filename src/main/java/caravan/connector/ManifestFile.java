package caravan.connector;

import caravan.connector.Manifest.Condition;
import caravan.connector.Manifest.Kind;
import caravan.connector.Manifest.Setting;
import caravan.connector.Manifest.Stock;
import caravan.connector.Manifest.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a {@code connector.yaml} and names everything wrong in it at once. */
final class ManifestFile {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private final Section root;
    private final Set<String> templates;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, Section> conditional = new LinkedHashMap<>();
    private final List<Use> uses = new ArrayList<>();

    private ManifestFile(Section root, Set<String> templates) {
        this.root = root;
        this.templates = templates;
    }

    /**
     * Reads a manifest.
     *
     * @param templates stems of the template files that lie beside it
     * @param mappings names of the mappings that lie beside it
     * @return empty, and problems added, if anything is wrong
     */
    static Optional<Manifest> read(
            String file, String text, Set<String> templates, Set<String> mappings, List<Problem> problems) {
        int before = problems.size();
        return YamlText.read(file, text, problems)
                .map(node -> new ManifestFile(new Section(file, problems, "the manifest", node, 1), templates)
                        .manifest(mappings))
                .filter(manifest -> problems.size() == before);
    }

    private Manifest manifest(Set<String> mappings) {
        String connector = root.text("connector");
        if (!connector.isEmpty() && !NAME.matcher(connector).matches()) {
            root.wrong(
                    "connector",
                    "connector '" + connector
                            + "' must be lower case letters, digits and hyphens, starting with a letter.");
        }
        root.section("settings", "settings", all -> all.each("setting", this::setting));
        Braces braces = new Braces(settings);
        conditional.forEach((name, section) -> needed(name, section, braces));
        require("capabilities");
        root.section("capabilities", "capabilities", all -> {
            all.keys().forEach(code -> capability(code, all, braces));
        });
        templates.stream()
                .filter(template ->
                        uses.stream().noneMatch(use -> use.template().equals(template)))
                .forEach(template -> root.wrong(
                        "capabilities",
                        "no capability uses the file '" + template
                                + ".camel.yaml'. Declare what it does, or remove the file."));
        List<Stock> stock = root.parts("stock", "stock", section -> stock(section, braces));
        CallRules calls = CallRules.read(root, braces);
        TimeRules times = TimeRules.read(root, braces, mappings);
        Manifest manifest = new Manifest(
                connector,
                root.text("title"),
                root.constant("kind", Kind.class, true).orElse(Kind.STOREFRONT),
                root.text("documentation"),
                List.copyOf(uses),
                settings,
                calls.origin(),
                calls.auth(),
                calls.limits(),
                calls.timeouts(),
                root.find("changing-parameter"),
                calls.faults(),
                calls.error(),
                root.find("request-id"),
                calls.paging(),
                times.orders(),
                times.webhooks(),
                stock);
        checkTogether(manifest);
        root.end();
        return manifest;
    }

    private void require(String key) {
        if (!root.has(key)) {
            root.wrong("the manifest has no " + key + ". Add them.");
        }
    }

    private void checkTogether(Manifest manifest) {
        Set<Capability> declared = uses.stream().map(Use::capability).collect(Collectors.toSet());
        if (declared.contains(Capability.ORDERS_READ) && manifest.orders() == null) {
            root.wrong("capabilities", "capability 'orders.read' needs the section orders. Add it.");
        }
        if (declared.contains(Capability.INVENTORY_WRITE) == manifest.stock().isEmpty()) {
            root.wrong(
                    manifest.stock().isEmpty() ? "capabilities" : "stock",
                    "capability 'inventory.write' and the section stock belong together. Add the one that is missing.");
        }
    }

    private void setting(String name, Section section) {
        if (!NAME.matcher(name).matches() || name.equals("scheme") || name.equals("connection")) {
            section.wrong(section.name()
                    + " must be named in lower case letters, digits and hyphens, and not scheme or connection.");
        }
        Setting.Type type = section.constant("type", Setting.Type.class, true).orElse(Setting.Type.TEXT);
        List<String> choices = section.texts("choices");
        boolean isConditional = section.has("needed-when");
        Setting setting = new Setting(
                section.text("description"),
                type,
                section.find("example"),
                section.find("default"),
                section.flag("optional", false) || isConditional,
                null,
                choices,
                section.flag("starts-anew", false));
        if ((type == Setting.Type.CHOICE) == choices.isEmpty()) {
            section.wrong(
                    choices.isEmpty()
                            ? section.name() + " is a choice without choices. Add choices."
                            : section.name()
                                    + " has choices, but is no choice. Remove them, or set its type to choice.");
        }
        if (type == Setting.Type.SECRET && (setting.initial() != null || setting.example() != null)) {
            section.wrong(section.name() + " is a secret with a default or an example. Remove it.");
        }
        if (setting.initial() != null && !choices.isEmpty() && !choices.contains(setting.initial())) {
            section.wrong(
                    "default",
                    "default '" + setting.initial() + "' of " + section.name() + " is none of its choices: "
                            + String.join(", ", choices) + ".");
        }
        section.end();
        settings.put(name, setting);
        if (isConditional) {
            conditional.put(name, section);
        }
    }

    /** Read once all settings are known, as it names others. */
    private void needed(String name, Section section, Braces braces) {
        Setting setting = Objects.requireNonNull(settings.get(name));
        if (section.has("optional") || setting.initial() != null) {
            section.wrong(
                    "needed-when",
                    section.name() + " has needed-when beside optional or default. Keep needed-when alone:"
                            + " elsewhere the setting is optional.");
        }
        settings.put(name, setting.neededWhen(braces.condition(section, "needed-when")));
    }

    private void capability(String code, Section all, Braces braces) {
        Optional<Capability> capability = Arrays.stream(Capability.values())
                .filter(each -> each.code().equals(code))
                .findFirst();
        if (capability.isEmpty()) {
            all.wrong(
                    code,
                    "capability '" + code + "' is not known. Allowed: "
                            + Arrays.stream(Capability.values())
                                    .map(Capability::code)
                                    .collect(Collectors.joining(", ")) + ".");
            return;
        }
        Set<Condition> conditions = new HashSet<>();
        uses.addAll(all.parts(code, "capability '" + code + "'", alternative -> {
            Use use = use(capability.get(), alternative, braces);
            if (!conditions.add(use.when())) {
                alternative.wrong(
                        "capability '" + code + "' has two alternatives under one condition. Tell them apart.");
            }
            return use;
        }));
    }

    private Use use(Capability capability, Section section, Braces braces) {
        String initial = capability.template();
        String template = section.has("template") ? section.text("template") : initial;
        String kind = initial.substring(initial.lastIndexOf('-'));
        if (!template.endsWith(kind)) {
            section.wrong(
                    "template", "template '" + template + "' of " + section.name() + " must end with " + kind + ".");
        } else if (!templates.contains(template)) {
            section.wrong(
                    section.name() + " has no file '" + template + ".camel.yaml'. Add it or remove the capability.");
        } else if (uses.stream().anyMatch(use -> use.template().equals(template) && use.capability() != capability)) {
            section.wrong(
                    "template", "template '" + template + "' belongs to another capability. Give each its own file.");
        }
        Use use = new Use(capability, braces.condition(section), template);
        section.end();
        return use;
    }

    private static Stock stock(Section section, Braces braces) {
        boolean keyed = section.flag("keyed", false);
        Duration memory = section.duration("key-memory", Duration.ZERO);
        if (keyed == memory.isZero()) {
            section.wrong(
                    keyed
                            ? section.name() + " is keyed without key-memory. Say how long the vendor surely remembers"
                                    + " a key, as 23h: later a write is read again instead of sent again."
                            : section.name() + " has key-memory, but is not keyed. Remove it, or set keyed.");
        }
        Stock stock = new Stock(
                braces.condition(section),
                section.constant("form", Stock.Form.class, true).orElse(Stock.Form.DELTA),
                Math.toIntExact(section.number("rows-per-call", 1, 1, 1000)),
                keyed,
                memory,
                section.flag("findable", false));
        section.end();
        return stock;
    }
}

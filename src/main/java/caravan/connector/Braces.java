package caravan.connector;

import caravan.connector.Manifest.Condition;
import caravan.connector.Manifest.Setting;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a manifest names its settings: in braces, and in conditions. */
record Braces(Map<String, Setting> settings) {
    private static final Pattern NAMED = Pattern.compile("\\{([^{}]*)}");

    /** Names settings in braces that are not declared, or are secret where no secret may stand. */
    void check(Section section, String key, String text, boolean secrets) {
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            Setting setting = settings.get(named.group(1));
            if (setting == null) {
                section.wrong(
                        key,
                        key + " of " + section.name() + " names the setting '" + named.group(1)
                                + "', which is not declared." + " Declare it under settings.");
            } else if (setting.type() == Setting.Type.SECRET && !secrets) {
                section.wrong(
                        key,
                        key + " of " + section.name() + " names the secret '" + named.group(1)
                                + "'. A secret may only stand in auth.");
            }
        }
        if (named.replaceAll("").matches(".*[{}].*")) {
            section.wrong(key, key + " of " + section.name() + " has a brace without its counterpart.");
        }
    }

    /** The condition {@code when} of a section. */
    Condition condition(Section section) {
        return condition(section, "when");
    }

    /** The condition of a section that stands under some key. */
    Condition condition(Section section, String key) {
        return section.part(key, key + " of " + section.name(), when -> {
                    Map<String, String> wishes = when.values();
                    wishes.forEach((name, value) -> check(when, name, value));
                    return wishes;
                })
                .map(Condition::new)
                .orElse(Condition.ALWAYS);
    }

    private void check(Section when, String name, String value) {
        List<String> allowed = List.of();
        Setting setting = settings.get(name);
        if (name.equals("scheme")) {
            allowed = List.of("http", "https");
        } else if (setting == null) {
            when.wrong(
                    name,
                    when.name() + " names the setting '" + name
                            + "', which is not declared. Declare it under settings.");
        } else {
            switch (setting.type()) {
                case CHOICE -> allowed = setting.choices();
                case SWITCH -> allowed = List.of("true", "false");
                case SECRET -> when.wrong(name, when.name() + " names the secret '" + name + "'. Use another setting.");
                case TEXT, LOCATION, URL, NUMBER -> {
                    // Any value may be asked for.
                }
            }
        }
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            when.wrong(
                    name,
                    "'" + value + "' in " + when.name() + " can never be '" + name + "'. Allowed: "
                            + String.join(", ", allowed) + ".");
        }
    }
}

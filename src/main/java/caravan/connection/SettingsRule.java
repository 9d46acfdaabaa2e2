package caravan.connection;

import caravan.connector.Manifest;
import caravan.connector.Manifest.Condition;
import caravan.connector.Manifest.Setting;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a connection's settings against its connector's manifest. No problem it tells holds a secret. */
final class SettingsRule {
    private static final int LONGEST = 4000;

    /** What is wrong with one setting, and what to do. */
    record Problem(String setting, String says) {
        String text() {
            return (setting.isEmpty() || ConnectionProblem.isOfItself(setting) ? "it " : "setting '" + setting + "' ")
                    + says + ".";
        }
    }

    private final Manifest manifest;
    private final boolean plainHttp;
    private final Map<String, String> filled;
    private final List<Problem> problems = new ArrayList<>();

    private SettingsRule(Manifest manifest, boolean plainHttp, Map<String, String> filled) {
        this.manifest = manifest;
        this.plainHttp = plainHttp;
        this.filled = filled;
    }

    /**
     * All problems, by setting.
     *
     * @param given every setting that is given, with its value; a secret's value is looked at for its length only
     */
    static List<Problem> check(Manifest manifest, Map<String, String> given, boolean plainHttp) {
        SettingsRule rule = new SettingsRule(manifest, plainHttp, Manifests.filled(manifest, given));
        given.keySet().stream()
                .filter(name -> !manifest.settings().containsKey(name))
                .sorted()
                .forEach(name -> rule.note(
                        name,
                        "is no setting of connector '" + manifest.connector() + "'. Remove it; there are: "
                                + String.join(", ", manifest.settings().keySet())));
        new TreeMap<>(manifest.settings()).forEach((name, setting) -> rule.check(name, setting, given.get(name)));
        if (rule.problems.isEmpty()) {
            rule.checkOrigin();
        }
        return rule.problems;
    }

    private void checkOrigin() {
        try {
            URI origin = URI.create(manifest.origin(filled));
            require(origin.getHost() != null, "", "makes no address: '" + origin + "'. Check the parts it is made of");
            require(
                    plainHttp || !"http".equals(origin.getScheme()),
                    "",
                    "makes an address that begins with http:. Allow plain-http in the connection's network, or use https:");
        } catch (IllegalArgumentException unreadable) {
            note("", "makes no address out of '" + manifest.origin() + "'. Check the parts it is made of");
        }
    }

    private void check(String name, Setting setting, @Nullable String value) {
        if (value == null || value.isBlank()) {
            if (setting.initial() == null && !setting.optional()) {
                note(name, "is missing. " + setting.description() + example(setting));
            } else if (setting.neededWhen() != null && manifest.holds(setting.neededWhen(), filled)) {
                note(
                        name,
                        "is missing; it is needed while " + worded(setting.neededWhen()) + ". " + setting.description()
                                + example(setting));
            }
            return;
        }
        if (value.length() > LONGEST) {
            note(name, "is longer than " + LONGEST + " characters");
            return;
        }
        switch (setting.type()) {
            case URL -> checkUrl(name, setting, value);
            case NUMBER -> require(value.matches("-?[0-9]{1,15}"), name, "must be a whole number" + example(setting));
            case SWITCH -> require(value.matches("true|false"), name, "must be true or false");
            case CHOICE ->
                require(
                        setting.choices().contains(value),
                        name,
                        "must be one of: " + String.join(", ", setting.choices()));
            case TEXT, LOCATION, SECRET ->
                require(
                        value.chars().noneMatch(Character::isISOControl) || setting.type() == Setting.Type.SECRET,
                        name,
                        "must be one line");
        }
    }

    private void checkUrl(String name, Setting setting, String value) {
        URI address;
        try {
            address = URI.create(value);
        } catch (IllegalArgumentException unreadable) {
            note(name, "is no address" + example(setting));
            return;
        }
        String scheme = String.valueOf(address.getScheme());
        if (address.getHost() == null || !scheme.matches("https?")) {
            note(name, "must be an address that begins with https:" + example(setting));
        } else if (address.getRawUserInfo() != null) {
            note(name, "must not hold a user or a password. Use the connector's settings for them");
        } else if (scheme.equals("http") && !plainHttp) {
            note(
                    name,
                    "begins with http: and would send credentials unprotected. Use https:, or allow"
                            + " plain-http in the connection's network");
        }
    }

    private void require(boolean holds, String name, String says) {
        if (!holds) {
            note(name, says);
        }
    }

    private void note(String name, String says) {
        problems.add(new Problem(name, says));
    }

    private static String worded(Condition condition) {
        return condition.settings().entrySet().stream()
                .map(wish -> "'" + wish.getKey() + "' is '" + wish.getValue() + "'")
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    private static String example(Setting setting) {
        return setting.example() == null || setting.type() == Setting.Type.SECRET
                ? ""
                : " (for example " + setting.example() + ")";
    }
}

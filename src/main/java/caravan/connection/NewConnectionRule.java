package caravan.connection;

import caravan.connection.SettingsRule.Problem;
import caravan.connector.Manifest;
import caravan.security.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks a connection before it is stored. */
final class NewConnectionRule {
    private static final int LONGEST_TITLE = 200;

    private NewConnectionRule() {}

    /**
     * All problems.
     *
     * @param all the secrets it will have
     */
    static List<Problem> check(Manifest manifest, NewConnection connection, Map<String, Secret> all) {
        List<Problem> problems = new ArrayList<>();
        String title = connection.title();
        if (title.isBlank() || title.length() > LONGEST_TITLE || title.chars().anyMatch(Character::isISOControl)) {
            problems.add(new Problem("", "needs a title of one line with 1 to " + LONGEST_TITLE + " characters"));
        }
        if (connection.poll() != null && connection.poll().toSeconds() < 1) {
            problems.add(new Problem("", "must not poll more often than once a second"));
        }
        connection.settings().keySet().stream()
                .filter(name -> isSecret(manifest, name))
                .map(name -> new Problem(name, "is a secret and must be given as one"))
                .forEach(problems::add);
        all.keySet().stream()
                .filter(name -> manifest.settings().containsKey(name) && !isSecret(manifest, name))
                .map(name -> new Problem(name, "is no secret and must be given as a plain setting"))
                .forEach(problems::add);
        Map<String, String> given = new HashMap<>(connection.settings());
        all.forEach((name, secret) -> given.putIfAbsent(name, secret.reveal()));
        problems.addAll(SettingsRule.check(manifest, given, connection.network().plainHttp()));
        return problems;
    }

    static boolean isSecret(Manifest manifest, String name) {
        var setting = manifest.settings().get(name);
        return setting != null && setting.type() == Manifest.Setting.Type.SECRET;
    }
}

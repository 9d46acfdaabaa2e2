package caravan.connection;

import caravan.connection.ConnectionFile.Entry;
import caravan.connection.ConnectionFile.Value;
import caravan.connector.Manifest;
import caravan.kernel.ConnectionId;
import caravan.security.Secret;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/** Turns an entry of the file into a connection: fills placeholders in and checks it against its connector. */
final class EntryCheck {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]{0,199})}");

    private final Environment environment;
    private final boolean literalSecrets;
    private final Problems problems;
    private final Set<ConnectionId> unfilled = new HashSet<>();

    /** Literal secrets are for pretend vendors only. */
    EntryCheck(Environment environment, boolean literalSecrets, Problems problems) {
        this.environment = environment;
        this.literalSecrets = literalSecrets;
        this.problems = problems;
    }

    /** The connection an entry makes; empty if something is wrong with it, which is noted. */
    Optional<NewConnection> check(Entry entry, Manifest manifest) {
        int before = problems.count();
        Map<String, String> settings = new HashMap<>();
        Map<String, Secret> secrets = new HashMap<>();
        Set<String> unresolved = new HashSet<>();
        entry.settings().forEach((name, value) -> {
            int beforeValue = problems.count();
            String text = resolve(entry, name, value);
            if (problems.count() > beforeValue) {
                unresolved.add(name);
            }
            if (!NewConnectionRule.isSecret(manifest, name)) {
                settings.put(name, text);
                return;
            }
            secrets.put(name, Secret.of(text));
            if (!literalSecrets && !PLACEHOLDER.matcher(value.text()).matches()) {
                note(
                        entry,
                        value.line(),
                        "secret '" + name + "' stands in the file itself. Write ${NAME} and set NAME"
                                + " in the environment of the hub; change the secret if others could read the file.");
            }
        });
        NewConnection connection = new NewConnection(
                entry.id(),
                entry.connector(),
                entry.title(),
                settings,
                secrets,
                entry.network(),
                entry.locations(),
                entry.poll(),
                entry.autoLive(),
                entry.drift());
        NewConnectionRule.check(manifest, connection, secrets).stream()
                .filter(problem -> !unresolved.contains(problem.setting()))
                .forEach(problem -> {
                    Value value = entry.settings().get(problem.setting());
                    note(entry, value == null ? entry.line() : value.line(), problem.text());
                });
        return problems.count() > before ? Optional.empty() : Optional.of(connection);
    }

    /** Connections among those checked whose placeholders are not all filled. */
    Set<ConnectionId> unfilled() {
        return unfilled;
    }

    private String resolve(Entry entry, String name, Value value) {
        Matcher found = PLACEHOLDER.matcher(value.text());
        StringBuilder text = new StringBuilder();
        while (found.find()) {
            String resolved = environment.getProperty(found.group(1), "");
            if (resolved.isEmpty()) {
                unfilled.add(entry.id());
                note(
                        entry,
                        value.line(),
                        "setting '" + name + "' needs ${" + found.group(1)
                                + "}, which is not set. Set it in the environment of the hub.");
            }
            found.appendReplacement(text, Matcher.quoteReplacement(resolved));
        }
        return found.appendTail(text).toString();
    }

    private void note(Entry entry, int line, String says) {
        problems.add(line, "connection '" + entry.id() + "': " + says);
    }
}

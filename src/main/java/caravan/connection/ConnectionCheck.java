package caravan.connection;

import caravan.connector.Manifest;
import caravan.security.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Requires of a connection to be made or changed what its connector's manifest asks for. */
@Component
class ConnectionCheck {
    private final Manifests manifests;
    private final ConnectionSecrets secrets;

    ConnectionCheck(Manifests manifests, ConnectionSecrets secrets) {
        this.manifests = manifests;
        this.secrets = secrets;
    }

    /**
     * Returns the manifest of its connector.
     *
     * @param before the connection that is changed; null if one is made
     * @throws IllegalArgumentException with every problem there is, one a line
     */
    Manifest require(NewConnection connection, @Nullable Connection before) {
        Manifest manifest = manifests
                .find(connection.connector())
                .orElseThrow(() -> new IllegalArgumentException("Connection '" + connection.id()
                        + "': there is no connector '" + connection.connector() + "', or its folder is not right."));
        List<SettingsRule.Problem> problems = problems(manifest, connection, before);
        if (!problems.isEmpty()) {
            throw new InvalidConnection(
                    problems.stream()
                            .map(problem -> "Connection '" + connection.id() + "': " + problem.text())
                            .collect(Collectors.joining("\n")),
                    problems.stream()
                            .map(problem -> new ConnectionProblem(problem.setting(), problem.says()))
                            .toList());
        }
        return manifest;
    }

    /** Secrets that are stored were entrusted to the old address: they are not sent to another unless somebody gives them anew. */
    private List<SettingsRule.Problem> problems(
            Manifest manifest, NewConnection connection, @Nullable Connection before) {
        Map<String, Secret> all = new HashMap<>(before == null ? Map.of() : secrets.readable(connection.id()));
        Set<String> entrusted = new TreeSet<>(all.keySet());
        all.putAll(connection.secrets());
        List<SettingsRule.Problem> problems = new ArrayList<>(NewConnectionRule.check(manifest, connection, all));
        if (before != null
                && before.connector().equals(connection.connector())
                && Moves.isToNewAddress(manifest, before.settings(), connection.settings())) {
            entrusted.removeAll(connection.secrets().keySet());
            entrusted.forEach(name -> problems.add(new SettingsRule.Problem(
                    name,
                    "must be given anew, because the address changes: the stored one belongs to the old address")));
        }
        return problems;
    }
}

package caravan.connection;

import caravan.connection.SettingsRule.Problem;
import caravan.connector.Manifest;
import caravan.security.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Checks a connection before it is stored. */
final class NewConnectionRule {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_CHANNEL_LOCATION = 200;
    private static final int MOST_LOCATIONS = 100;
    private static final Pattern LOCATION = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final String TITLE = ConnectionProblem.TITLE;
    private static final String POLL = ConnectionProblem.POLL;
    private static final String LOCATIONS = ConnectionProblem.LOCATIONS;

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
            problems.add(new Problem(TITLE, "needs a title of one line with 1 to " + LONGEST_TITLE + " characters"));
        }
        if (connection.poll() != null && connection.poll().toSeconds() < 1) {
            problems.add(new Problem(POLL, "must not poll more often than once a second"));
        }
        if (connection.poll() != null && connection.poll().toDays() >= 1) {
            problems.add(new Problem(POLL, "must poll more often than once a day"));
        }
        checkLocations(connection.locations(), problems);
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

    private static void checkLocations(Map<String, List<String>> locations, List<Problem> problems) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new TreeSet<>();
        locations.forEach((channel, ours) -> {
            if (channel.isBlank()
                    || channel.length() > LONGEST_CHANNEL_LOCATION
                    || channel.chars().anyMatch(Character::isISOControl)) {
                problems.add(new Problem(LOCATIONS, "has a location of the channel without a usable name"));
            }
            for (String location : ours) {
                if (!LOCATION.matcher(location).matches()) {
                    problems.add(
                            new Problem(
                                    LOCATIONS,
                                    "names a location that must be 1 to 40 lower case letters, digits and hyphens, for example main"));
                } else if (!seen.add(location)) {
                    twice.add(location);
                }
            }
        });
        twice.stream()
                .map(location -> new Problem(
                        LOCATIONS,
                        "lets location '" + location
                                + "' feed two locations of the channel, which would offer its units"
                                + " twice. Name it once"))
                .forEach(problems::add);
        if (seen.size() > MOST_LOCATIONS || locations.size() > MOST_LOCATIONS) {
            problems.add(new Problem(LOCATIONS, "has more than " + MOST_LOCATIONS + " locations"));
        }
    }

    static boolean isSecret(Manifest manifest, String name) {
        var setting = manifest.settings().get(name);
        return setting != null && setting.type() == Manifest.Setting.Type.SECRET;
    }
}

package caravan.console;

import caravan.connection.Connection;
import caravan.connection.ConnectionProblem;
import caravan.connection.NewConnection;
import caravan.connector.Manifest;
import caravan.connector.Manifest.Setting;
import caravan.connector.VendorAccount.Network;
import caravan.inventory.ChannelLocations;
import caravan.kernel.ConnectionId;
import caravan.kernel.DriftPolicy;
import caravan.security.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.MultiValueMap;

/**
 * The form of a connection, made from its connector's settings. It keeps what was typed when something is wrong with it, except
 * secrets, which never leave the hub again.
 */
final class ConnectionForm {
    /** A name that no problem of the form's other fields depends on, while the one that was typed is none. */
    private static final ConnectionId UNNAMED = new ConnectionId("unnamed");

    private static final int MOST_LOCATIONS = 100;
    private static final int BLANK_LOCATIONS = 2;

    /**
     * One field made from a setting.
     *
     * @param value as typed or stored; empty for a secret
     * @param stored whether a secret is there already
     */
    record Field(String name, Setting setting, String value, boolean stored, List<String> problems) {
        public boolean required() {
            return !setting.optional() && setting.initial() == null;
        }
    }

    /** Locations of ours, comma-separated, that feed one of the channel. */
    record Feed(String channel, String ours) {}

    private final Manifest manifest;
    private final Map<String, String> typed;
    private final Map<String, String> secrets = new HashMap<>();
    private final List<Feed> feeds = new ArrayList<>();
    private final Set<String> storedSecrets;
    private final List<ConnectionProblem> problems = new ArrayList<>();
    private final List<ChannelLocations.Named> offered = new ArrayList<>();

    private ConnectionForm(Manifest manifest, Map<String, String> typed, Set<String> storedSecrets) {
        this.manifest = manifest;
        this.typed = typed;
        this.storedSecrets = storedSecrets;
    }

    /** The form of a connection that is not there yet. */
    static ConnectionForm blank(Manifest manifest) {
        ConnectionForm form = new ConnectionForm(manifest, new HashMap<>(), Set.of());
        form.feeds.add(new Feed("default", "main"));
        return form;
    }

    /** The form of a connection as it is. */
    static ConnectionForm of(
            Manifest manifest,
            Connection connection,
            Set<String> secrets,
            @Nullable Duration poll,
            boolean autoLive,
            DriftPolicy drift,
            List<String> unfed) {
        Map<String, String> typed = new HashMap<>();
        connection.settings().forEach((name, value) -> typed.put("setting." + name, value));
        typed.put("title", connection.title());
        typed.put("poll", poll == null ? "" : DurationStyle.SIMPLE.print(poll));
        flag(typed, "auto-live", autoLive);
        typed.put("drift", drift.code());
        flag(typed, "plain-http", connection.network().plainHttp());
        flag(typed, "private-addresses", connection.network().privateAddresses());
        flag(typed, "self-signed", connection.network().selfSigned());
        ConnectionForm form = new ConnectionForm(manifest, typed, secrets);
        connection.locations().forEach((channel, ours) -> form.feeds.add(new Feed(channel, String.join(", ", ours))));
        unfed.forEach(channel -> form.feeds.add(new Feed(channel, "")));
        return form;
    }

    /** The form as it was sent. */
    static ConnectionForm sent(Manifest manifest, MultiValueMap<String, String> sent, Set<String> storedSecrets) {
        ConnectionForm form = new ConnectionForm(manifest, new HashMap<>(), storedSecrets);
        sent.forEach((name, values) -> {
            String value = values.get(0) == null ? "" : values.get(0).strip();
            if (form.isSecret(name)) {
                form.secrets.put(name.substring("setting.".length()), value);
            } else {
                form.typed.put(name, value);
            }
        });
        List<String> channels = sent.getOrDefault("channel-location", List.of());
        List<String> ours = sent.getOrDefault("our-locations", List.of());
        for (int index = 0; index < Math.min(Math.min(channels.size(), ours.size()), MOST_LOCATIONS + 1); index++) {
            Feed feed = new Feed(channels.get(index).strip(), ours.get(index).strip());
            if (!feed.ours().isEmpty()) {
                form.feeds.add(feed);
            }
        }
        return form;
    }

    private static void flag(Map<String, String> typed, String name, boolean on) {
        if (on) {
            typed.put(name, "on");
        }
    }

    private boolean isSecret(String name) {
        Setting setting = name.startsWith("setting.") ? manifest.settings().get(name.substring(8)) : null;
        return setting != null && setting.type() == Setting.Type.SECRET;
    }

    /**
     * The connection the form asks for. What could not be read of it is noted and left out.
     *
     * @param known its name, null to take the one that was typed
     */
    NewConnection read(@Nullable ConnectionId known) {
        Map<String, String> settings = new HashMap<>();
        Map<String, Secret> given = new HashMap<>();
        manifest.settings().forEach((name, setting) -> {
            String value = typed("setting." + name);
            if (setting.type() != Setting.Type.SECRET && !value.isEmpty()) {
                settings.put(name, value);
            }
            String secret = secrets.getOrDefault(name, "");
            if (!secret.isEmpty()) {
                given.put(name, Secret.of(secret));
            }
        });
        ConnectionId id = known == null ? readId() : known;
        return new NewConnection(
                id,
                manifest.connector(),
                typed("title").isEmpty() ? id.value() : typed("title"),
                settings,
                given,
                new Network(on("plain-http"), on("private-addresses"), on("self-signed")),
                readFeeds(),
                readPoll(),
                on("auto-live"),
                readDrift());
    }

    private ConnectionId readId() {
        try {
            return new ConnectionId(typed("id"));
        } catch (IllegalArgumentException unusable) {
            note(
                    ConnectionProblem.ID,
                    "must be 1 to 40 lower case letters, digits and hyphens, starting with a letter");
            return UNNAMED;
        }
    }

    private @Nullable Duration readPoll() {
        try {
            return typed("poll").isEmpty() ? null : DurationStyle.detectAndParse(typed("poll"));
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            note(ConnectionProblem.POLL, "must be a time, for example 30s or 5m");
            return null;
        }
    }

    private DriftPolicy readDrift() {
        try {
            return typed("drift").isEmpty() ? DriftPolicy.HUB : DriftPolicy.of(typed("drift"));
        } catch (IllegalArgumentException unknown) {
            note(ConnectionProblem.DRIFT, "must be one of the list");
            return DriftPolicy.HUB;
        }
    }

    /** The policies there are. */
    public List<DriftPolicy> policies() {
        return List.of(DriftPolicy.values());
    }

    private Map<String, List<String>> readFeeds() {
        Map<String, List<String>> read = new LinkedHashMap<>();
        for (Feed feed : feeds) {
            List<String> ours = List.of(feed.ours().strip().split("\\s*,\\s*"));
            if (!feed.ours().isEmpty() && read.put(feed.channel(), ours) != null) {
                note(
                        ConnectionProblem.LOCATIONS,
                        "has location '" + feed.channel() + "' of the channel twice. Join them");
            }
        }
        return read;
    }

    private void note(String field, String says) {
        problems.add(new ConnectionProblem(field, says));
    }

    void note(List<ConnectionProblem> found) {
        problems.addAll(found);
    }

    private String typed(String name) {
        return typed.getOrDefault(name, "");
    }

    /** What was typed into a field that is not made from a setting. */
    public String text(String name) {
        return typed(name);
    }

    public boolean on(String name) {
        return !typed(name).isEmpty();
    }

    public Manifest manifest() {
        return manifest;
    }

    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        manifest.settings()
                .forEach((name, setting) -> fields.add(new Field(
                        name, setting, typed("setting." + name), storedSecrets.contains(name), problems(name))));
        return fields;
    }

    /** Lets people choose among the locations that the channel has. */
    ConnectionForm offering(List<ChannelLocations.Named> locations) {
        offered.addAll(locations);
        return this;
    }

    /** The locations that the channel has, as far as it is known. */
    public List<ChannelLocations.Named> offered() {
        return offered;
    }

    /** The locations, with room for more. */
    public List<Feed> feeds() {
        List<Feed> rows = new ArrayList<>(feeds);
        for (int index = 0; index < BLANK_LOCATIONS; index++) {
            rows.add(new Feed("", ""));
        }
        return rows;
    }

    public List<String> problems(String field) {
        return problems.stream()
                .filter(problem -> problem.field().equals(field))
                .map(ConnectionProblem::says)
                .toList();
    }

    public int problemCount() {
        return problems.size();
    }
}

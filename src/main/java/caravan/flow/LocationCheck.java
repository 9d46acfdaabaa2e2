package caravan.flow;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connector.Manifest;
import caravan.connector.Manifest.Setting;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.incident.Incidents.Finding;
import caravan.inventory.ChannelLocations;
import caravan.inventory.ChannelLocations.Named;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads which locations a channel has, and finds what a connection names that is none of them. */
final class LocationCheck {
    private static final Logger log = LoggerFactory.getLogger(LocationCheck.class);
    private static final int MOST_TOLD = 30;

    private final ChannelCalls channel;
    private final Manifest manifest;
    private final Connections connections;
    private final ChannelLocations locations;
    private final Incidents incidents;

    LocationCheck(
            ChannelCalls channel,
            Manifest manifest,
            Connections connections,
            ChannelLocations locations,
            Incidents incidents) {
        this.channel = channel;
        this.manifest = manifest;
        this.connections = connections;
        this.locations = locations;
        this.incidents = incidents;
    }

    /**
     * Reads the locations, and raises an incident for each that is named and not there. A channel that does not tell, for want of
     * a scope for example, is asked again next time: neither the test of its credentials nor an import depends on it.
     *
     * @param fence lets nothing be written that another owner may have written newer
     */
    void run(Consumer<Runnable> fence) {
        try {
            List<Named> there = channel.locations();
            fence.accept(() -> check(there));
        } catch (CallFailed untold) {
            log.info(
                    "The locations of connection '{}' cannot be read: {}, {}",
                    channel.connection(),
                    untold.fault(),
                    untold.detail());
        }
    }

    private void check(List<Named> there) {
        ConnectionId id = channel.connection();
        locations.keep(id, there);
        Set<String> known = there.stream().map(Named::id).collect(Collectors.toSet());
        Map<String, String> named = named(connections.require(id));
        List<Finding> findings = new ArrayList<>();
        named.forEach((location, where) -> {
            if (!known.contains(location)) {
                findings.add(unknown(location, where, there));
            }
        });
        incidents.raise(findings);
        incidents.close(
                incidents.subjects(IncidentKind.UNKNOWN_LOCATION, id.value()).stream()
                        .filter(location -> known.contains(location) || !named.containsKey(location))
                        .map(location -> new Cause(IncidentKind.UNKNOWN_LOCATION, id.value(), location))
                        .toList(),
                "The connection names no location any more that the channel does not have.");
    }

    /** The locations that a connection names, and where it does. */
    private Map<String, String> named(Connection connection) {
        Map<String, String> named = new TreeMap<>();
        connection.locations().keySet().forEach(location -> named.put(location, "'locations'"));
        manifest.settings().forEach((name, setting) -> {
            String location = connection.settings().get(name);
            if (setting.type() == Setting.Type.LOCATION && location != null) {
                named.merge(location, "setting '" + name + "'", (one, other) -> other + " and " + one);
            }
        });
        return named;
    }

    private Finding unknown(String location, String where, List<Named> there) {
        String has = there.stream()
                .limit(MOST_TOLD)
                .map(each -> "'" + each.id() + "' (" + each.title() + ")")
                .collect(Collectors.joining(", "));
        return new Finding(
                IncidentKind.UNKNOWN_LOCATION,
                channel.connection().value(),
                location,
                "Channel '" + channel.connection() + "' has no location '" + location + "' in use",
                "The connection names it in its " + where + ", so its stock is neither read nor written. "
                        + (there.isEmpty()
                                ? "The channel tells of no location at all: check what its app may read."
                                : "The channel has: " + has + (there.size() > MOST_TOLD ? " and more" : "") + ".")
                        + " Correct the connection, or put the location into use at the channel.",
                Map.of("location", location));
    }
}

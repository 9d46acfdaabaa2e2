package caravan.flow;

import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.incident.Incidents.Finding;
import caravan.inventory.Readings.Begun;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Figures that a channel does not tell, and since when. People are told once per channel, for it is mostly away as a whole. Kept
 * in memory: with the next owner the patience begins anew.
 */
final class UnreadFigures {
    private static final int MOST_TOLD = 10;
    /** A listing that was not tried for longer is not read any more. */
    private static final Duration FORGOTTEN = Duration.ofHours(2);

    /** Since when a figure could not be read, and when that was tried last. */
    private record Failing(Instant since, Instant last) {}

    private final ConnectionId connection;
    private final Incidents incidents;
    private final InstantSource clock;
    private final Map<Long, Failing> failing = new HashMap<>();
    private boolean mayBeOpen = true;

    UnreadFigures(ConnectionId connection, Incidents incidents, InstantSource clock) {
        this.connection = connection;
        this.incidents = incidents;
        this.clock = clock;
    }

    /** Notes that figures could not be read. */
    void failed(List<Begun> listings, CallFailed failure) {
        Instant now = clock.instant();
        Instant late = now.minus(FailingLooks.PATIENCE);
        List<Begun> unread = new ArrayList<>();
        for (Begun each : listings) {
            Failing known = failing.merge(
                    each.listing(), new Failing(now, now), (before, same) -> new Failing(before.since(), now));
            if (!known.since().isAfter(late)) {
                unread.add(each);
            }
        }
        if (!unread.isEmpty()) {
            incidents.raise(List.of(finding(unread, failure)));
            mayBeOpen = true;
        }
    }

    /** Notes that the channel answered about listings. */
    void answered(List<Begun> listings) {
        listings.forEach(each -> failing.remove(each.listing()));
        Instant forgotten = clock.instant().minus(FORGOTTEN);
        failing.values().removeIf(each -> each.last().isBefore(forgotten));
        if (failing.isEmpty() && mayBeOpen) {
            incidents.close(
                    List.of(new Cause(IncidentKind.FIGURES_FAILING, connection.value(), "figures")),
                    "The figures were read.");
            mayBeOpen = false;
        }
    }

    private Finding finding(List<Begun> unread, CallFailed failure) {
        String named = unread.stream()
                .limit(MOST_TOLD)
                .map(each -> "'" + each.externalId() + "'")
                .collect(Collectors.joining(", "));
        return new Finding(
                IncidentKind.FIGURES_FAILING,
                connection.value(),
                "figures",
                "What channel '" + connection + "' shows cannot be read",
                "For " + FailingLooks.PATIENCE.toMinutes()
                        + " minutes or longer it has not told the figures of listings "
                        + named + (unread.size() > MOST_TOLD ? " and more" : "") + ". " + failure.fault() + ": "
                        + failure.detail()
                        + " Listings whose last write was never answered are not raised meanwhile, and new ones do not go live."
                        + " Mend the cause at the channel or in its connection; it goes on being tried.",
                Map.of());
    }
}

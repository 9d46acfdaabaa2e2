package caravan.flow;

import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.incident.Incidents.Finding;
import caravan.inventory.ReadingFailures;
import caravan.inventory.ReadingFailures.Failure;
import caravan.inventory.ReadingFailures.Unread;
import caravan.inventory.Readings.Begun;
import caravan.kernel.Backoff;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures that a channel does not tell. People are told once per channel, for it is mostly away as a whole. */
final class UnreadFigures {
    private static final Logger log = LoggerFactory.getLogger(UnreadFigures.class);

    /** After as many failures that time does not mend, some minutes, people are told. */
    static final int MANY = 5;

    private static final int MOST_TOLD = 10;
    private static final Duration FIRST = Duration.ofSeconds(15);
    /** A channel that comes back is read again soon: until then listings are not raised. */
    private static final Backoff PASSING = new Backoff(FIRST, Duration.ofMinutes(1));

    private static final Backoff LASTING = new Backoff(FIRST, Duration.ofMinutes(30));

    private final ConnectionId connection;
    private final ReadingFailures failures;
    private final Incidents incidents;
    /** An earlier owner may have raised it. */
    private boolean mayBeOpen = true;

    UnreadFigures(ConnectionId connection, ReadingFailures failures, Incidents incidents) {
        this.connection = connection;
        this.failures = failures;
        this.incidents = incidents;
    }

    /**
     * Puts readings off that failed.
     *
     * @param alone whether a single listing was asked for
     */
    void failed(List<Begun> listings, CallFailed failure, boolean alone) {
        log.info(
                "Figures of {} listings of connection '{}', '{}' first, could not be read: {}, {}",
                listings.size(),
                connection,
                listings.get(0).externalId(),
                failure.fault(),
                failure.detail());
        failures.failed(
                connection,
                listings.stream().map(Begun::listing).toList(),
                new Failure(failure.fault(), failure.detail(), failure.waitAtLeast(), alone),
                failure.fault().isPassing() ? PASSING : LASTING);
        List<Unread> unread = lasting();
        if (!unread.isEmpty()) {
            incidents.raise(List.of(finding(unread)));
            mayBeOpen = true;
        }
    }

    /** Notes that the channel answered about listings. */
    void answered(List<Begun> listings) {
        boolean mended = failures.answered(listings.stream().map(Begun::listing).toList());
        if (!mended && !mayBeOpen) {
            return;
        }
        List<Unread> unread = lasting();
        mayBeOpen = !unread.isEmpty();
        if (mayBeOpen) {
            incidents.restate(finding(unread));
        } else {
            incidents.close(
                    List.of(new Cause(IncidentKind.FIGURES_FAILING, connection.value(), "figures")),
                    "The figures were read.");
        }
    }

    private List<Unread> lasting() {
        return failures.lasting(connection, MANY, FailingLooks.PATIENCE, MOST_TOLD + 1);
    }

    private Finding finding(List<Unread> unread) {
        String named = unread.stream()
                .limit(MOST_TOLD)
                .map(each -> "'" + each.externalId() + "' of item '" + each.sku() + "' (" + each.failures() + " times)")
                .collect(Collectors.joining(", "));
        Unread first = unread.get(0);
        return new Finding(
                IncidentKind.FIGURES_FAILING,
                connection.value(),
                "figures",
                unread.size() == 1
                        ? "What channel '" + connection + "' shows of item '" + first.sku() + "' cannot be read"
                        : "What channel '" + connection + "' shows cannot be read",
                "Since " + FailingLooks.AT.format(first.since()) + " it has not told the figure of listing " + named
                        + (unread.size() > MOST_TOLD ? " and more" : "") + ". "
                        + first.fault().title() + ": "
                        + first.detail()
                        + " Until it is read, a listing that is held or whose last write was never answered is not raised,"
                        + " and a new one does not go live. " + remedy(first.fault())
                        + " It goes on being tried, at least every half hour.",
                Map.of());
    }

    private static String remedy(Fault fault) {
        return switch (fault) {
            case UNREACHED, UNANSWERED, THROTTLED ->
                "Look whether the channel is up, and whether the connection has its right address.";
            case MISCONFIGURED -> "Test the credentials of the connection, and what they permit.";
            case REFUSED ->
                "Look at the channel whether the listing is still there and the hub's app may read it; if it was made anew,"
                        + " import the catalogue.";
            case DEFECT ->
                "Look at the failed calls of the connection: the connector cannot use what the channel answers there.";
        };
    }
}

package caravan.flow;

import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connector.Capability;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.incident.Incidents.Finding;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.inventory.Readings.Begun;
import caravan.inventory.Readings.Outcome;
import caravan.inventory.Readings.Reading;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import caravan.link.Lease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads what a channel shows, where that is due, and compares it with the books. */
final class ReadingWork implements Chore {
    private static final int MOST = 50;
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofMinutes(30);

    private final ChannelCalls channel;
    private final Duration settle;
    private final Connections connections;
    private final Readings readings;
    private final Listings listings;
    private final Incidents incidents;
    private final UnreadFigures unread;

    ReadingWork(
            ChannelCalls channel,
            Duration settle,
            Connections connections,
            Readings readings,
            Listings listings,
            Incidents incidents) {
        this(channel, settle, connections, readings, listings, incidents, InstantSource.system());
    }

    ReadingWork(
            ChannelCalls channel,
            Duration settle,
            Connections connections,
            Readings readings,
            Listings listings,
            Incidents incidents,
            InstantSource clock) {
        this.unread = new UnreadFigures(channel.connection(), incidents, clock);
        this.channel = channel;
        this.settle = settle;
        this.connections = connections;
        this.readings = readings;
        this.listings = listings;
        this.incidents = incidents;
    }

    @Override
    public boolean doNext(Lease lease) throws CallFailed {
        if (!lease.allowsCall() || !channel.can(Capability.INVENTORY_READ)) {
            return false;
        }
        List<Begun> begun = readings.begin(channel.connection(), MOST);
        if (begun.isEmpty()) {
            return false;
        }
        try {
            ChannelCalls.Page figures = channel.figures(
                    begun.get(0).batch(),
                    begun.stream().map(Begun::externalId).toList(),
                    begun.stream().map(Begun::channelLocation).toList());
            unread.answered(begun);
            compare(begun, figures);
        } catch (CallFailed failure) {
            Duration wait = failure.waitAtLeast().compareTo(RETRY) > 0 ? failure.waitAtLeast() : RETRY;
            readings.putOff(begun.stream().map(Begun::listing).toList(), wait);
            unread.failed(begun, failure);
            if (failure.fault() == Fault.MISCONFIGURED) {
                throw failure;
            }
        }
        return true;
    }

    private void compare(List<Begun> begun, ChannelCalls.Page figures) {
        Map<String, JsonNode> byListing = new HashMap<>();
        figures.rows().forEach(row -> byListing.put(ConnectorStock.key(row), row));
        List<Begun> unmanaged = new ArrayList<>();
        List<Long> missing = new ArrayList<>();
        List<Long> again = new ArrayList<>();
        List<Cause> counted = new ArrayList<>();
        for (Begun each : begun) {
            JsonNode row = byListing.get(each.externalId() + "\u0000" + each.channelLocation());
            if (row == null) {
                missing.add(each.listing());
            } else if (!row.path("managed").asBoolean(false) || !row.hasNonNull("figure")) {
                unmanaged.add(each);
            } else {
                counted.add(cause(each));
                if (readings.finish(new Reading(each, row.get("figure").asLong(), figures.at()), settle)
                        == Outcome.VOID) {
                    again.add(each.listing());
                }
            }
        }
        incidents.close(counted, "The channel counts the stock of this listing by now.");
        readings.putOff(again, AGAIN);
        readings.putOff(missing, LONG);
        setAside(unmanaged);
        goLive();
    }

    private Cause cause(Begun listing) {
        return new Cause(
                IncidentKind.STOCK_NOT_MANAGED,
                channel.connection().value(),
                listing.channelLocation() + "/" + listing.externalId());
    }

    /** A channel that does not count an item's stock answers writes with success and does nothing. */
    private void setAside(List<Begun> unmanaged) {
        if (unmanaged.isEmpty()) {
            return;
        }
        List<Long> ids = unmanaged.stream().map(Begun::listing).toList();
        listings.setAside(ids);
        readings.putOff(ids, LONG);
        List<Long> stopped = listings.stopped(ids);
        incidents.raise(unmanaged.stream()
                .filter(each -> !stopped.contains(each.listing()))
                .map(each -> new Finding(
                        IncidentKind.STOCK_NOT_MANAGED,
                        channel.connection().value(),
                        each.channelLocation() + "/" + each.externalId(),
                        "Channel '" + channel.connection() + "' does not count the stock of listing '"
                                + each.externalId() + "'",
                        "The hub cannot keep it in step. Switch stock management on for it at the channel; it is read"
                                + " again every half hour.",
                        Map.of(
                                "listing",
                                String.valueOf(each.listing()),
                                "external",
                                each.externalId(),
                                "location",
                                each.channelLocation())))
                .toList());
    }

    private void goLive() {
        if (connections.require(channel.connection()).mode() == Connection.Mode.LIVE) {
            listings.goLive(channel.connection(), connections.goesLiveByItself(channel.connection()));
        }
    }
}

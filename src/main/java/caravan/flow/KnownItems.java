package caravan.flow;

import caravan.catalog.Catalog;
import caravan.catalog.Catalog.Match;
import caravan.catalog.Catalog.Sold;
import caravan.catalog.ItemAdded;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.link.Duties;
import caravan.order.Orders;
import caravan.order.Orders.Unknown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sees to it that what was unknown takes effect once it is known: orders reserve, listings are imported, incidents close. */
@Component
class KnownItems {
    private static final String WORDS = "It is known by now what this is.";

    private final Catalog catalog;
    private final Orders orders;
    private final Incidents incidents;
    private final Duties duties;

    KnownItems(Catalog catalog, Orders orders, Incidents incidents, Duties duties) {
        this.catalog = catalog;
        this.orders = orders;
        this.incidents = incidents;
        this.duties = duties;
    }

    /** What an incident about something unknown is about: its SKU on that channel; without one, its listing. */
    static String subject(String channelSku, String externalListing) {
        return channelSku.isEmpty() ? "listing/" + externalListing : "sku/" + channelSku;
    }

    @EventListener
    void on(ItemAdded added) {
        settle(orders.unknown(added.sku().value()));
        String subject = subject(added.sku().value(), "");
        List<String> asking = incidents.connections(IncidentKind.UNKNOWN_SKU, subject);
        incidents.close(
                asking.stream()
                        .map(connection -> new Cause(IncidentKind.UNKNOWN_SKU, connection, subject))
                        .toList(),
                WORDS);
        // Locked last, as fenced work of owners does.
        asking.forEach(connection -> duties.mark(new ConnectionId(connection), DutyWork.CATALOGUE));
    }

    /** Lets everything on a channel take effect that became known, by whatever decision. */
    @Transactional
    void settle(ConnectionId connection) {
        settle(orders.unknown(connection));
    }

    private void settle(List<Unknown> waiting) {
        if (waiting.isEmpty()) {
            return;
        }
        Map<Sold, Match> matches =
                catalog.find(waiting.stream().map(KnownItems::sold).toList());
        Map<Unknown, Optional<Sku>> known = new HashMap<>();
        List<Cause> causes = new ArrayList<>();
        for (Unknown each : waiting) {
            Match match = matches.getOrDefault(sold(each), Match.UNKNOWN);
            if (match.isKnown()) {
                known.put(each, Optional.ofNullable(match.sku()));
                causes.add(new Cause(
                        IncidentKind.UNKNOWN_SKU,
                        each.connection().value(),
                        subject(each.channelSku(), each.externalListing())));
            }
        }
        orders.assign(known);
        incidents.close(causes, WORDS);
    }

    private static Sold sold(Unknown unknown) {
        return new Sold(unknown.connection(), unknown.externalListing(), unknown.channelSku());
    }
}

package caravan.flow;

import caravan.catalog.Catalog;
import caravan.incident.Choice;
import caravan.incident.Decision;
import caravan.incident.DecisionRefused;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.Remedy;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.link.Duties;
import caravan.order.Orders;
import caravan.order.Orders.Unknown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Carries out what people decide about SKUs that are unknown or there twice. A decision is remembered by the SKU as the channel
 * writes it, for orders and catalogue may name one thing by different ids; without a SKU it is remembered by the listing.
 */
@Component
class SkuRemedy implements Remedy {
    private static final int LONGEST_TITLE = 250;

    private final Catalog catalog;
    private final Orders orders;
    private final KnownItems known;
    private final Duties duties;

    SkuRemedy(Catalog catalog, Orders orders, KnownItems known, Duties duties) {
        this.catalog = catalog;
        this.orders = orders;
        this.known = known;
        this.duties = duties;
    }

    @Override
    public Set<IncidentKind> kinds() {
        return Set.of(IncidentKind.UNKNOWN_SKU, IncidentKind.DUPLICATE_SKU);
    }

    @Override
    public Outcome carryOut(Decision decision) {
        Incident incident = decision.incident();
        ConnectionId connection = new ConnectionId(incident.connection());
        Outcome outcome =
                switch (decision.choice()) {
                    case CREATE_ITEM -> create(connection, incident, decision);
                    case MAP_TO_ITEM -> map(connection, incident, sku(decision.argument("sku")));
                    case IGNORE -> ignore(connection, incident);
                    case KEEP_ONE -> keepOne(connection, incident, listing(incident, decision));
                    case CREATE_FOR_ONE -> createForOne(connection, incident, decision);
                    case MAP_ONE -> mapOne(connection, incident, decision);
                    case IGNORE_ONE -> ignoreOne(connection, listing(incident, decision));
                    case IMPORT_AGAIN -> Outcome.begun("The import begins now.");
                    default -> throw decision.unknown();
                };
        if (decision.choice() != Choice.KEEP_ONE) {
            known.settle(connection);
        }
        duties.mark(connection, DutyWork.CATALOGUE);
        return outcome;
    }

    private Outcome create(ConnectionId connection, Incident incident, Decision decision) {
        Sku sku = sku(decision.argument("sku"));
        String title = title(decision);
        boolean asWritten = sku.value().equals(incident.fact("sku"));
        if (catalog.items(List.of(sku)).isEmpty()) {
            catalog.put(sku, title);
        } else if (!asWritten) {
            throw new DecisionRefused("Item '" + sku + "' exists already. Map to it, or choose another SKU.");
        }
        if (!asWritten) {
            remember(connection, incident, sku);
        }
        return Outcome.resolved("Item '" + sku + "' was created.");
    }

    private Outcome map(ConnectionId connection, Incident incident, Sku sku) {
        if (catalog.items(List.of(sku)).isEmpty()) {
            throw new DecisionRefused("There is no item '" + sku + "'. Check the SKU, or create the item.");
        }
        remember(connection, incident, sku);
        return Outcome.resolved("It was mapped to item '" + sku + "'.");
    }

    private Outcome ignore(ConnectionId connection, Incident incident) {
        remember(connection, incident, null);
        return Outcome.resolved("It is ignored on this channel.");
    }

    private void remember(ConnectionId connection, Incident incident, @Nullable Sku sku) {
        String channelSku = incident.fact("sku");
        String listing = incident.fact("listing");
        if (!channelSku.isEmpty()) {
            catalog.matchSku(connection, channelSku, sku);
        } else if (!listing.isEmpty()) {
            catalog.match(connection, listing, sku);
        } else if (sku == null) {
            orders.assign(Map.of(new Unknown(connection, "", ""), Optional.empty()));
        } else {
            throw new DecisionRefused(
                    "What was sold has neither a SKU nor an id at the channel, so nothing could be told"
                            + " apart from it. Ignore it, and give it a SKU at the channel.");
        }
    }

    private Outcome keepOne(ConnectionId connection, Incident incident, String kept) {
        catalog.setAside(
                connection,
                listings(incident).stream().filter(each -> !each.equals(kept)).toList(),
                sku(incident.fact("sku")));
        return Outcome.resolved("Listing '" + kept + "' is kept in step, the others are left alone.");
    }

    private Outcome createForOne(ConnectionId connection, Incident incident, Decision decision) {
        Sku sku = sku(decision.argument("sku"));
        if (!catalog.items(List.of(sku)).isEmpty()) {
            throw new DecisionRefused("Item '" + sku + "' exists already. Map to it, or choose another SKU.");
        }
        catalog.put(sku, title(decision));
        return mapOne(connection, incident, decision);
    }

    private Outcome mapOne(ConnectionId connection, Incident incident, Decision decision) {
        String listing = listing(incident, decision);
        Sku sku = sku(decision.argument("sku"));
        if (sku.value().equals(incident.fact("sku"))) {
            throw new DecisionRefused("Listing '" + listing + "' stands for item '" + sku
                    + "' already, as the others do. Name another item.");
        }
        if (catalog.items(List.of(sku)).isEmpty()) {
            throw new DecisionRefused("There is no item '" + sku + "'. Check the SKU, or create the item.");
        }
        catalog.match(connection, listing, sku);
        return Outcome.resolved("Listing '" + listing + "' was mapped to item '" + sku
                + "'. If others still share the SKU," + " the import that begins now says so.");
    }

    private Outcome ignoreOne(ConnectionId connection, String listing) {
        catalog.match(connection, listing, null);
        return Outcome.resolved("Listing '" + listing
                + "' is ignored. If others still share the SKU, the import that begins" + " now says so.");
    }

    /** The listing that was chosen among those that share the SKU. */
    private static String listing(Incident incident, Decision decision) {
        String chosen = decision.argument("listing");
        if (!listings(incident).contains(chosen)) {
            throw new DecisionRefused(
                    "Listing '" + chosen + "' is none of those with this SKU. Choose one of the list.");
        }
        return chosen;
    }

    private static List<String> listings(Incident incident) {
        return incident.facts().entrySet().stream()
                .filter(fact -> fact.getKey().startsWith("listing."))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    private static String title(Decision decision) {
        String title = decision.argument("title");
        if (title.length() > LONGEST_TITLE) {
            throw new DecisionRefused("The title must have at most " + LONGEST_TITLE + " characters.");
        }
        return title;
    }

    private static Sku sku(String text) {
        try {
            return new Sku(text);
        } catch (IllegalArgumentException noSku) {
            throw new DecisionRefused(String.valueOf(noSku.getMessage()));
        }
    }
}

package caravan.flow;

import caravan.catalog.Catalog;
import caravan.catalog.Catalog.Match;
import caravan.catalog.Catalog.Sold;
import caravan.connector.Capability;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Finding;
import caravan.inventory.ListingKey;
import caravan.inventory.Listings;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lists what a channel sells and ties it to items by SKU. What is unknown or there twice is a person's decision, never a guess. */
final class CatalogueImport implements DutyWork.Deed {
    private final ChannelCalls channel;
    private final Catalog catalog;
    private final Listings listings;
    private final Incidents incidents;
    private final Duties duties;

    CatalogueImport(ChannelCalls channel, Catalog catalog, Listings listings, Incidents incidents, Duties duties) {
        this.channel = channel;
        this.catalog = catalog;
        this.listings = listings;
        this.incidents = incidents;
        this.duties = duties;
    }

    /** One listing as the channel describes it. */
    private record Offer(String externalId, String batch, String location, String sku, String title) {}

    @Override
    public @Nullable String run(Duty duty, long epoch) throws CallFailed {
        Map<String, Offer> offers = new LinkedHashMap<>();
        List<String> parents = new ArrayList<>();
        String next = null;
        do {
            ChannelCalls.Page page = channel.products(next);
            collect(page.rows(), offers);
            parents.addAll(page.parents());
            duties.progress(duty, epoch, offers.size(), null, null);
            next = page.next();
        } while (next != null);
        for (String parent : channel.can(Capability.VARIANTS_READ) ? parents : List.<String>of()) {
            do {
                ChannelCalls.Page page = channel.variants(parent, next);
                collect(page.rows(), offers);
                next = page.next();
            } while (next != null);
            duties.progress(duty, epoch, offers.size(), null, null);
        }
        tie(List.copyOf(offers.values()));
        return null;
    }

    private static void collect(List<JsonNode> rows, Map<String, Offer> offers) {
        for (JsonNode row : rows) {
            Offer offer = new Offer(
                    row.path("externalId").asString(""),
                    row.path("batch").asString(""),
                    row.path("location").asString("default"),
                    row.path("sku").asString(""),
                    row.path("title").asString(""));
            offers.put(offer.externalId() + "\u0000" + offer.location(), offer);
        }
    }

    private void tie(List<Offer> offers) {
        ConnectionId connection = channel.connection();
        Map<Sold, Match> matches = offers.isEmpty()
                ? Map.of()
                : catalog.find(offers.stream().map(this::sold).toList());
        Map<ListingKey, Offer> tied = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        Map<ListingKey, Integer> seen = new HashMap<>();
        for (Offer offer : offers) {
            Match match = matches.getOrDefault(sold(offer), new Match(null, false));
            if (match.sku() != null) {
                ListingKey key = new ListingKey(connection, offer.location(), match.sku());
                seen.merge(key, 1, Integer::sum);
                tied.putIfAbsent(key, offer);
            } else if (!match.ignored()) {
                findings.add(unknown(offer));
            }
        }
        List<Listings.Listed> listed = new ArrayList<>();
        tied.forEach((key, offer) -> {
            int times = seen.getOrDefault(key, 1);
            if (times > 1) {
                findings.add(twice(key, times));
            } else {
                listed.add(new Listings.Listed(key, offer.externalId(), offer.batch()));
            }
        });
        listings.register(listed);
        incidents.raise(findings);
    }

    private Sold sold(Offer offer) {
        return new Sold(channel.connection(), offer.externalId(), offer.sku());
    }

    private Finding unknown(Offer offer) {
        return new Finding(
                IncidentKind.UNKNOWN_SKU,
                channel.connection().value(),
                offer.externalId() + "/" + offer.sku(),
                offer.sku().isEmpty()
                        ? "Listing '" + offer.externalId() + "' has no SKU"
                        : "SKU '" + offer.sku() + "' is no item",
                "The channel lists it as '" + offer.externalId() + "', '" + offer.title()
                        + "'. Create the item, map the listing to an item, or ignore it.");
    }

    private Finding twice(ListingKey key, int times) {
        return new Finding(
                IncidentKind.DUPLICATE_SKU,
                channel.connection().value(),
                key.channelLocation() + "/" + key.sku(),
                "SKU '" + key.sku() + "' is listed " + times + " times on channel '" + channel.connection() + "'",
                "The hub cannot tell which listing is meant and keeps none of them in step. Give each its own SKU at the"
                        + " channel, or ignore all but one here.");
    }
}

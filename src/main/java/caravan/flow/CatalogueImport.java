package caravan.flow;

import caravan.catalog.Catalog;
import caravan.catalog.Catalog.Match;
import caravan.catalog.Catalog.Sold;
import caravan.connector.Capability;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.incident.Incidents.Finding;
import caravan.inventory.ListingKey;
import caravan.inventory.Listings;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lists what a channel sells and ties it to items by SKU. What is unknown or there twice is a person's decision, never a guess. */
final class CatalogueImport implements DutyWork.Deed {
    /** How many listings of one SKU an incident tells apart. */
    private static final int MOST_TOLD = 50;

    private final ChannelCalls channel;
    private final Catalog catalog;
    private final Listings listings;
    private final Incidents incidents;
    private final Duties duties;
    private final KnownItems known;

    CatalogueImport(
            ChannelCalls channel,
            Catalog catalog,
            Listings listings,
            Incidents incidents,
            Duties duties,
            KnownItems known) {
        this.known = known;
        this.channel = channel;
        this.catalog = catalog;
        this.listings = listings;
        this.incidents = incidents;
        this.duties = duties;
    }

    /** One listing as the channel describes it. */
    private record Offer(String externalId, String alias, String batch, String location, String sku, String title) {}

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
                    row.path("alias").asString(""),
                    row.path("batch").asString(""),
                    row.path("location").asString("default"),
                    row.path("sku").asString(""),
                    row.path("title").asString(""));
            offers.put(place(offer.location(), offer.externalId()), offer);
        }
    }

    private static String place(String location, String externalId) {
        return externalId + "\u0000" + location;
    }

    private void tie(List<Offer> offers) {
        ConnectionId connection = channel.connection();
        catalog.alias(
                connection,
                offers.stream()
                        .filter(offer -> !offer.alias().isEmpty())
                        .collect(Collectors.toMap(Offer::alias, Offer::externalId, (one, other) -> other)));
        Map<Sold, Match> matches = offers.isEmpty()
                ? Map.of()
                : catalog.find(offers.stream().map(this::sold).toList());
        Map<ListingKey, List<Offer>> tied = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        Set<String> clear = new HashSet<>();
        for (Offer offer : offers) {
            Match match = matches.getOrDefault(sold(offer), Match.UNKNOWN);
            if (match.sku() != null && !match.aside()) {
                tied.computeIfAbsent(
                                new ListingKey(connection, offer.location(), match.sku()), key -> new ArrayList<>())
                        .add(offer);
            }
            if (match.isKnown()) {
                clear.add(KnownItems.subject(offer.sku(), offer.externalId()));
            } else {
                findings.add(unknown(offer));
            }
        }
        List<Listings.Listed> listed = new ArrayList<>();
        Set<String> twice = new HashSet<>();
        tied.forEach((key, same) -> {
            if (same.size() > 1) {
                Finding finding = twice(key, same);
                findings.add(finding);
                twice.add(finding.subject());
            } else {
                listed.add(new Listings.Listed(
                        key, same.get(0).externalId(), same.get(0).batch()));
            }
        });
        listings.register(listed);
        Set<String> kept = new HashSet<>();
        listed.forEach(each -> kept.add(place(each.key().channelLocation(), each.externalId())));
        listings.leave(offers.stream()
                .filter(offer -> !kept.contains(place(offer.location(), offer.externalId())))
                .map(offer -> new Listings.Offered(connection, offer.location(), offer.externalId()))
                .toList());
        incidents.raise(findings);
        known.settle(connection);
        close(IncidentKind.UNKNOWN_SKU, clear::contains, "It is known by now what this is.");
        close(IncidentKind.DUPLICATE_SKU, subject -> !twice.contains(subject), "The channel lists it once by now.");
    }

    private void close(IncidentKind kind, Predicate<String> isClear, String words) {
        String connection = channel.connection().value();
        incidents.close(
                incidents.subjects(kind, connection).stream()
                        .filter(isClear)
                        .map(subject -> new Cause(kind, connection, subject))
                        .toList(),
                words);
    }

    private Sold sold(Offer offer) {
        return new Sold(channel.connection(), offer.externalId(), offer.sku());
    }

    private Finding unknown(Offer offer) {
        return new Finding(
                IncidentKind.UNKNOWN_SKU,
                channel.connection().value(),
                KnownItems.subject(offer.sku(), offer.externalId()),
                offer.sku().isEmpty()
                        ? "Listing '" + offer.externalId() + "' has no SKU"
                        : "SKU '" + offer.sku() + "' is no item",
                "The channel lists it as '" + offer.externalId() + "', '" + offer.title()
                        + "'. Create the item, map it to an item, or ignore it.",
                Map.of("sku", offer.sku(), "listing", offer.externalId(), "title", offer.title()));
    }

    private Finding twice(ListingKey key, List<Offer> same) {
        Map<String, String> facts = new HashMap<>();
        facts.put("sku", key.sku().value());
        facts.put("location", key.channelLocation());
        for (int index = 0; index < Math.min(MOST_TOLD, same.size()); index++) {
            facts.put("listing." + index, same.get(index).externalId());
            facts.put("title." + index, same.get(index).title());
        }
        return new Finding(
                IncidentKind.DUPLICATE_SKU,
                channel.connection().value(),
                key.channelLocation() + "/" + key.sku(),
                "SKU '" + key.sku() + "' is listed " + same.size() + " times on channel '" + channel.connection() + "'",
                "The hub cannot tell which listing is meant and keeps none of them in step. Give each its own SKU at the"
                        + " channel, or choose the one to be kept in step here.",
                facts);
    }
}

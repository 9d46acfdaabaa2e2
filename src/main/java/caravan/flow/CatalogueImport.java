package caravan.flow;

import caravan.catalog.Catalog;
import caravan.catalog.Catalog.Match;
import caravan.catalog.Catalog.Sold;
import caravan.flow.CatalogueWalk.Offer;
import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.incident.Incidents.Finding;
import caravan.inventory.ListingKey;
import caravan.inventory.Listings;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.OwnershipEnded;
import caravan.link.Duties;
import caravan.link.Duties.Duty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists what a channel sells and ties it to items by SKU. What is unknown or there twice is a person's decision, never a guess.
 *
 * <p>A part of a long import takes about a second, then looks and readings have their turn. What was read is kept in memory only:
 * an import whose connection changes hands begins anew.
 *
 * <p>A listing is gone once two imports in a row, each of the whole catalogue, have not met it. One is no proof: where a channel
 * counts its pages, a product that is deleted while they are read moves another one past the reader. So an import that misses
 * something for the first time is followed by another at once.
 */
final class CatalogueImport implements DutyWork.Deed {
    /** How many listings of one SKU an incident tells apart. */
    private static final int MOST_TOLD = 50;

    private final ChannelCalls channel;
    private final Catalog catalog;
    private final Listings listings;
    private final Incidents incidents;
    private final Duties duties;
    private final KnownItems known;
    private final Duration part;
    private @Nullable UnderWay underWay;
    private Missed missed = new Missed(Set.of(), -1);

    /**
     * An import of one channel.
     *
     * @param part after which it lets other work have its turn
     */
    CatalogueImport(
            ChannelCalls channel,
            Catalog catalog,
            Listings listings,
            Incidents incidents,
            Duties duties,
            KnownItems known,
            Duration part) {
        this.known = known;
        this.part = part;
        this.channel = channel;
        this.catalog = catalog;
        this.listings = listings;
        this.incidents = incidents;
        this.duties = duties;
    }

    /** An import that is not through. */
    private record UnderWay(CatalogueWalk walk, long epoch) {}

    /** Listings that the last import of a whole catalogue did not meet. */
    private record Missed(Set<Listings.Offered> listings, long epoch) {}

    @Override
    public @Nullable String run(Duty duty, long epoch) throws CallFailed {
        UnderWay known = underWay;
        CatalogueWalk walk = known != null && known.epoch() == epoch ? known.walk() : new CatalogueWalk(channel);
        underWay = null;
        long end = System.nanoTime() + part.toNanos();
        while (true) {
            boolean more = walk.readPage();
            if (!duties.progress(duty, epoch, walk.read(), null, null)) {
                throw new OwnershipEnded(duty.connection());
            }
            if (!more) {
                break;
            }
            if (System.nanoTime() - end >= 0) {
                underWay = new UnderWay(walk, epoch);
                duties.mark(duty.connection(), duty.kind());
                return null;
            }
        }
        Consumer<Runnable> fence = DutyWork.fence(duties, duty, epoch);
        tie(walk.offers(), fence);
        // A channel that offers nothing at all is more likely out of order than out of business.
        if (walk.isWhole() && !walk.offers().isEmpty()) {
            leaveWhatIsGone(walk.offers(), epoch, fence);
        }
        return null;
    }

    private void leaveWhatIsGone(List<Offer> offers, long epoch, Consumer<Runnable> fence) {
        Set<Listings.Offered> missing = new HashSet<>(listings.besides(
                channel.connection(), offers.stream().map(this::offered).toList()));
        Set<Listings.Offered> gone = new HashSet<>(missing);
        gone.retainAll(missed.epoch() == epoch ? missed.listings() : Set.of());
        if (!gone.isEmpty()) {
            fence.accept(() -> listings.leave(List.copyOf(gone)));
        }
        missing.removeAll(gone);
        missed = new Missed(missing, epoch);
        if (!missing.isEmpty()) {
            duties.mark(channel.connection(), DutyWork.CATALOGUE);
        }
    }

    private Listings.Offered offered(Offer offer) {
        return new Listings.Offered(channel.connection(), offer.location(), offer.externalId());
    }

    /**
     * Ties what is offered to items.
     *
     * @param fence lets nothing be written that another owner may have written newer
     */
    private void tie(List<Offer> offers, Consumer<Runnable> fence) {
        ConnectionId connection = channel.connection();
        fence.accept(() -> catalog.alias(
                connection,
                offers.stream()
                        .filter(offer -> !offer.alias().isEmpty())
                        .collect(Collectors.toMap(Offer::alias, Offer::externalId, (one, other) -> other))));
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
        fence.accept(() -> listings.register(listed));
        fence.accept(() -> leave(offers, listed));
        fence.accept(() -> incidents.raise(findings));
        fence.accept(() -> known.settle(connection));
        fence.accept(() -> {
            close(IncidentKind.UNKNOWN_SKU, clear::contains, "It is known by now what this is.");
            close(IncidentKind.DUPLICATE_SKU, subject -> !twice.contains(subject), "The channel lists it once by now.");
        });
    }

    private void leave(List<Offer> offers, List<Listings.Listed> listed) {
        Set<String> kept = new HashSet<>();
        listed.forEach(each -> kept.add(Offer.place(each.key().channelLocation(), each.externalId())));
        listings.leave(offers.stream()
                .filter(offer -> !kept.contains(offer.place()))
                .map(this::offered)
                .toList());
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

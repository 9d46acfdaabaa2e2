package caravan.flow;

import caravan.connector.Capability;
import caravan.kernel.CallFailed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a channel sells page by page: first its products, then the variants of each that has some. */
final class CatalogueWalk {

    /** One listing as the channel describes it. */
    record Offer(String externalId, String alias, String batch, String location, String sku, String title) {
        /** What tells it from every other listing of its channel. */
        String place() {
            return place(location, externalId);
        }

        static String place(String location, String externalId) {
            return externalId + "\u0000" + location;
        }
    }

    private final ChannelCalls channel;
    private final Map<String, Offer> offers = new LinkedHashMap<>();
    private final Deque<String> parents = new ArrayDeque<>();
    private boolean inProducts = true;
    private @Nullable String next;

    CatalogueWalk(ChannelCalls channel) {
        this.channel = channel;
    }

    /** Reads the next page; answers whether there is a further one. */
    boolean readPage() throws CallFailed {
        if (inProducts) {
            ChannelCalls.Page page = channel.products(next);
            collect(page.rows());
            parents.addAll(page.parents());
            next = page.next();
            inProducts = next != null;
            return inProducts || hasVariants();
        }
        ChannelCalls.Page page = channel.variants(parents.getFirst(), next);
        collect(page.rows());
        next = page.next();
        if (next == null) {
            parents.removeFirst();
        }
        return !parents.isEmpty();
    }

    /** Whether nothing of the catalogue was left out, once there is no further page: variants that cannot be read at present are. */
    boolean isWhole() {
        return parents.isEmpty();
    }

    private boolean hasVariants() {
        return !parents.isEmpty() && channel.can(Capability.VARIANTS_READ);
    }

    /** How many listings were read so far. */
    int read() {
        return offers.size();
    }

    /** What was read so far. */
    List<Offer> offers() {
        return List.copyOf(offers.values());
    }

    private void collect(List<JsonNode> rows) {
        for (JsonNode row : rows) {
            Offer offer = new Offer(
                    row.path("externalId").asString(""),
                    row.path("alias").asString(""),
                    row.path("batch").asString(""),
                    row.path("location").asString("default"),
                    row.path("sku").asString(""),
                    row.path("title").asString(""));
            offers.put(offer.place(), offer);
        }
    }
}

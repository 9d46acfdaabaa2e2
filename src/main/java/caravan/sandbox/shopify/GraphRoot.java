package caravan.sandbox.shopify;

import graphql.schema.DataFetchingEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The queries. */
final class GraphRoot {
    private final Shop shop;
    private final Catalogue catalogue;
    private final Orders orders;
    private final Webhooks webhooks;
    private final CatalogueView things;
    private final OrderView orderViews;

    GraphRoot(Shop shop, Catalogue catalogue, Orders orders, Webhooks webhooks) {
        this.shop = shop;
        this.catalogue = catalogue;
        this.orders = orders;
        this.webhooks = webhooks;
        this.things = new CatalogueView(catalogue);
        this.orderViews = new OrderView(orders, things);
    }

    Map<String, Object> fields() {
        return Map.ofEntries(
                Map.entry("shop", (GraphSchema.Field) asked -> shopView()),
                Map.entry("orders", (GraphSchema.Field) this::orders),
                Map.entry("order", (GraphSchema.Field) asked -> node(asked, "Order")),
                Map.entry("products", (GraphSchema.Field)
                        asked -> found(asked, catalogue.products(), things::product, things::productFilter)),
                Map.entry("product", (GraphSchema.Field) asked -> node(asked, "Product")),
                Map.entry("productVariants", (GraphSchema.Field)
                        asked -> found(asked, catalogue.variants(), things::variant, things::variantFilter)),
                Map.entry("productVariant", (GraphSchema.Field) asked -> node(asked, "ProductVariant")),
                Map.entry("inventoryItems", (GraphSchema.Field)
                        asked -> found(asked, catalogue.variants(), things::item, things::itemFilter)),
                Map.entry("inventoryItem", (GraphSchema.Field) asked -> node(asked, "InventoryItem")),
                Map.entry("inventoryLevel", (GraphSchema.Field) asked -> node(asked, "InventoryLevel")),
                Map.entry("locations", (GraphSchema.Field)
                        asked -> found(asked, catalogue.locations(), things::location, Search.ids(Location::id))),
                Map.entry("location", (GraphSchema.Field) asked -> node(asked, "Location")),
                Map.entry("webhookSubscription", (GraphSchema.Field) asked -> node(asked, "WebhookSubscription")),
                Map.entry("webhookSubscriptions", (GraphSchema.Field) this::subscriptions),
                Map.entry("node", (GraphSchema.Field) asked -> node(asked, "")),
                Map.entry("nodes", (GraphSchema.Field) this::nodes));
    }

    private Map<String, Object> shopView() {
        ShopSettings settings = shop.settings;
        return Map.of(
                "id", "gid://shopify/Shop/548380009",
                "name", CatalogueJson.title(settings.name()),
                "currencyCode", settings.currency(),
                "myshopifyDomain", settings.domain(),
                "ianaTimezone", settings.zone().getId(),
                "taxesIncluded", true,
                "url", "https://" + settings.domain());
    }

    private Object orders(DataFetchingEnvironment asked) {
        String sort = asked.getArgumentOrDefault("sortKey", "ID");
        return found(asked, searchable(asked), order -> orderViews.sorted(order, sort), OrderView::filter);
    }

    /** A search knows nothing of an order whose last change its index has not heard of yet; a plain list does. */
    private Collection<Order> searchable(DataFetchingEnvironment asked) {
        Duration delay = shop.settings.delays().search();
        if (delay.isZero() || Search.parse(asked.getArgument("query")).terms().isEmpty()) {
            return orders.all();
        }
        Instant indexed = shop.clock.now().minus(delay);
        return orders.all().stream()
                .filter(order -> !order.updated.isAfter(indexed))
                .toList();
    }

    private Object subscriptions(DataFetchingEnvironment asked) {
        List<String> topics = asked.getArgument("topics");
        String uri = asked.getArgument("uri");
        List<Webhook> wanted = webhooks.all().stream()
                .filter(one -> topics == null || topics.contains(one.constant()))
                .filter(one -> uri == null || uri.equals(one.address))
                .toList();
        return found(asked, wanted, Webhook::view, Search.ids(one -> one.id));
    }

    private static <T> List<Map<String, Object>> found(
            DataFetchingEnvironment asked,
            Iterable<T> all,
            Function<T, Map<String, Object>> view,
            Search.Filter<T> filter) {
        Search search = Search.parse(asked.getArgument("query"));
        List<Map<String, Object>> views = new ArrayList<>();
        for (T one : all) {
            if (search.matches(one, filter)) {
                views.add(view.apply(one));
            }
        }
        return views;
    }

    private Object nodes(DataFetchingEnvironment asked) {
        List<String> ids = asked.getArgument("ids");
        if (ids == null || ids.size() > Adjustments.MOST) {
            throw Adjustments.tooMany(ids == null ? 0 : ids.size());
        }
        List<@Nullable Object> found = new ArrayList<>();
        ids.forEach(id -> found.add(node(id)));
        return found;
    }

    private @Nullable Object node(DataFetchingEnvironment asked, String type) {
        String id = asked.getArgument("id");
        if (id == null || !id.startsWith("gid://shopify/" + type)) {
            throw new GraphQlRefusal("RESOURCE_NOT_FOUND", "Invalid id: " + id);
        }
        return node(id);
    }

    private @Nullable Object node(String gid) {
        Order order = orders.find(Shop.idIn(gid, "Order"));
        if (order != null) {
            return orderViews.order(order);
        }
        Object refund = orderViews.refund(Shop.idIn(gid, "Refund"));
        if (refund != null) {
            return refund;
        }
        Webhook webhook = webhooks.find(Shop.idIn(gid, "WebhookSubscription"));
        return webhook != null ? webhook.view() : things.node(gid);
    }
}

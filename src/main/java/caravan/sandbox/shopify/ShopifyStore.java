package caravan.sandbox.shopify;

import caravan.sandbox.Faults;
import caravan.sandbox.Purchase;
import caravan.sandbox.SampleCatalogue;
import caravan.sandbox.Shopper;
import caravan.sandbox.StoreClock;
import caravan.sandbox.Subscriptions;
import caravan.sandbox.Twin;
import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinOrder;
import caravan.sandbox.TwinRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A pretend Shopify store. It keeps nothing when it is closed. */
public final class ShopifyStore implements Twin {
    private static final Instant FIRST_LIFE = Instant.parse("2026-01-01T00:00:00Z");
    private static final String OTHER_APP = "271828";

    private final Shop shop;
    private final StoreClock clock;
    private final Faults faults = new Faults();
    private final WebhookCourier courier;
    private final Webhooks webhooks;
    private final Catalogue catalogue;
    private final Orders orders;
    private final OrderDesk desk;
    private final Access access;
    private final RestApi rest;
    private final GraphQlApi graphQl;
    private final Shopper shopper = new Shopper(this);

    private ShopifyStore(ShopSettings settings, Clock clock) {
        this.clock = new StoreClock(clock);
        shop = new Shop(settings, this.clock);
        courier = new WebhookCourier(shop, faults, this::exists, this::removeSubscription);
        webhooks = new Webhooks(shop, courier);
        catalogue = new Catalogue(shop, webhooks);
        orders = new Orders(shop, catalogue, webhooks);
        desk = new OrderDesk(shop, orders);
        access = new Access(shop);
        rest = new RestApi(shop, catalogue, orders, webhooks);
        graphQl = new GraphQlApi(shop, catalogue, orders, webhooks);
    }

    /**
     * Opens a store that sells the sample catalogue. Product ids are the same in every life of a store; order ids go on
     * where no earlier life has been, because whoever read those orders remembers them.
     */
    public static ShopifyStore seeded(ShopSettings settings, Clock clock) {
        return selling(SampleCatalogue.ITEMS, settings, clock);
    }

    /** Opens a store that sells other things, otherwise the same. */
    public static ShopifyStore selling(List<SampleCatalogue.Item> items, ShopSettings settings, Clock clock) {
        ShopifyStore store = new ShopifyStore(settings, clock);
        store.shop.locked(() -> store.catalogue.seed(items));
        store.shop.skipIds((clock.instant().getEpochSecond() - FIRST_LIFE.getEpochSecond()) * 1000);
        return store;
    }

    @Override
    public String vendor() {
        return "shopify";
    }

    @Override
    public String store() {
        return shop.settings.name();
    }

    /** The host name the store goes by in webhooks. */
    public String domain() {
        return shop.settings.domain();
    }

    @Override
    public TwinAnswer answer(TwinRequest request) {
        return dated(answered(request));
    }

    @Override
    public boolean writes(TwinRequest request) {
        return switch (request.path()) {
            case Access.PATH -> false;
            case GraphQlApi.PATH -> GraphQlApi.mutates(request);
            default -> request.writes();
        };
    }

    private TwinAnswer answered(TwinRequest request) {
        try {
            if (request.path().equals(Access.PATH)) {
                return access.grant(request);
            }
            access.require(request);
            return request.path().equals(GraphQlApi.PATH) ? graphQl.answer(request) : rest.answer(request);
        } catch (RestError refused) {
            return refused.answer();
        }
    }

    @Override
    public TwinAnswer failing(int status) {
        String message = status == 429 ? RestApi.EXCEEDED : "Internal Server Error";
        return dated(new RestError(status, message).answer());
    }

    private TwinAnswer dated(TwinAnswer answer) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.now().atOffset(ZoneOffset.UTC));
        return answer.with("Date", date).with("X-Request-Id", UUID.randomUUID().toString());
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of("access-token", shop.settings.accessToken(), "client-secret", shop.settings.clientSecret());
    }

    /** The same with tokens that do not last. */
    public Map<String, String> clientCredentials() {
        return Map.of("client-id", shop.settings.clientId(), "client-secret", shop.settings.clientSecret());
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("shop-domain", domain(), "location", channelLocation());
    }

    @Override
    public String title() {
        return "Shopify store '" + store() + "'";
    }

    @Override
    public String channelLocation() {
        return String.valueOf(catalogue.warehouse.id());
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public StoreClock clock() {
        return clock;
    }

    @Override
    public Shopper shopper() {
        return shopper;
    }

    @Override
    public List<String> skus() {
        return shop.locked(
                () -> catalogue.variants().stream().map(variant -> variant.sku).toList());
    }

    /** What online orders can take. */
    @Override
    public int stock(String sku) {
        return shop.locked(() -> catalogue.online(catalogue.require(sku)).available);
    }

    @Override
    public String order(Purchase purchase) {
        return place(purchase, "web");
    }

    /** Another app writes an order; by default that takes no stock. */
    public String orderByApp(Purchase purchase) {
        return place(purchase, OTHER_APP);
    }

    private String place(Purchase purchase, String source) {
        return String.valueOf(shop.locked(() -> orders.place(purchase, source).id));
    }

    @Override
    public List<TwinOrder> orders(int most) {
        return desk.newest(most);
    }

    @Override
    public Optional<TwinOrder> find(String id) {
        return desk.find(id);
    }

    @Override
    public void pay(String id) {
        desk.pay(id);
    }

    @Override
    public void cancel(String id) {
        desk.cancel(id);
    }

    @Override
    public void edit(String id, String sku, int quantity) {
        desk.edit(id, sku, quantity);
    }

    @Override
    public void refund(String id, String sku, int quantity, boolean restock) {
        desk.refund(id, sku, quantity, restock);
    }

    @Override
    public void ship(String id) {
        desk.ship(id);
    }

    @Override
    public void bin(String id) {
        throw new IllegalArgumentException("Store '" + store() + "' has no bin; delete order '" + id + "' instead.");
    }

    @Override
    public void delete(String id) {
        desk.delete(id);
    }

    @Override
    public void setStock(String sku, int units) {
        shop.locked(() -> {
            Level level = catalogue.online(catalogue.require(sku));
            catalogue.move(level, units - level.available, 0, Event.now(shop));
        });
    }

    /** The merchant stops or starts counting a variant's stock. */
    public void track(String sku, boolean tracked) {
        shop.locked(() -> {
            Variant variant = catalogue.require(sku);
            variant.tracked = tracked;
            variant.product.updated = shop.now();
            webhooks.raise("products/update", CatalogueJson.product(shop, variant.product), Event.now(shop));
        });
    }

    @Override
    public Subscriptions subscriptions() {
        return shop.locked(() -> new Subscriptions(webhooks.all().size(), 0));
    }

    /** Deletes them, as the vendor does after too many failures. */
    @Override
    public void disableSubscriptions() {
        shop.locked(webhooks::removeAll);
    }

    @Override
    public void close() {
        shopper.close();
        faults.clear();
        courier.close();
    }

    private boolean exists(long webhook) {
        return shop.locked(() -> webhooks.find(webhook) != null);
    }

    private void removeSubscription(long webhook) {
        shop.locked(() -> webhooks.remove(webhook));
    }
}

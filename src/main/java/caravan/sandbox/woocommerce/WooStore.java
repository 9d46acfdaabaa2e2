package caravan.sandbox.woocommerce;

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
import tools.jackson.databind.node.ObjectNode;

/** A pretend WooCommerce store. It keeps nothing when it is closed. */
public final class WooStore implements Twin {
    private static final Instant FIRST_LIFE = Instant.parse("2026-01-01T00:00:00Z");

    private final StoreSettings settings;
    private final Site site;
    private final StoreClock clock;
    private final Faults faults = new Faults();
    private final WebhookCourier courier;
    private final Webhooks webhooks;
    private final Products products;
    private final Orders orders;
    private final Checkout checkout;
    private final OrderDesk desk;
    private final OrderJson orderJson;
    private final ProductJson productJson;
    private final RestApi api;
    private final AnswerCache cache;
    private final Shopper shopper = new Shopper(this);

    /** Opens an empty store. */
    public WooStore(StoreSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = new StoreClock(clock);
        cache = new AnswerCache(settings.cached(), clock);
        site = new Site(settings, this.clock);
        courier = new WebhookCourier(site, faults, this::deliveryBody, this::delivered);
        webhooks = new Webhooks(site, courier);
        products = new Products(site, webhooks);
        orders = new Orders(site, products, webhooks);
        desk = new OrderDesk(site, orders);
        checkout = new Checkout(site, products, orders);
        orderJson = new OrderJson(site);
        productJson = new ProductJson(site);
        api = new RestApi(
                site,
                new ProductApi(site, products),
                new OrderApi(site, products, orders),
                new WebhookApi(site, webhooks, courier));
    }

    /**
     * Opens a store that sells the sample catalogue. Product ids are the same in every life of a store; order ids go on
     * where no earlier life has been, because whoever read those orders remembers them.
     */
    public static WooStore seeded(StoreSettings settings, Clock clock) {
        return selling(SampleCatalogue.ITEMS, settings, clock);
    }

    static WooStore selling(List<SampleCatalogue.Item> items, StoreSettings settings, Clock clock) {
        WooStore store = new WooStore(settings, clock);
        store.site.locked(() -> store.products.seed(items));
        store.site.continueAfter(clock.instant().getEpochSecond() - FIRST_LIFE.getEpochSecond());
        return store;
    }

    @Override
    public String vendor() {
        return "woocommerce";
    }

    @Override
    public String store() {
        return settings.name();
    }

    @Override
    public TwinAnswer answer(TwinRequest request) {
        site.calledAt(request.base());
        return cache.answer(request, asked -> dated(api.answer(asked)));
    }

    @Override
    public TwinAnswer failing(int status) {
        RestError error = status == 429
                ? new RestError(429, "too_many_requests", "Too many requests.")
                : new RestError(
                        status, "internal_server_error", "<p>There has been a critical error on this website.</p>");
        return dated(error.answer());
    }

    private TwinAnswer dated(TwinAnswer answer) {
        return answer.with(
                "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.now().atOffset(ZoneOffset.UTC)));
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of(
                "consumer-key", settings.consumerKey(),
                "consumer-secret", settings.consumerSecret(),
                "webhook-secret", "wh" + settings.consumerSecret().replaceAll("[^A-Za-z0-9]", ""));
    }

    @Override
    public String title() {
        return "WooCommerce store '" + settings.name() + "'";
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
        return site.locked(() -> products.all().stream()
                .filter(product -> !product.type.equals("variable") && !product.sku.isEmpty())
                .map(product -> product.sku)
                .toList());
    }

    @Override
    public int stock(String sku) {
        return site.locked(() -> products.require(sku).stock);
    }

    /** The checkout: the order is there first, a moment later the stock follows. */
    @Override
    public String order(Purchase purchase) {
        Order order = site.locked(() -> orders.add(checkout.order(purchase)));
        if (purchase.paid()) {
            desk.settle(order, "processing");
        } else {
            site.locked(() -> orders.saved(order));
        }
        return String.valueOf(order.id);
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
        desk.bin(id);
    }

    @Override
    public void delete(String id) {
        desk.delete(id);
    }

    @Override
    public void setStock(String sku, int units) {
        site.locked(() -> {
            Product product = products.require(sku);
            product.manageStock = true;
            product.stock = units;
            products.saved(product);
        });
    }

    /** The merchant stops or starts counting a product's stock. */
    public void manageStock(String sku, boolean managed) {
        site.locked(() -> {
            products.require(sku).manageStock = managed;
            products.saved(products.require(sku));
        });
    }

    /** Whether somebody is between reading a figure and saving it. */
    boolean writing() {
        return site.isPausing();
    }

    @Override
    public Subscriptions subscriptions() {
        return site.locked(webhooks::count);
    }

    @Override
    public void disableSubscriptions() {
        site.locked(webhooks::disableAll);
    }

    @Override
    public void close() {
        shopper.close();
        faults.clear();
        courier.close();
    }

    private String deliveryBody(Webhook webhook, long id) {
        return WpJson.write(site.locked(() -> resource(webhook, id)));
    }

    private ObjectNode resource(Webhook webhook, long id) {
        Order order = orders.find(id);
        Product product = products.find(id);
        if (webhook.event().equals("deleted") || (order == null && product == null)) {
            return WpJson.object().put("id", id);
        }
        return order != null
                ? orderJson.order(order)
                : product != null ? productJson.product(product, false) : WpJson.object();
    }

    private void delivered(Webhook webhook, boolean accepted) {
        site.locked(() -> webhooks.delivered(webhook, accepted));
    }
}

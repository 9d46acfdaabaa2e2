package caravan.sandbox.woocommerce;

import caravan.sandbox.Faults;
import caravan.sandbox.Purchase;
import caravan.sandbox.SampleCatalogue;
import caravan.sandbox.Shopper;
import caravan.sandbox.StoreClock;
import caravan.sandbox.Twin;
import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
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
    private final OrderJson orderJson;
    private final ProductJson productJson;
    private final RestApi api;
    private final Shopper shopper = new Shopper(this);

    /** Opens an empty store. */
    public WooStore(StoreSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = new StoreClock(clock);
        site = new Site(settings, this.clock);
        courier = new WebhookCourier(site, faults, this::deliveryBody, this::delivered);
        webhooks = new Webhooks(site, courier);
        products = new Products(site, webhooks);
        orders = new Orders(site, products, webhooks);
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
        return dated(api.answer(request));
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
            settle(order, "processing");
        } else {
            site.locked(() -> orders.saved(order));
        }
        return String.valueOf(order.id);
    }

    private void settle(Order order, String status) {
        site.locked(() -> orders.enter(order, status));
        site.pause();
        site.locked(() -> {
            orders.settleStock(order);
            orders.saved(order);
        });
    }

    @Override
    public void pay(String id) {
        settle(site.locked(() -> required(id)), "processing");
    }

    @Override
    public void cancel(String id) {
        settle(site.locked(() -> required(id)), "cancelled");
    }

    @Override
    public void edit(String id, String sku, int quantity) {
        if (quantity < 0) {
            throw new IllegalArgumentException("A line has 0 units or more, not " + quantity + ".");
        }
        site.locked(() -> {
            Order order = required(id);
            OrderItem line = line(order, sku);
            orders.adjust(order, line, quantity);
            line.quantity = quantity;
            line.price(settings, order.percentOff);
            if (quantity == 0) {
                order.lines.remove(line);
            }
            orders.saved(order);
        });
    }

    @Override
    public void refund(String id, String sku, int quantity, boolean restock) {
        site.locked(() -> {
            Order order = required(id);
            OrderItem line = line(order, sku);
            if (quantity < 1 || quantity > line.quantity) {
                throw new IllegalArgumentException("Order '" + id + "' has " + line.quantity + " of '" + sku
                        + "'; give back 1 to " + line.quantity + " of them, not " + quantity + ".");
            }
            BigDecimal total = share(line.total, quantity, line.quantity);
            BigDecimal tax = share(line.tax, quantity, line.quantity);
            var part = orders.refundLine(line, quantity, total, tax);
            BigDecimal left = order.total().subtract(order.refunded());
            orders.refund(order, total.add(tax).min(left), "returned", true, restock, List.of(part));
        });
    }

    private static BigDecimal share(BigDecimal whole, int part, int of) {
        return whole.multiply(BigDecimal.valueOf(part)).divide(BigDecimal.valueOf(of), 2, RoundingMode.HALF_UP);
    }

    @Override
    public void bin(String id) {
        site.locked(() -> orders.bin(required(id)));
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

    private Order required(String id) {
        Order order = id.matches("\\d{1,18}") ? orders.find(Long.parseLong(id)) : null;
        if (order == null) {
            throw new IllegalArgumentException("Store '" + store() + "' has no order '" + id + "'.");
        }
        return order;
    }

    private static OrderItem line(Order order, String sku) {
        return order.lines.stream()
                .filter(line -> line.product != null && line.product.sku.equals(sku))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Order '" + order.id + "' has no line of '" + sku + "'."));
    }
}

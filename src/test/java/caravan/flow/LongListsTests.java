package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.catalog.Catalog;
import caravan.connection.Steering;
import caravan.connector.Connectors;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.OtherWay;
import caravan.kit.Stores;
import caravan.sandbox.Purchase;
import caravan.sandbox.SampleCatalogue.Item;
import caravan.sandbox.Twin;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopSettings.Limits;
import caravan.sandbox.shopify.ShopifyStore;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A store with more things than the pages of one list bring. */
@HubTest
class LongListsTests {
    private static final int VARIANTS = 130;
    private static final int ORDERS = 30;

    private final Stores stores;
    private final Catalog catalog;
    private final Steering steering;
    private final Connectors connectors;
    private final JdbcClient jdbc;
    private final List<Item> items = items();
    private final ShopifyStore store = ShopifyStore.selling(
            items,
            ShopSettings.demo(Names.unique("long")).limitedTo(new Limits(20_000, 1_000, 400, 20, 1_000).paging(20)),
            Clock.systemUTC());

    LongListsTests(Stores stores, Catalog catalog, Steering steering, Connectors connectors, JdbcClient jdbc) {
        this.stores = stores;
        this.catalog = catalog;
        this.steering = steering;
        this.connectors = connectors;
        this.jdbc = jdbc;
    }

    @AfterEach
    void close() {
        stores.close(List.of(store));
    }

    @ParameterizedTest
    @ValueSource(strings = {"graphql", "rest"})
    void areReadToTheEnd(String api) throws Exception {
        assertThat(connectors.find(store.vendor()).orElseThrow().orders())
                .as("the hub leaves a list before the vendor ends it")
                .satisfies(orders -> assertThat(orders.most()).isBetween(1, Limits.STANDARD.paged() - 250));
        items.forEach(item -> catalog.put(new Sku(item.sku()), item.title()));
        sellThroughTheLastWeeks();
        Twin connected = OtherWay.to(store, Map.of("api", api), store.credentials());
        stores.connect(connected);
        Await.until("every variant is a listing", () -> count("SELECT count(DISTINCT sku) FROM listing") == VARIANTS);

        steering.backfill(Stores.id(store), Instant.now().minus(Duration.ofDays(60)));
        Await.until(
                "the backfill is through",
                () -> steering.backfill(Stores.id(store))
                        .map(backfill -> backfill.place().finished() && !backfill.runs())
                        .orElse(false));
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(ORDERS);
    }

    private void sellThroughTheLastWeeks() {
        for (int order = 0; order < ORDERS; order++) {
            store.clock().skew(Duration.ofDays(order - 40));
            store.order(Purchase.paid(items.get(order).sku(), 1));
        }
        store.clock().skew(Duration.ZERO);
    }

    private long count(String sql) {
        return jdbc.sql(sql + " WHERE connection = :connection")
                .param("connection", store.store())
                .query(Long.class)
                .single();
    }

    private static List<Item> items() {
        String name = Names.unique("LONG");
        return IntStream.range(0, VARIANTS)
                .mapToObj(number ->
                        new Item(name + "-" + number, "Thing " + number, null, null, new BigDecimal("5.00"), 10))
                .toList();
    }
}

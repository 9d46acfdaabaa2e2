package caravan.sandbox.woocommerce;

import caravan.kit.TwinHost;
import caravan.sandbox.SampleCatalogue.Item;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** One store on a port of its own, selling a mug and two tees, and a caller with its keys. */
final class Stand implements AutoCloseable {
    static final List<Item> ITEMS = List.of(
            new Item("MUG", "Steel Mug", null, null, new BigDecimal("17.50"), 40),
            new Item("TEE-M", "Rig T-Shirt - M", "Rig T-Shirt", "M", new BigDecimal("25.00"), 10),
            new Item("TEE-L", "Rig T-Shirt - L", "Rig T-Shirt", "L", new BigDecimal("25.00"), 12));

    final TwinHost host = new TwinHost();
    final WooStore store;
    final SignedCaller caller;
    final String address;

    Stand() throws Exception {
        this(UnaryOperator.identity());
    }

    Stand(UnaryOperator<StoreSettings> with) throws Exception {
        StoreSettings settings =
                with.apply(StoreSettings.demo("rig").pricesWithoutTax().in(ZoneId.of("Europe/Berlin")));
        store = host.open(WooStore.selling(ITEMS, settings, Clock.systemUTC()));
        address = host.address(store);
        caller = new SignedCaller(address, settings.consumerKey(), settings.consumerSecret());
    }

    JsonNode order(String id) throws Exception {
        return caller.get("/wc/v3/orders/" + id).body();
    }

    JsonNode bySku(String sku) throws Exception {
        return caller.get("/wc/v3/products", "sku=" + sku).body().get(0);
    }

    /** What the shop holds for the first line of an order, empty if it does not say. */
    static String held(JsonNode order) {
        for (JsonNode meta : order.at("/line_items/0/meta_data")) {
            if (meta.path("key").asString("").equals("_reduced_stock")) {
                return meta.path("value").stringValue();
            }
        }
        return "";
    }

    @Override
    public void close() {
        host.close();
    }
}

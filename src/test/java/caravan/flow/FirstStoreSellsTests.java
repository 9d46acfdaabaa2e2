package caravan.flow;

import caravan.kit.Names;
import caravan.kit.Stores;
import caravan.link.Duties;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sales of a WooCommerce store, followed by a Shopify store. */
class FirstStoreSellsTests extends StoresInStep {
    FirstStoreSellsTests(Stores stores, Duties duties, JdbcClient jdbc) {
        super(
                stores,
                duties,
                jdbc,
                WooStore.seeded(StoreSettings.demo(Names.unique("woo")), Clock.systemUTC()),
                ShopifyStore.seeded(ShopSettings.demo(Names.unique("shop")), Clock.systemUTC()));
    }
}

package caravan.kit;

import caravan.catalog.Catalog;
import caravan.flow.OrderIntake;
import caravan.inventory.Holds;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.inventory.StockLevels;
import caravan.inventory.StockWrites;
import caravan.order.Orders;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens shops of their own on the shared hub, each with its connection and location. Injected into {@link HubTest}s. */
public final class Shops {
    final JdbcClient jdbc;
    final Catalog catalog;
    final Listings listings;
    final StockLevels levels;
    final Readings readings;
    final Holds holds;
    final StockWrites writes;
    final OrderIntake intake;
    final Orders orders;

    Shops(
            JdbcClient jdbc,
            Catalog catalog,
            Listings listings,
            StockLevels levels,
            Readings readings,
            Holds holds,
            StockWrites writes,
            OrderIntake intake,
            Orders orders) {
        this.jdbc = jdbc;
        this.catalog = catalog;
        this.listings = listings;
        this.levels = levels;
        this.readings = readings;
        this.holds = holds;
        this.writes = writes;
        this.intake = intake;
        this.orders = orders;
    }

    public Shop open() {
        return new Shop(this, Names.unique("shop"), Names.unique("shelf"));
    }
}

package caravan.kit;

import caravan.catalog.Catalog;
import caravan.connection.Connection;
import caravan.connection.Connections;
import caravan.connection.NewConnection;
import caravan.connector.VendorAccount;
import caravan.inventory.Openings;
import caravan.inventory.StockLevels;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.link.Duties;
import caravan.link.DutyKind;
import caravan.sandbox.SampleCatalogue;
import caravan.sandbox.Twin;
import caravan.sandbox.Twins;
import caravan.security.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Connects pretend stores to the shared hub as a merchant would, each group fed from a location of its own. */
public final class Stores {
    private final Twins twins;
    private final Connections connections;
    private final Catalog catalog;
    private final Openings openings;
    private final StockLevels levels;
    private final JdbcClient jdbc;
    private final Duties duties;
    private final ApplicationContext hub;

    Stores(
            Twins twins,
            Connections connections,
            Catalog catalog,
            Openings openings,
            StockLevels levels,
            JdbcClient jdbc,
            Duties duties,
            ApplicationContext hub) {
        this.twins = twins;
        this.connections = connections;
        this.catalog = catalog;
        this.openings = openings;
        this.levels = levels;
        this.jdbc = jdbc;
        this.duties = duties;
        this.hub = hub;
    }

    /**
     * Opens stores, takes the opening stock from the first, and waits until all are live and surely read.
     *
     * @return the location they are fed from
     */
    public String goLive(List<? extends Twin> stores) throws Exception {
        String shelf = beginInShadow(stores);
        int all = SampleCatalogue.ITEMS.size();
        stores.forEach(store -> connections.mode(id(store), Connection.Mode.LIVE));
        for (Twin store : stores) {
            Await.until("every listing is live and read a moment ago", () -> ready(id(store)) == all);
        }
        return shelf;
    }

    /**
     * Opens stores and takes the opening stock from the first, whose figures it has read; all stay in shadow.
     *
     * @return the location they are fed from
     */
    public String beginInShadow(List<? extends Twin> stores) throws Exception {
        SampleCatalogue.ITEMS.forEach(item -> catalog.put(new Sku(item.sku()), item.title()));
        String shelf = Names.unique("shelf");
        stores.forEach(store -> connect(twins.open(store), shelf, Set.of()));
        int all = SampleCatalogue.ITEMS.size();
        ConnectionId first = id(stores.get(0));
        Await.until(
                "the first store's figures are read",
                () -> openings.preview(first).size() == all);
        openings.open(openings.preview(first), "tester");
        return shelf;
    }

    /** Opens a store whose connection lacks some of its credentials, and goes live at once. */
    public void openWithout(Set<String> credentials, Twin store) {
        connect(twins.open(store), Names.unique("shelf"), credentials);
        connections.mode(id(store), Connection.Mode.LIVE);
    }

    /** Opens and connects a store, without opening stock. */
    public void connect(Twin store) {
        connect(twins.open(store), Names.unique("shelf"), Set.of());
    }

    /** Closes stores and lets their connections rest, so that later tests have the machine to themselves. */
    public void close(List<? extends Twin> stores) {
        for (Twin store : stores) {
            connections.pause(id(store), Connection.Pause.By.PERSON, "the test is over");
            twins.close(store);
        }
    }

    /** Lets a store's connection rest, as a person would. */
    public void pause(Twin store) {
        connections.pause(id(store), Connection.Pause.By.PERSON, "stock is being counted");
    }

    public void resume(Twin store) {
        connections.resume(id(store), Connection.Pause.By.PERSON);
    }

    /** Why a store's connection rests, by whomever; empty while it does not. */
    public Optional<Connection.Pause.By> pausedBy(Twin store) {
        return connections.find(id(store)).map(Connection::pause).map(Connection.Pause::by);
    }

    /** Gives a store's connection other credentials. */
    public void trust(Twin store, Map<String, String> credentials) {
        Connection known = connections.require(id(store));
        Map<String, Secret> secrets = new HashMap<>();
        credentials.forEach((name, value) -> secrets.put(name, Secret.of(value)));
        connections.change(id(store), known.title(), known.settings(), secrets, known.network());
    }

    /** Changes by hand what lies at a location. */
    public void adjust(String sku, String shelf, int change) {
        levels.adjust(new Sku(sku), shelf, change, Shop.deed());
    }

    /**
     * Spares the wait after a reading: pretend stores list an order as soon as they have it, so that a pull begun right after
     * the reading lets go what real stores' lists would need minutes for. Setting their clocks instead would end at the quarter
     * of an hour by which signed calls may differ.
     */
    public void letTimePass(List<? extends Twin> stores) {
        jdbc.sql("""
                UPDATE listing l SET held_until = l.baseline_to FROM (
                    SELECT id FROM listing
                    WHERE connection = ANY(:connection) AND state = 'live' AND held_until < 'infinity'
                    ORDER BY id FOR UPDATE) AS held
                WHERE l.id = held.id""").param("connection", names(stores)).update();
        stores.forEach(store -> duties.mark(id(store), DutyKind.ORDERS.code()));
    }

    /** Waits until the hub may raise every figure of stores. */
    public void awaitSettled(List<? extends Twin> stores) throws Exception {
        int[] round = {0};
        Await.until("nothing is held because it was read", () -> {
            if (round[0]++ % 40 == 0) {
                letTimePass(stores);
            }
            return held(stores) == 0;
        });
    }

    private long held(List<? extends Twin> stores) {
        return jdbc.sql("""
                SELECT count(*) FROM listing WHERE connection = ANY(:connection) AND state = 'live'
                  AND (held_until IS NOT NULL OR uncertain)""")
                .param("connection", names(stores))
                .query(Long.class)
                .single();
    }

    private static String[] names(List<? extends Twin> stores) {
        return stores.stream().map(Twin::store).toArray(String[]::new);
    }

    /** The connection of a store. */
    public static ConnectionId id(Twin store) {
        return new ConnectionId(store.store());
    }

    private void connect(Twin twin, String shelf, Set<String> without) {
        Map<String, Secret> secrets = new HashMap<>();
        twin.credentials().forEach((name, value) -> secrets.put(name, Secret.of(value)));
        secrets.keySet().removeAll(without);
        Map<String, String> settings = new HashMap<>(twin.settings());
        settings.put(
                "shop-url",
                "http://localhost:" + hub.getEnvironment().getProperty("local.server.port") + "/sandbox/"
                        + twin.vendor() + "/" + twin.store());
        connections.add(new NewConnection(
                id(twin),
                twin.vendor(),
                twin.title(),
                settings,
                secrets,
                new VendorAccount.Network(true, true, false),
                Map.of(twin.channelLocation(), List.of(shelf)),
                null,
                true));
    }

    /** Stores' times are whole seconds; a sale in the second of the reading would count as part of it. */
    private long ready(ConnectionId connection) {
        return jdbc.sql("""
                SELECT count(*) FROM listing WHERE connection = :connection AND state = 'live'
                  AND baseline_to < clock_timestamp() - interval '1 s'""")
                .param("connection", connection.value())
                .query(Long.class)
                .single();
    }
}

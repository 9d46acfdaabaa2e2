package caravan.kit;

import caravan.inventory.Holds;
import caravan.inventory.ListingKey;
import caravan.inventory.Readings;
import caravan.inventory.StockLevels.Deed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.order.OrderDocument;
import caravan.order.OrderKey;
import caravan.order.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A shop on one connection that sells from one location, and what the hub's books say about it. */
public final class Shop {
    /** When the first figures are read; orders of tests are placed later. */
    public static final Instant OPENED = Instant.parse("2036-03-01T10:00:00Z");

    private static final Duration SETTLE = Duration.ofSeconds(30);

    /** One item's level, and its listing's two books. */
    public record Stand(long onHand, long reserved, long withheld, long taken, long shown, long wanted) {}

    private final Shops hub;
    private final ConnectionId connection;
    private final String shelf;

    Shop(Shops hub, String connection, String shelf) {
        this.hub = hub;
        this.connection = new ConnectionId(connection);
        this.shelf = shelf;
        addLocation(shelf);
        hub.listings.feed(this.connection, shelf, "default", 1);
    }

    public ConnectionId connection() {
        return connection;
    }

    public String shelf() {
        return shelf;
    }

    public OrderKey key(String order) {
        return new OrderKey(connection, order);
    }

    /** Returns a reason for a change of stock, with a key nobody used. */
    public static Deed deed() {
        return new Deed(Names.unique("deed"), "test", "tester");
    }

    /** Lets the shop be fed from another location too. */
    public void sellFrom(String location) {
        hub.listings.feed(connection, location, "default", 1);
    }

    public void addLocation(String code) {
        hub.jdbc
                .sql("INSERT INTO location (code, name) VALUES (:code, :code)")
                .param("code", code)
                .update();
    }

    /** Adds an item that nobody stocks or lists yet. */
    public Sku item() {
        Sku sku = new Sku(Names.unique("ITEM"));
        hub.catalog.put(sku, "Item");
        return sku;
    }

    /** Adds an item with units on the shelf, which the channel shows and the hub keeps. */
    public Sku selling(long units) {
        Sku sku = item();
        hub.levels.open(sku, shelf, units, deed());
        hub.listings.goLive(listed(sku, units));
        return sku;
    }

    /** Lists an item whose figure on the channel is read and accounted, so that it is no longer held. */
    public long listed(Sku sku, long figure) {
        long listing =
                Registered.listing(hub.listings, hub.jdbc, new ListingKey(connection, "default", sku), "at-" + sku, "");
        read(listing, figure, OPENED);
        pulled(OPENED.plusSeconds(60));
        return listing;
    }

    /** Lists an item on another connection, which the same shelf feeds. */
    public void listedElsewhere(ConnectionId other, Sku sku) {
        hub.listings.feed(other, shelf, "default", 1);
        Registered.listing(hub.listings, hub.jdbc, new ListingKey(other, "default", sku), "at-" + sku, "");
    }

    public long listing(Sku sku) {
        return hub.jdbc
                .sql("SELECT id FROM listing WHERE connection = :connection AND sku = :sku")
                .param("connection", connection.value())
                .param("sku", sku.value())
                .query(Long.class)
                .single();
    }

    public Readings.Outcome read(long listing, long figure, Instant at) {
        return hub.readings.finish(
                new Readings.Reading(
                        hub.readings.begin(List.of(listing)).get(0), figure, new Period(at, at.plusSeconds(1))),
                SETTLE);
    }

    public void pulled(Instant begun) {
        hub.holds.pulled(connection, new Holds.Pull(begun, null, null));
    }

    /** Takes documents in as one batch. */
    public List<Verdict> hear(OrderDocument... documents) {
        return hub.intake.accept(List.of(documents));
    }

    public Sample order(String id, Sku sku, long units) {
        return new Sample(key(id), sku, units);
    }

    /** How an item and its listing on the default location stand. */
    public Stand stand(Sku sku) {
        return hub.jdbc
                .sql("""
                SELECT coalesce(v.on_hand, 0) AS on_hand, coalesce(v.reserved, 0) AS reserved,
                       coalesce(v.withheld, 0) AS withheld, coalesce(l.shown, 0) AS shown, l.wanted,
                       (SELECT coalesce(sum(taken), 0) FROM line_stock s
                        WHERE s.connection = l.connection AND s.sku = l.sku) AS taken
                FROM listing l LEFT JOIN level v ON v.sku = l.sku AND v.location = :shelf
                WHERE l.connection = :connection AND l.sku = :sku AND l.channel_location = 'default'""")
                .param("shelf", shelf)
                .param("connection", connection.value())
                .param("sku", sku.value())
                .query(Stand.class)
                .single();
    }

    /** The id of the only line of an order. */
    public long line(String order) {
        return one("SELECT l.id FROM order_line l JOIN orders o ON o.id = l.order_id", order);
    }

    /** How often an order was changed. */
    public long revision(String order) {
        return one("SELECT o.revision FROM orders o", order);
    }

    public long timeline(String order) {
        return one("SELECT count(*) FROM order_timeline t JOIN orders o ON o.id = t.order_id", order);
    }

    private long one(String select, String order) {
        return hub.jdbc
                .sql(select + " WHERE o.connection = :connection AND o.external_id = :order")
                .param("connection", connection.value())
                .param("order", order)
                .query(Long.class)
                .single();
    }

    /** How often open incidents of a kind were seen on this connection. */
    public List<Long> incidents(String kind) {
        return hub.jdbc
                .sql("SELECT seen FROM incident WHERE kind = :kind AND connection = :connection")
                .param("kind", kind)
                .param("connection", connection.value())
                .query(Long.class)
                .list();
    }

    /** The hub's database clock. */
    public Instant now() {
        return jdbc().sql("SELECT clock_timestamp()")
                .query((row, index) -> row.getTimestamp(1).toInstant())
                .single();
    }

    public JdbcClient jdbc() {
        return hub.jdbc;
    }
}

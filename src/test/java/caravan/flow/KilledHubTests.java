package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.ChannelStand;
import caravan.kit.HubProcess;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Names;
import caravan.kit.StockKit;
import caravan.kit.TestFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class KilledHubTests {
    private static final int MANY = 2000;
    private static final int SOME = 400;
    private static final Instant PLACED = Instant.parse("2036-03-01T10:00:00Z");

    private final StockKit stock;
    private final JdbcClient jdbc;
    private final JdbcConnectionDetails database;
    private final KitShop shop = new KitShop(Names.unique("hook"));
    private final ConnectionId other = new ConnectionId(Names.unique("shop"));
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private volatile int toSell = MANY;
    private volatile URI door = URI.create("http://127.0.0.1/");

    KilledHubTests(StockKit stock, JdbcClient jdbc, JdbcConnectionDetails database) {
        this.stock = stock;
        this.jdbc = jdbc;
        this.database = database;
    }

    @Test
    void losesAndDoublesNoOrderWhenItIsKilledInTheMiddleOfTwoThousand(@TempDir Path folder) throws Exception {
        sellWhileOneHubFollowsAnother(folder, MANY, HubProcess::kill);
    }

    @Test
    void leavesNothingHalfDoneWhenItIsStoppedUnderLoad(@TempDir Path folder) throws Exception {
        sellWhileOneHubFollowsAnother(folder, SOME, hub -> {
            assertThat(hub.stop()).isEqualTo(143);
            assertThat(hub.output()).doesNotContain(" ERROR ");
            assertThat(heldOrUnanswered()).isZero();
        });
    }

    private interface End {
        void of(HubProcess hub) throws Exception;
    }

    private void sellWhileOneHubFollowsAnother(Path folder, int orders, End end) throws Exception {
        toSell = orders;
        int left = 1000 - orders / 4;
        List<Sku> skus = List.of(stock.item(1000), stock.item(1000), stock.item(1000), stock.item(1000));
        try (ChannelStand channel = new ChannelStand(true);
                HubProcess first = start(folder, channel).awaitReady()) {
            door = first.uri("/");
            List<Long> listings = skus.stream().map(sku -> list(sku, channel)).toList();
            CountDownLatch done = new CountDownLatch(3);
            for (int thread = 0; thread < 3; thread++) {
                new Thread(() -> sell(skus, done), "buyer-" + thread).start();
            }
            Await.until("the first third is acknowledged", () -> acknowledged.get() > orders / 3);
            end.of(first);
            try (HubProcess last = start(folder, channel).awaitReady()) {
                door = last.uri("/");
                done.await();
                Await.until("every order is in", () -> orders() == orders);
                for (int i = 0; i < skus.size(); i++) {
                    Sku sku = skus.get(i);
                    long listing = listings.get(i);
                    try {
                        Await.until(
                                "the channel shows what is wanted of " + sku,
                                () -> channel.figure(sku.value()) == left);
                    } catch (AssertionError missed) {
                        throw new AssertionError(state(channel, sku, listing) + last.output(), missed);
                    }
                    Await.until(
                            "the books agree on " + sku,
                            () -> stock.books(listing).shown() == left);
                    assertThat(stock.books(listing).wanted()).isEqualTo(left);
                }
                assertThat(last.isRunning()).isTrue();
            }
            assertThat(unsoundLevels(skus, orders / 4)).isZero();
        }
    }

    /** Leases that were not given up, and writes nobody knows the end of. */
    private long heldOrUnanswered() {
        return jdbc.sql("""
                SELECT (SELECT count(*) FROM lease WHERE connection = :connection AND until > clock_timestamp())
                  + (SELECT count(*) FROM stock_write w JOIN stock_write_row r ON r.write = w.id
                     WHERE w.connection = :connection AND r.outcome IS DISTINCT FROM 'confirmed')""")
                .param("connection", other.value())
                .query(Long.class)
                .single();
    }

    private long list(Sku sku, ChannelStand channel) {
        channel.figure(sku.value(), 1000);
        // The selling shop is fed from the same location, so that its orders reserve there.
        jdbc.sql(
                        "INSERT INTO location_feed (connection, location, channel_location) VALUES (:connection, :location, 'default')")
                .param("connection", shop.connection().value())
                .param("location", sku.value())
                .update();
        return stock.list(sku, other, 1000);
    }

    /** Sends orders as a vendor does: again and again until each is acknowledged. */
    private void sell(List<Sku> skus, CountDownLatch done) {
        try {
            sell(skus);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    private void sell(List<Sku> skus) throws InterruptedException {
        for (int number = next.getAndIncrement(); number < toSell; number = next.getAndIncrement()) {
            String order =
                    shop.order("A" + number, skus.get(number % skus.size()).value(), 1, PLACED);
            while (!isAccepted(door, order)) {
                Thread.sleep(200);
            }
            acknowledged.incrementAndGet();
        }
    }

    private boolean isAccepted(URI hub, String order) throws InterruptedException {
        try {
            return shop.send(hub, "order", order) == 202;
        } catch (IOException killed) {
            return false;
        }
    }

    private String state(ChannelStand channel, Sku sku, long listing) {
        return "figure " + channel.figure(sku.value()) + ", books " + stock.books(listing) + ", writes "
                + jdbc.sql("""
                        SELECT w.id, w.epoch, w.sent_at, w.closed_at, r.delta, r.expected, r.outcome
                        FROM stock_write w JOIN stock_write_row r ON r.write = w.id WHERE r.listing = :id
                        ORDER BY w.sent_at DESC LIMIT 8""").param("id", listing).query().listOfRows()
                + ", levels "
                + jdbc.sql("SELECT * FROM level WHERE sku = :sku")
                        .param("sku", sku.value())
                        .query()
                        .listOfRows()
                + ", booked "
                + jdbc.sql("SELECT location, count(*), sum(reserved) FROM movement WHERE sku = :sku GROUP BY location")
                        .param("sku", sku.value())
                        .query()
                        .listOfRows()
                + ", lines that hold nothing "
                + jdbc.sql("""
                        SELECT o.external_id, o.revision, o.accepted_at, l.*, s.* FROM order_line l JOIN orders o ON o.id = l.order_id
                        LEFT JOIN line_stock s ON s.line = l.id
                        WHERE l.channel_sku = :sku AND coalesce(s.owed, 0) = 0""").param("sku", sku.value()).query().listOfRows()
                + "\n";
    }

    private long orders() {
        return jdbc.sql("SELECT count(*) FROM orders WHERE connection = :connection AND revision > 0")
                .param("connection", shop.connection().value())
                .query(Long.class)
                .single();
    }

    private long unsoundLevels(List<Sku> skus, int sold) {
        return jdbc.sql("""
                SELECT count(*) FROM (
                    SELECT sku, sum(on_hand) AS on_hand, sum(reserved) AS reserved FROM level
                    WHERE sku = ANY(:sku) GROUP BY sku) AS l
                JOIN (SELECT sku, sum(on_hand) AS on_hand, sum(reserved) AS reserved FROM movement GROUP BY sku) AS m USING (sku)
                WHERE (l.on_hand, l.reserved) IS DISTINCT FROM (m.on_hand, m.reserved) OR l.reserved <> :sold""")
                .param("sku", skus.stream().map(Sku::value).toArray(String[]::new))
                .param("sold", sold)
                .query(Long.class)
                .single();
    }

    private HubProcess start(Path folder, ChannelStand channel) throws Exception {
        return HubProcess.start(
                folder.resolve("hub"),
                "--kit.channel=" + channel.url(),
                "--kit.connection=" + other,
                "--kit.keyed=true",
                "--kit.hooks=" + shop.connection(),
                "--caravan.lease.length=3s",
                "--caravan.lease.renew=500ms",
                "--caravan.lease.margin=500ms",
                "--caravan.security.keys[0].id=local",
                "--caravan.security.keys[0].key=" + TestFolder.sharedKey(),
                "--spring.datasource.url=" + database.getJdbcUrl(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword());
    }
}

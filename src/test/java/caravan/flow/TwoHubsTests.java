package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.BrokerStand;
import caravan.kit.ChannelStand;
import caravan.kit.HubProcess;
import caravan.kit.HubTest;
import caravan.kit.KitShop;
import caravan.kit.Names;
import caravan.kit.StockKit;
import caravan.kit.TestFolder;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two hubs in processes of their own, on one database and one broker that are neither's. */
@HubTest
class TwoHubsTests {
    private static final int ORDERS = 300;
    private static final int STOCK = 1000;
    private static final Instant PLACED = Instant.parse("2036-03-01T10:00:00Z");

    private final StockKit stock;
    private final JdbcClient jdbc;
    private final JdbcConnectionDetails database;
    private final KitShop shop = new KitShop(Names.unique("hook"));
    private final ConnectionId other = new ConnectionId(Names.unique("shop"));
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    TwoHubsTests(StockKit stock, JdbcClient jdbc, JdbcConnectionDetails database) {
        this.stock = stock;
        this.jdbc = jdbc;
        this.database = database;
    }

    @BeforeAll
    static void keepTheTestsOwnBrokerQuiet() {
        ((Logger) LoggerFactory.getLogger("org.apache.activemq")).setLevel(Level.ERROR);
    }

    @Test
    void loseAndDoubleNoOrderWhileOneIsPausedPastItsLeaseAndWoken(@TempDir Path folder) throws Exception {
        Sku sku = stock.item(STOCK);
        try (BrokerStand broker = new BrokerStand();
                ChannelStand channel = new ChannelStand(true);
                HubProcess one = hub(folder.resolve("one"), broker, channel);
                HubProcess two = hub(folder.resolve("two"), broker, channel)) {
            one.awaitReady();
            two.awaitReady();
            channel.figure(sku.value(), STOCK);
            long listing = list(sku);
            Await.until("one of them owns the channel", () -> owns(one) || owns(two));
            HubProcess owner = owns(one) ? one : two;
            sellWhile(sku, List.of(one.uri("/"), two.uri("/")), () -> {
                long epoch = epoch();
                owner.pause();
                Await.until("the other hub owns the channel", () -> epoch() > epoch);
                Await.until("a webhook met the paused hub", () -> unanswered.get() > 0);
                owner.resume();
            });
            Await.until("every order is in", () -> orders() == ORDERS);
            Await.until("the channel shows what is wanted", () -> channel.figure(sku.value()) == STOCK - ORDERS);
            Await.until("the books agree", () -> stock.books(listing).shown() == STOCK - ORDERS);
            assertThat(stock.books(listing).wanted()).isEqualTo(STOCK - ORDERS);
            Await.until("nothing is left at the broker", () -> broker.waiting() == 0);
            assertThat(one.isRunning() && two.isRunning()).isTrue();
        }
        assertThat(orders()).isEqualTo(ORDERS);
        assertThat(unsoundLevels(sku)).isZero();
    }

    private interface Meanwhile {
        void happens() throws Exception;
    }

    /** Two shoppers at each door; once a third of the orders is acknowledged, something happens. */
    private void sellWhile(Sku sku, List<URI> doors, Meanwhile meanwhile) throws Exception {
        CountDownLatch done = new CountDownLatch(2 * doors.size());
        for (int thread = 0; thread < 2 * doors.size(); thread++) {
            URI door = doors.get(thread % doors.size());
            new Thread(() -> sell(door, sku, done), "buyer-" + thread).start();
        }
        Await.until("the first third is acknowledged", () -> acknowledged.get() > ORDERS / 3);
        meanwhile.happens();
        done.await();
    }

    private boolean owns(HubProcess hub) throws IOException {
        return hub.output().contains("Owning connection '" + other + "', epoch " + epoch());
    }

    /** Sends orders to one hub as a vendor does: each again and again until it is acknowledged. */
    private void sell(URI door, Sku sku, CountDownLatch done) {
        try {
            for (int number = next.getAndIncrement(); number < ORDERS; number = next.getAndIncrement()) {
                String order = shop.order("A" + number, sku.value(), 1, PLACED);
                while (!isAccepted(door, order)) {
                    Thread.sleep(100);
                }
                acknowledged.incrementAndGet();
                // Slow enough that some are sold before, some during and some after the pause.
                Thread.sleep(20);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    private boolean isAccepted(URI door, String order) throws InterruptedException {
        try {
            return shop.send(door, "order", order) == 202;
        } catch (IOException silent) {
            unanswered.incrementAndGet();
            return false;
        }
    }

    private long list(Sku sku) {
        // The selling shop is fed from the same location, so that its orders reserve there.
        jdbc.sql(
                        "INSERT INTO location_feed (connection, location, channel_location) VALUES (:connection, :location, 'default')")
                .param("connection", shop.connection().value())
                .param("location", sku.value())
                .update();
        return stock.list(sku, other, STOCK);
    }

    private long epoch() {
        return jdbc.sql("SELECT epoch FROM lease WHERE connection = :connection")
                .param("connection", other.value())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private long orders() {
        return jdbc.sql("SELECT count(*) FROM orders WHERE connection = :connection AND revision > 0")
                .param("connection", shop.connection().value())
                .query(Long.class)
                .single();
    }

    private long unsoundLevels(Sku sku) {
        return jdbc.sql("""
                SELECT count(*) FROM (SELECT sum(on_hand) AS on_hand, sum(reserved) AS reserved FROM level WHERE sku = :sku) AS l,
                    (SELECT sum(on_hand) AS on_hand, sum(reserved) AS reserved FROM movement WHERE sku = :sku) AS m
                WHERE (l.on_hand, l.reserved) IS DISTINCT FROM (m.on_hand, m.reserved) OR l.reserved <> :sold""")
                .param("sku", sku.value())
                .param("sold", ORDERS)
                .query(Long.class)
                .single();
    }

    private HubProcess hub(Path data, BrokerStand broker, ChannelStand channel) throws Exception {
        return HubProcess.start(
                data,
                "--kit.channel=" + channel.url(),
                "--kit.connection=" + other,
                "--kit.keyed=true",
                "--kit.hooks=" + shop.connection(),
                "--caravan.lease.length=3s",
                "--caravan.lease.renew=500ms",
                "--caravan.lease.margin=500ms",
                "--caravan.security.keys[0].id=local",
                "--caravan.security.keys[0].key=" + TestFolder.sharedKey(),
                "--spring.artemis.mode=native",
                // What the paused hub holds is given back after three seconds, not after a minute.
                "--spring.artemis.broker-url=" + broker.url() + "?connectionTTL=3000&clientFailureCheckPeriod=1000",
                "--spring.artemis.embedded.enabled=false",
                "--spring.datasource.url=" + database.getJdbcUrl(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword());
    }
}

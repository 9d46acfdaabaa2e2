package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.ChannelStand;
import caravan.kit.ChannelStand.Mood;
import caravan.kit.HubProcess;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.StockKit;
import caravan.kit.TestFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Hubs in processes of their own on the database of this one, and a channel that outlives them. */
@HubTest
class TwoOwnersTests {
    private final StockKit stock;
    private final JdbcClient jdbc;
    private final JdbcConnectionDetails database;
    private final ConnectionId connection = new ConnectionId(Names.unique("shop"));

    TwoOwnersTests(StockKit stock, JdbcClient jdbc, JdbcConnectionDetails database) {
        this.stock = stock;
        this.jdbc = jdbc;
        this.database = database;
    }

    @Test
    void repeatsAKeyedWriteOnceAfterItsOwnerWasKilledInTheMiddleOfTheCall(@TempDir Path folder) throws Exception {
        Sku sku = stock.item(5);
        try (ChannelStand channel = new ChannelStand(true);
                HubProcess first = hub(folder.resolve("first"), channel, true).awaitReady()) {
            channel.figure(sku.value(), 9);
            channel.mood(Mood.APPLIES_AND_HANGS);
            long listing = stock.list(sku, connection, 9);
            Await.until("the write is under way", () -> !channel.received().isEmpty());
            first.kill();
            channel.mood(Mood.ANSWERS);
            try (HubProcess second =
                    hub(folder.resolve("second"), channel, true).awaitReady()) {
                Await.until("the write is confirmed", () -> stock.books(listing).shown() == 5);
                assertThat(second.isRunning()).isTrue();
            }
            assertThat(channel.figure(sku.value())).isEqualTo(5);
            assertThat(channel.received().stream().distinct()).hasSize(1);
        }
    }

    @Test
    void letsNoPausedOwnerDoAnythingAfterItsLeaseHasPassedToAnother(@TempDir Path folder) throws Exception {
        Sku sku = stock.item(5);
        try (ChannelStand channel = new ChannelStand(false);
                HubProcess first = hub(folder.resolve("first"), channel, false).awaitReady()) {
            channel.figure(sku.value(), 9);
            channel.mood(Mood.APPLIES_AND_HANGS);
            long listing = stock.list(sku, connection, 9);
            Await.until("the write is under way", () -> !channel.received().isEmpty());
            long epoch = epoch();
            first.pause();
            channel.mood(Mood.ANSWERS);
            try (HubProcess second =
                    hub(folder.resolve("second"), channel, false).awaitReady()) {
                // Without keys the channel is asked for the write by its id, and has it.
                Await.until(
                        "the other owner has settled it",
                        () -> stock.books(listing).shown() == 5);
                assertThat(epoch()).isGreaterThan(epoch);
                first.resume();
                stock.adjust(sku, -1);
                Await.until(
                        "the next change went out", () -> stock.books(listing).shown() == 4);
                Await.until("the first owner knows", () -> first.output().contains("is owned by another replica now"));
                assertThat(second.isRunning()).isTrue();
            }
            assertThat(channel.figure(sku.value())).isEqualTo(4);
            assertThat(channel.received()).hasSize(2).doesNotHaveDuplicates();
        }
    }

    private long epoch() {
        return jdbc.sql("SELECT epoch FROM lease WHERE connection = :connection")
                .param("connection", connection.value())
                .query(Long.class)
                .single();
    }

    private HubProcess hub(Path data, ChannelStand channel, boolean keyed) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--kit.channel=" + channel.url(),
                "--kit.connection=" + connection,
                "--kit.keyed=" + keyed,
                "--caravan.lease.length=3s",
                "--caravan.lease.renew=500ms",
                "--caravan.lease.margin=500ms",
                "--caravan.security.keys[0].id=local",
                "--caravan.security.keys[0].key=" + TestFolder.sharedKey(),
                "--spring.datasource.url=" + database.getJdbcUrl(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword()));
        return HubProcess.start(data, arguments.toArray(String[]::new));
    }
}

package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.flow.StockSink.RowAnswer;
import caravan.incident.Incidents;
import caravan.inventory.StockWrites;
import caravan.inventory.StockWrites.Row;
import caravan.inventory.StockWrites.Write;
import caravan.kernel.Backoff;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.KitSink;
import caravan.kit.Names;
import caravan.kit.StockKit;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@HubTest
class StockSenderTests {
    private final StockKit stock;
    private final StockWrites writes;
    private final Incidents incidents;
    private final LeaseKeeper leases;
    private final JdbcClient jdbc;
    private final List<Lease> taken = new ArrayList<>();
    private final ConnectionId connection = new ConnectionId(Names.unique("shop"));
    private final Channel channel = new Channel();

    StockSenderTests(StockKit stock, StockWrites writes, Incidents incidents, LeaseKeeper leases, JdbcClient jdbc) {
        this.stock = stock;
        this.writes = writes;
        this.incidents = incidents;
        this.leases = leases;
        this.jdbc = jdbc;
    }

    /** A channel in memory that follows a script: one fault per call, then it behaves. */
    private final class Channel extends KitSink {
        boolean keyed;
        /** Whether calls that fail as unanswered are applied all the same. */
        boolean applies;

        final Map<String, Long> figures = new HashMap<>();
        final Deque<Fault> faults = new ArrayDeque<>();
        final List<UUID> calls = new ArrayList<>();
        private final Set<UUID> applied = new HashSet<>();

        Channel() {
            super(connection);
        }

        @Override
        public boolean isKeyed() {
            return keyed;
        }

        @Override
        public Map<Long, RowAnswer> send(Write write) throws CallFailed {
            calls.add(write.id());
            @Nullable Fault fault = faults.poll();
            if (fault == null || (fault == Fault.UNANSWERED && applies)) {
                apply(write);
            }
            if (fault != null) {
                throw new CallFailed(fault, "as told");
            }
            return super.send(write);
        }

        private void apply(Write write) {
            if (applied.add(write.id())) {
                for (Row row : write.rows()) {
                    figures.merge(row.externalId(), row.delta(), Long::sum);
                }
            }
        }

        @Override
        public Map<Long, Boolean> find(Write write) {
            Map<Long, Boolean> found = new HashMap<>();
            write.rows().forEach(row -> found.put(row.listing(), findable && applied.contains(write.id())));
            return found;
        }

        boolean findable;
    }

    private StockSender sender() {
        Lease lease = leases.take(connection).orElseThrow();
        taken.add(lease);
        return new StockSender(
                channel, lease, writes, incidents, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
    }

    @AfterEach
    void giveUp() {
        taken.forEach(leases::giveUp);
        taken.clear();
    }

    private long list(Sku sku, long figure) {
        channel.figures.put(sku.value(), figure);
        return stock.list(sku, connection, figure);
    }

    @Test
    void forgetsARefusalOnceALaterWriteIsAccepted() {
        Sku sku = stock.item(10);
        stock.list(sku, connection, 5);
        channel.faults.add(Fault.REFUSED);
        StockSender sender = sender();
        sender.sendNext();
        assertThat(refusals()).isEqualTo(1);

        stock.adjust(sku, 1);
        sender.sendNext();
        assertThat(refusals()).isZero();
    }

    @Test
    void tellsOnceThatCredentialsMayNotWriteUntilAWriteIsLetThrough() {
        for (int i = 0; i < 2; i++) {
            list(stock.item(10), 5);
        }
        channel.faults.addAll(List.of(Fault.MISCONFIGURED, Fault.MISCONFIGURED));
        StockSender sender = sender();
        sender.sendNext();
        assertThat(open("WRITING_FORBIDDEN")).isEqualTo(1);
        assertThat(refusals()).isZero();

        jdbc.sql("UPDATE listing SET next_at = '-infinity' WHERE connection = :connection")
                .param("connection", connection.value())
                .update();
        sender.sendNext();
        assertThat(open("WRITING_FORBIDDEN")).isEqualTo(1);
        jdbc.sql("UPDATE listing SET next_at = '-infinity' WHERE connection = :connection")
                .param("connection", connection.value())
                .update();
        assertThat(sender.sendNext()).isTrue();
        assertThat(open("WRITING_FORBIDDEN")).isZero();
    }

    private long refusals() {
        return open("WRITE_REFUSED");
    }

    private long open(String kind) {
        return jdbc.sql("""
                SELECT count(*) FROM incident
                WHERE kind = :kind AND connection = :connection AND resolved_at IS NULL""")
                .param("kind", kind)
                .param("connection", connection.value())
                .query(Long.class)
                .single();
    }

    @Test
    void makesOneWriteOfTenChanges() {
        Sku sku = stock.item(20);
        list(sku, 20);
        for (int i = 0; i < 10; i++) {
            stock.adjust(sku, -1);
        }
        StockSender sender = sender();
        assertThat(sender.sendNext()).isTrue();
        assertThat(sender.sendNext()).isFalse();
        assertThat(channel.calls).hasSize(1);
        assertThat(channel.figures).containsEntry(sku.value(), 10L);
    }

    @Test
    void repeatsAKeyedWriteUnderItsKeyUntilItIsAnswered() {
        Sku sku = stock.item(5);
        long listing = list(sku, 9);
        channel.keyed = true;
        channel.applies = true;
        channel.faults.addAll(List.of(Fault.UNANSWERED, Fault.UNANSWERED));
        sender().sendNext();
        assertThat(channel.calls).hasSize(3);
        assertThat(Set.copyOf(channel.calls)).hasSize(1);
        assertThat(channel.figures).containsEntry(sku.value(), 5L);
        assertThat(stock.books(listing)).isEqualTo(new StockKit.Books(5, 5, false, false, "null"));
    }

    @Test
    void findsAWriteByItsIdWhenTheAnswerIsLost() {
        Sku sku = stock.item(5);
        long listing = list(sku, 9);
        channel.applies = true;
        channel.findable = true;
        channel.faults.add(Fault.UNANSWERED);
        sender().sendNext();
        assertThat(channel.calls).hasSize(1);
        assertThat(stock.books(listing)).isEqualTo(new StockKit.Books(5, 5, false, false, "null"));
    }

    @Test
    void keepsADoubtfulRaiseCountedAndADoubtfulLoweringNot() {
        Sku raised = stock.item(9);
        long raise = list(raised, 5);
        channel.faults.add(Fault.UNANSWERED);
        sender().sendNext();
        assertThat(stock.books(raise)).isEqualTo(new StockKit.Books(9, 9, false, true, "UNANSWERED"));
        assertThat(channel.figures).containsEntry(raised.value(), 5L);

        Sku lowered = stock.item(5);
        long lowering = list(lowered, 9);
        channel.faults.add(Fault.UNANSWERED);
        new StockSender(channel, taken.get(0), writes, incidents, new Backoff(Duration.ofHours(1), Duration.ofHours(1)))
                .sendNext();
        assertThat(stock.books(lowering)).isEqualTo(new StockKit.Books(5, 9, false, true, "UNANSWERED"));
    }

    @Test
    void takesARaiseBackAfterADefiniteNoAndTriesAgain() {
        Sku sku = stock.item(9);
        long listing = list(sku, 5);
        channel.faults.add(Fault.UNREACHED);
        StockSender sender = sender();
        sender.sendNext();
        assertThat(stock.books(listing)).isEqualTo(new StockKit.Books(9, 5, false, false, "UNREACHED"));
        due(listing);
        assertThat(sender.sendNext()).isTrue();
        assertThat(channel.figures).containsEntry(sku.value(), 9L);
    }

    @Test
    void wontTakeARaiseBackBecauseItsRepeatDidNotArrive() {
        for (Fault repeat : List.of(Fault.UNREACHED, Fault.THROTTLED)) {
            Sku sku = stock.item(9);
            long listing = list(sku, 5);
            channel.keyed = true;
            channel.applies = true;
            channel.faults.addAll(List.of(Fault.UNANSWERED, repeat));
            sender().sendNext();
            giveUp();
            assertThat(channel.figures).containsEntry(sku.value(), 9L);
            assertThat(stock.books(listing)).isEqualTo(new StockKit.Books(9, 9, false, true, "UNANSWERED"));
        }
    }

    @Test
    void wontTakeBackARaiseOfAnOlderOwnerBecauseItsRepeatDidNotArrive() {
        Sku sku = stock.item(9);
        long listing = list(sku, 5);
        Lease older = lease();
        assertThat(writes.open(connection, older.epoch(), 10)).isPresent();
        giveUp();
        channel.keyed = true;
        channel.faults.add(Fault.UNREACHED);
        sender().settleLeftovers();
        assertThat(stock.books(listing)).isEqualTo(new StockKit.Books(9, 9, false, true, "UNANSWERED"));
    }

    @Test
    void waitsAsLongAsAThrottlingVendorSays() {
        Sku sku = stock.item(9);
        list(sku, 5);
        channel.faults.add(Fault.THROTTLED);
        StockSender sender = new StockSender(
                channel, lease(), writes, incidents, new Backoff(Duration.ofHours(1), Duration.ofHours(1)));
        sender.sendNext();
        assertThat(sender.sendNext()).isFalse();
    }

    @Test
    void asksAPersonAboutARefusalAndWontRepeatItUntilTheFigureChanges() {
        Sku sku = stock.item(5);
        long listing = list(sku, 9);
        channel.faults.add(Fault.REFUSED);
        StockSender sender = sender();
        sender.sendNext();
        assertThat(sender.sendNext()).isFalse();
        assertThat(stock.books(listing).fault()).isEqualTo("REFUSED");
        assertThat(jdbc.sql("SELECT count(*) FROM incident WHERE kind = 'WRITE_REFUSED' AND connection = :connection")
                        .param("connection", connection.value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        stock.adjust(sku, -1);
        assertThat(sender.sendNext()).isTrue();
        assertThat(channel.figures).containsEntry(sku.value(), 4L);
    }

    @Test
    void settlesWhatAnOlderOwnerLeftOpen() {
        Sku sku = stock.item(5);
        long listing = list(sku, 9);
        Lease older = lease();
        Write left = writes.open(connection, older.epoch(), 10).orElseThrow();
        leases.giveUp(older);
        taken.clear();
        channel.keyed = true;
        StockSender sender = sender();
        sender.settleLeftovers();
        assertThat(channel.calls).containsExactly(left.id());
        assertThat(stock.books(listing)).isEqualTo(new StockKit.Books(5, 5, false, false, "null"));
        assertThat(writes.confirm(left.id(), older.epoch(), List.of(listing)))
                .as("what the older owner says now is not recorded")
                .isZero();
    }

    @Test
    void sendsNothingAgainWhoseKeyTheVendorMayHaveForgotten() {
        Sku sku = stock.item(5);
        long listing = list(sku, 9);
        Lease older = lease();
        Write left = writes.open(connection, older.epoch(), 10).orElseThrow();
        giveUp();
        jdbc.sql("UPDATE stock_write SET sent_at = sent_at - interval '23 h' WHERE id = :id")
                .param("id", left.id())
                .update();
        channel.keyed = true;
        sender().settleLeftovers();
        assertThat(channel.calls).isEmpty();
        assertThat(stock.books(listing))
                .as("a lowering in doubt stays uncounted until the figure is read")
                .isEqualTo(new StockKit.Books(5, 9, false, true, "UNANSWERED"));
    }

    private Lease lease() {
        Lease lease = leases.take(connection).orElseThrow();
        taken.add(lease);
        return lease;
    }

    private void due(long listing) {
        jdbc.sql("UPDATE listing SET next_at = '-infinity' WHERE id = :id")
                .param("id", listing)
                .update();
    }
}

package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incident.Incidents;
import caravan.inventory.Readings;
import caravan.inventory.StockLevels;
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
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.link.Lease;
import caravan.link.LeaseKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Random histories of the real sender against a channel that fails each attempt in its own way. After every step the books must
 * bound what the channel shows once all its sales are heard; when the faults end, the channel shows what is wanted.
 */
@HubTest
class SenderModelTests {
    private static final int HISTORIES = Integer.getInteger("caravan.model.senders", 60);
    private static final int STEPS = 40;

    private final Shops shops;
    private final StockLevels levels;
    private final StockWrites writes;
    private final Incidents incidents;
    private final LeaseKeeper leases;
    private final JdbcClient jdbc;

    SenderModelTests(
            Shops shops,
            StockLevels levels,
            StockWrites writes,
            Incidents incidents,
            LeaseKeeper leases,
            JdbcClient jdbc) {
        this.shops = shops;
        this.levels = levels;
        this.writes = writes;
        this.incidents = incidents;
        this.leases = leases;
        this.jdbc = jdbc;
    }

    @Test
    void neverShowsMoreThanItsBooksSayWhateverBecomesOfEachAttempt() {
        for (int seed = 1; seed <= HISTORIES; seed++) {
            History history = new History(seed);
            try {
                for (int step = 0; step < STEPS; step++) {
                    history.step();
                    history.check();
                }
                history.settle();
            } catch (AssertionError wrong) {
                throw new AssertionError("History " + seed + ": " + history.told, wrong);
            } finally {
                leases.giveUp(history.lease);
            }
        }
    }

    /** Adds what it is told, once per id if it has keys; fails as its owner decides anew for each attempt. */
    private static final class Channel extends KitSink {
        private final Random random;
        private final boolean keyed;
        private final boolean findable;
        private final Set<UUID> applied = new HashSet<>();
        private boolean failing = true;
        private long figure;

        Channel(ConnectionId connection, Random random, long figure) {
            super(connection);
            this.random = random;
            this.figure = figure;
            keyed = random.nextBoolean();
            findable = random.nextBoolean();
        }

        @Override
        public boolean isKeyed() {
            return keyed;
        }

        @Override
        public Map<Long, RowAnswer> send(Write write) throws CallFailed {
            Fault fault = failing && random.nextInt(2) == 0
                    ? List.of(Fault.UNREACHED, Fault.UNANSWERED, Fault.THROTTLED, Fault.UNANSWERED, Fault.MISCONFIGURED)
                            .get(random.nextInt(5))
                    : null;
            if (fault == null || (fault == Fault.UNANSWERED && random.nextBoolean())) {
                if (applied.add(write.id()) || !keyed) {
                    write.rows().forEach(row -> figure += row.delta());
                }
            }
            if (fault != null) {
                throw new CallFailed(fault, "as told");
            }
            return super.send(write);
        }

        @Override
        public Map<Long, Boolean> find(Write write) throws CallFailed {
            if (failing && random.nextInt(3) == 0) {
                throw new CallFailed(Fault.UNREACHED, "as told");
            }
            Map<Long, Boolean> found = new HashMap<>();
            for (Row row : write.rows()) {
                found.put(row.listing(), findable && applied.contains(write.id()));
            }
            return found;
        }
    }

    private final class History {
        private final Random random;
        private final Shop shop = shops.open();
        private final Sku sku = shop.selling(20);
        private final long listing = shop.listing(sku);
        private final Channel channel;
        private final List<Integer> unheard = new ArrayList<>();
        private final List<String> told = new ArrayList<>();
        private Lease lease = leases.take(shop.connection()).orElseThrow();
        private int orders;
        private int seconds = 700;
        private int baseline;

        History(int seed) {
            random = new Random(seed);
            channel = new Channel(shop.connection(), random, 20);
        }

        void step() {
            switch (random.nextInt(9)) {
                case 0 -> sell();
                case 1 -> hear();
                case 2 -> adjust(-1 - random.nextInt(3));
                case 3 -> adjust(1 + random.nextInt(4));
                case 4 -> read();
                case 5 -> crash();
                default -> send();
            }
        }

        /** The channel sells a unit; the hub hears of it later. */
        void sell() {
            if (channel.figure > 0) {
                channel.figure--;
                unheard.add(seconds++);
                told.add("sold");
            }
        }

        void hear() {
            if (!unheard.isEmpty()) {
                int at = unheard.remove(random.nextInt(unheard.size()));
                shop.hear(shop.order("o" + orders++, sku, 1)
                        .placed(Shop.OPENED.plusSeconds(at))
                        .after(0));
                told.add("heard");
            }
        }

        void adjust(int change) {
            levels.adjust(sku, shop.shelf(), change, Shop.deed());
            told.add("adjusted " + change);
        }

        void read() {
            Readings.Outcome outcome = shop.read(listing, channel.figure, Shop.OPENED.plusSeconds(seconds));
            if (outcome == Readings.Outcome.ADOPTED) {
                baseline = seconds;
            }
            told.add("read " + channel.figure + " " + outcome);
            seconds += 2;
            if (random.nextBoolean()) {
                pull();
            }
        }

        void pull() {
            while (!unheard.isEmpty()) {
                hear();
            }
            shop.pulled(Shop.OPENED.plusSeconds(seconds + 600L));
            told.add("pulled");
        }

        void send() {
            due();
            told.add("sent " + sender().sendNext() + " -> " + channel.figure);
        }

        /** The owner ends in the middle of a call, and another goes on. */
        void crash() {
            due();
            writes.open(shop.connection(), lease.epoch(), 10).ifPresent(write -> {
                try {
                    channel.send(write);
                } catch (CallFailed lost) {
                    told.add("lost");
                }
            });
            leases.giveUp(lease);
            lease = leases.take(shop.connection()).orElseThrow();
            sender().settleLeftovers();
            told.add("crashed -> " + channel.figure);
        }

        void check() {
            long notInTheBooks = unheard.stream().filter(at -> at >= baseline).count();
            assertThat(shop.stand(sku).shown() - notInTheBooks)
                    .as("what the books allow once all is heard, after %s", told)
                    .isGreaterThanOrEqualTo(channel.figure);
        }

        void settle() {
            channel.failing = false;
            for (int round = 0; round < 4; round++) {
                read();
                pull();
                send();
                send();
            }
            assertThat(channel.figure).as("figure").isEqualTo(shop.stand(sku).wanted());
            assertThat(shop.stand(sku).shown()).as("shown").isEqualTo(channel.figure);
        }

        private StockSender sender() {
            return new StockSender(
                    channel, lease, writes, incidents, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
        }

        private void due() {
            jdbc.sql("UPDATE listing SET next_at = '-infinity' WHERE id = :id")
                    .param("id", listing)
                    .update();
        }
    }
}

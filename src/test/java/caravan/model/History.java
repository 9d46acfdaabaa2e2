package caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.catalog.Catalog;
import caravan.flow.OrderIntake;
import caravan.inventory.ChannelRules;
import caravan.inventory.Holds;
import caravan.inventory.ListingKey;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.inventory.StockLevels;
import caravan.inventory.StockWrites;
import caravan.kernel.ConnectionId;
import caravan.kernel.Fault;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.kit.Registered;
import caravan.order.OrderDocument;
import caravan.order.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One random history: two channels sell the same item and a bundle of it from two locations, while documents are lost, repeated
 * and reordered, answers are lost, transactions are cut off before they commit, and figures are read. Some orders are older than
 * the opening balance.
 */
final class History {
    /** How long a sale may take to appear in a pull of orders; pulls in the model lag by less. */
    private static final Duration SETTLE = Duration.ofSeconds(20);

    /** Before any opening balance, which is dated by the database's clock. */
    private static final Instant LONG_AGO = Instant.parse("2026-01-05T08:00:00Z");

    /** A read begun later than anything was accepted is the present state. */
    private static final Instant AFTER_EVERYTHING = Instant.parse("2100-01-01T00:00:00Z");

    /** The parts of the hub under test. */
    record Hub(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Catalog catalog,
            Listings listings,
            ChannelRules rules,
            StockLevels levels,
            Readings readings,
            Holds holds,
            StockWrites writes,
            OrderIntake intake) {

        /** The books of all listings of these channels, in one query. */
        List<Book> books(Collection<ModelChannel> channels) {
            return jdbc.sql("""
                    SELECT id, connection, sku, wanted, shown, held_until IS NOT NULL OR uncertain AS held, uncertain
                    FROM listing WHERE connection = ANY(:connection) ORDER BY id""")
                    .param(
                            "connection",
                            channels.stream()
                                    .map(channel -> channel.connection.value())
                                    .toArray(String[]::new))
                    .query((row, index) -> new Book(
                            row.getLong("id"),
                            new ConnectionId(row.getString("connection")),
                            row.getString("sku"),
                            row.getLong("wanted"),
                            row.getLong("shown"),
                            row.getBoolean("held"),
                            row.getBoolean("uncertain")))
                    .list();
        }

        /** Runs one transaction that need not survive a power cut: the model is about what is booked, not about the disk. */
        void run(Runnable work) {
            transaction.executeWithoutResult(status -> {
                jdbc.sql("SET LOCAL synchronous_commit = off").update();
                work.run();
            });
        }
    }

    /** A listing's two books. */
    record Book(
            long id, ConnectionId connection, String sku, long wanted, long shown, boolean held, boolean uncertain) {}

    /** A write between its row, its call and its end. */
    private static final class Flight {
        final StockWrites.Write write;
        final Map<String, Long> wanted;
        final Map<String, Long> heard;
        boolean called;

        Flight(StockWrites.Write write, Map<String, Long> wanted, Map<String, Long> heard) {
            this.write = write;
            this.wanted = wanted;
            this.heard = heard;
        }
    }

    /** A reading between its beginning and its end. */
    private static final class Look {
        final Readings.Begun begun;
        final String sku;
        final long handBefore;
        final long figure;
        final Period at;

        Look(Readings.Begun begun, String sku, long handBefore, long figure, Period at) {
            this.begun = begun;
            this.sku = sku;
            this.handBefore = handBefore;
            this.figure = figure;
            this.at = at;
        }
    }

    private static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final List<String> log = new ArrayList<>();
    private final Hub hub;
    private final Random random;
    private final String stem;
    private final List<ModelChannel> channels = new ArrayList<>();
    private final Map<ConnectionId, Flight> flights = new HashMap<>();
    private final Map<ConnectionId, List<Look>> looks = new HashMap<>();
    private Instant now = Instant.parse("2036-03-01T10:00:00Z");
    private int deeds;

    History(Hub hub, String stem, long seed) {
        this.hub = hub;
        this.random = new Random(seed);
        this.stem = stem;
        log.add("seed " + seed);
        hub.run(this::setUp);
    }

    private String item() {
        return stem + "-x";
    }

    private String bundle() {
        return stem + "-pair";
    }

    private void setUp() {
        String first = stem + "-1";
        String second = stem + "-2";
        hub.jdbc()
                .sql("INSERT INTO location (code, name) VALUES (:a, :a), (:b, :b)")
                .param("a", first)
                .param("b", second)
                .update();
        hub.catalog().put(new Sku(item()), "Item");
        hub.catalog().put(new Sku(bundle()), "Pair");
        hub.levels().bundle(new Sku(bundle()), Map.of(new Sku(item()), 2L));
        hub.levels().open(new Sku(item()), first, 12, deed());
        hub.levels().open(new Sku(item()), second, 5, deed());
        for (String name : List.of("a", "b")) {
            ConnectionId connection = new ConnectionId(stem + "-" + name);
            ModelChannel channel = new ModelChannel(connection, random);
            channels.add(channel);
            looks.put(connection, new ArrayList<>());
            hub.listings().feed(connection, first, "default", 1);
            if (name.equals("a")) {
                hub.listings().feed(connection, second, "default", 2);
                hub.rules().put(connection, null, new ChannelRules.Rule(1L, null, null, null));
            }
            for (String sku : skusOf(channel)) {
                if (random.nextInt(3) == 0) {
                    log.add(connection + ": " + channel.older(LONG_AGO, sku));
                }
                channel.figures.put(sku, (long) random.nextInt(10));
                long id = Registered.listing(
                        hub.listings(), hub.jdbc(), new ListingKey(connection, "default", new Sku(sku)), sku, "");
                Instant coarse = ModelOrder.coarse(now);
                hub.readings()
                        .begin(List.of(id))
                        .forEach(begun -> hub.readings()
                                .finish(
                                        new Readings.Reading(
                                                begun,
                                                channel.figures.get(sku),
                                                new Period(coarse, coarse.plus(ModelOrder.GRAIN))),
                                        SETTLE));
                hub.listings().goLive(id);
            }
        }
    }

    private List<String> skusOf(ModelChannel channel) {
        return channel.connection.value().endsWith("-a") ? List.of(item(), bundle()) : List.of(item());
    }

    private StockLevels.Deed deed() {
        return new StockLevels.Deed(stem + "/" + ++deeds, "model", "model");
    }

    /** Takes one random step. */
    void step() {
        now = now.plusMillis(200L + random.nextInt(4000));
        ModelChannel channel = channels.get(random.nextInt(channels.size()));
        int dice = random.nextInt(100);
        if (dice < 30) {
            log.add(channel.connection + ": " + channel.act(now, skusOf(channel)));
        } else if (dice < 55) {
            deliver(channel);
        } else if (dice < 60) {
            lookAt(channel);
        } else if (dice < 80) {
            write(channel);
        } else if (dice < 91) {
            reading(channel);
        } else if (dice < 97) {
            pull(channel);
        } else {
            int change = random.nextInt(9) - 4;
            log.add("adjust by " + change);
            cuttable(() -> hub.levels().adjust(new Sku(item()), stem + "-1", change, deed()));
        }
    }

    /** Runs one transaction of the hub; now and then it is cut off just before it commits. */
    private boolean cuttable(Runnable work) {
        boolean cut = random.nextInt(8) == 0;
        try {
            hub.run(() -> {
                work.run();
                if (cut) {
                    throw new Cut();
                }
            });
            return true;
        } catch (Cut expected) {
            log.add("... cut off before it committed");
            return false;
        }
    }

    private void deliver(ModelChannel channel) {
        if (channel.sent.isEmpty()) {
            return;
        }
        List<OrderDocument> batch = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            batch.add(channel.sent.get(random.nextInt(channel.sent.size())));
        }
        log.add(channel.connection + ": deliver "
                + batch.stream()
                        .map(document -> document.key().externalId() + "@" + document.vendorTime())
                        .toList());
        accept(channel, batch);
        // Half of them stay on their way and come again; some are thereby lost for ever when the history ends.
        if (random.nextBoolean()) {
            channel.sent.removeAll(batch);
        }
    }

    private boolean accept(ModelChannel channel, List<OrderDocument> documents) {
        List<Verdict> verdicts = new ArrayList<>();
        boolean done = cuttable(() -> verdicts.addAll(hub.intake().accept(documents)));
        if (done) {
            for (int i = 0; i < documents.size(); i++) {
                OrderDocument document = documents.get(i);
                if (verdicts.get(i) == Verdict.ACCEPTED) {
                    order(channel, document).hear(document);
                }
            }
        }
        return done;
    }

    private static ModelOrder order(ModelChannel channel, OrderDocument document) {
        return channel.orders.stream()
                .filter(order -> order.id.equals(document.key().externalId()))
                .findFirst()
                .orElseThrow();
    }

    private void lookAt(ModelChannel channel) {
        if (!channel.orders.isEmpty()) {
            ModelOrder order = channel.orders.get(random.nextInt(channel.orders.size()));
            log.add(channel.connection + ": read order " + order.id);
            accept(channel, List.of(order.document(channel.connection, databaseClock())));
        }
    }

    private Instant databaseClock() {
        return hub.jdbc()
                .sql("SELECT clock_timestamp()")
                .query(java.sql.Timestamp.class)
                .single()
                .toInstant();
    }

    private void write(ModelChannel channel) {
        Flight flight = flights.get(channel.connection);
        if (flight == null) {
            open(channel);
        } else if (!flight.called && random.nextInt(5) > 0) {
            call(channel, flight);
        } else {
            close(channel, flight);
        }
    }

    private void open(ModelChannel channel) {
        Map<String, Long> wanted = books().stream()
                .filter(book -> book.connection().equals(channel.connection))
                .collect(Collectors.toMap(Book::sku, Book::wanted));
        List<StockWrites.Write> opened = new ArrayList<>();
        boolean committed = cuttable(() ->
                hub.writes().open(channel.connection, 1, 1 + random.nextInt(2)).ifPresent(opened::add));
        if (committed && !opened.isEmpty()) {
            flights.put(channel.connection, new Flight(opened.get(0), wanted, channel.heard()));
            log.add(channel.connection + ": open " + opened.get(0).rows());
        }
    }

    private void call(ModelChannel channel, Flight flight) {
        flight.called = true;
        Map<String, Long> deltas = new TreeMap<>();
        flight.write.rows().forEach(row -> deltas.put(row.sku().value(), row.delta()));
        channel.apply(flight.write.id(), deltas);
        if (random.nextInt(3) == 0) {
            channel.apply(flight.write.id(), deltas);
        }
        log.add(channel.connection + ": apply " + deltas + ", figures " + channel.figures);
        for (StockWrites.Row row : flight.write.rows()) {
            if (row.delta() > 0) {
                String sku = row.sku().value();
                long bound = flight.wanted.getOrDefault(sku, 0L)
                        - channel.unheard(sku, flight.heard)
                        + channel.byHand.getOrDefault(sku, 0L);
                assertThat(channel.figures.get(sku))
                        .as(() -> "a raise of " + sku + " puts the channel above wanted minus its unheard sales\n"
                                + told())
                        .isLessThanOrEqualTo(bound);
            }
        }
    }

    private void close(ModelChannel channel, Flight flight) {
        List<Long> listings = listings(flight.write);
        boolean doubtful = random.nextInt(3) == 0;
        String end = doubtful ? "in doubt" : flight.called ? "confirmed" : "refused";
        if (cuttable(() -> end(flight.write, listings, doubtful, flight.called))) {
            flights.remove(channel.connection);
            log.add(channel.connection + ": close as " + end);
        }
    }

    private static List<Long> listings(StockWrites.Write write) {
        return write.rows().stream().map(StockWrites.Row::listing).toList();
    }

    private void end(StockWrites.Write write, List<Long> listings, boolean doubtful, boolean called) {
        if (called && !doubtful) {
            hub.writes().confirm(write.id(), 1, listings);
        } else {
            Fault fault = doubtful ? Fault.UNANSWERED : Fault.UNREACHED;
            hub.writes().fail(write.id(), 1, listings, new StockWrites.Failure(fault, "model", Duration.ZERO));
        }
    }

    private void reading(ModelChannel channel) {
        List<Look> open = looks.getOrDefault(channel.connection, List.of());
        if (open.isEmpty()) {
            List<Long> ids = books().stream()
                    .filter(book -> book.connection().equals(channel.connection))
                    .map(Book::id)
                    .toList();
            read(channel, ids.get(random.nextInt(ids.size())));
        } else {
            finish(channel, open.remove(0));
        }
    }

    private void read(ModelChannel channel, long listing) {
        for (Readings.Begun begun : hub.readings().begin(List.of(listing))) {
            String sku = begun.externalId();
            Instant coarse = ModelOrder.coarse(now);
            looks.computeIfAbsent(channel.connection, none -> new ArrayList<>())
                    .add(new Look(
                            begun,
                            sku,
                            channel.byHand.getOrDefault(sku, 0L),
                            channel.figures.getOrDefault(sku, 0L),
                            new Period(coarse, coarse.plus(ModelOrder.GRAIN))));
            log.add(channel.connection + ": read " + sku + " as " + channel.figures.get(sku) + " at " + now);
        }
    }

    private void finish(ModelChannel channel, Look look) {
        List<Readings.Outcome> outcome = new ArrayList<>();
        if (cuttable(() ->
                outcome.add(hub.readings().finish(new Readings.Reading(look.begun, look.figure, look.at), SETTLE)))) {
            log.add(channel.connection + ": reading of " + look.sku + " is " + outcome.get(0));
            if (outcome.get(0) == Readings.Outcome.ADOPTED) {
                channel.byHand.merge(look.sku, -look.handBefore, Long::sum);
            }
        } else {
            looks.getOrDefault(channel.connection, new ArrayList<>()).add(0, look);
            if (look.begun.version() == 0) {
                finish(
                        channel,
                        looks.getOrDefault(channel.connection, new ArrayList<>())
                                .remove(0));
            }
        }
    }

    private void pull(ModelChannel channel) {
        Instant begun = ModelOrder.coarse(now);
        Instant visible = now.minusSeconds(random.nextInt(10));
        List<OrderDocument> page = channel.orders.stream()
                .filter(order -> !order.updatedAt.isAfter(visible))
                .map(order -> order.document(channel.connection, null))
                .toList();
        log.add(channel.connection + ": pull " + page.size() + " orders");
        if (page.isEmpty() || accept(channel, page)) {
            cuttable(() -> hub.holds().pulled(channel.connection, new Holds.Pull(begun, null, null)));
        }
        if (random.nextInt(3) == 0) {
            now = now.plus(SETTLE);
        }
    }

    List<ModelChannel> channels() {
        return channels;
    }

    /** The present document of every order of which the hub knows another state, or none. */
    List<OrderDocument> unheard() {
        return channels.stream()
                .flatMap(channel ->
                        channel.orders.stream().map(order -> order.document(channel.connection, AFTER_EVERYTHING)))
                .filter(document -> !order(channel(document), document).isHeard(document))
                .toList();
    }

    private ModelChannel channel(OrderDocument document) {
        return Objects.requireNonNull(channel(document.key().connection()));
    }

    List<Book> books() {
        return hub.books(channels);
    }

    /**
     * Checks, with everything heard, that no channel shows more than the books say it can. Where an order was changed more
     * than once across a reading and only its end is heard, the books cannot tell; then they must say so themselves, for a
     * listing marked uncertain is not raised and its next reading is adopted.
     */
    void checkBound(List<Book> heard) {
        for (Book book : heard) {
            ModelChannel channel = channel(book.connection());
            if (channel != null && !book.uncertain()) {
                long net = channel.figures.getOrDefault(book.sku(), 0L) - channel.byHand.getOrDefault(book.sku(), 0L);
                assertThat(book.shown())
                        .as(() -> "shown of " + book.sku() + " on " + book.connection()
                                + " is at least the channel's figure, net of what is unheard\n" + told())
                        .isGreaterThanOrEqualTo(net);
            }
        }
    }

    @Nullable
    ModelChannel channel(ConnectionId connection) {
        return channels.stream()
                .filter(channel -> channel.connection.equals(connection))
                .findFirst()
                .orElse(null);
    }

    /** Lets everything come to rest, without faults, and checks that the channels show what is wanted. */
    void settle() {
        for (int round = 0; round < 12 && !isSettled(); round++) {
            for (ModelChannel channel : channels) {
                settle(channel);
            }
        }
        for (Book book : books()) {
            ModelChannel channel = channel(book.connection());
            assertThat(channel == null ? null : channel.figures.get(book.sku()))
                    .as(() -> "the figure of " + book.sku() + " on " + book.connection() + " at rest\n" + told())
                    .isEqualTo(book.wanted());
        }
    }

    private void settle(ModelChannel channel) {
        Flight flight = flights.remove(channel.connection);
        if (flight != null) {
            end(flight.write, listings(flight.write), true, flight.called);
        }
        now = now.plus(SETTLE).plusSeconds(2);
        hub.intake()
                .accept(channel.orders.stream()
                        .map(order -> order.document(channel.connection, databaseClock()))
                        .toList());
        channel.orders.forEach(order -> order.hear(order.document(channel.connection, null)));
        now = now.plus(SETTLE).plusSeconds(2);
        for (Book book : books()) {
            if (book.connection().equals(channel.connection)) {
                Instant coarse = ModelOrder.coarse(now);
                hub.readings()
                        .begin(List.of(book.id()))
                        .forEach(begun -> hub.readings()
                                .finish(
                                        new Readings.Reading(
                                                begun,
                                                channel.figures.getOrDefault(book.sku(), 0L),
                                                new Period(coarse, coarse.plus(ModelOrder.GRAIN))),
                                        SETTLE));
                channel.byHand.remove(book.sku());
            }
        }
        now = now.plus(SETTLE).plusSeconds(2);
        hub.holds().pulled(channel.connection, new Holds.Pull(ModelOrder.coarse(now), null, null));
        for (int i = 0; i < 4; i++) {
            hub.writes().open(channel.connection, 1, 10).ifPresent(write -> {
                Map<String, Long> deltas = new TreeMap<>();
                write.rows().forEach(row -> deltas.put(row.sku().value(), row.delta()));
                channel.apply(write.id(), deltas);
                end(write, listings(write), false, true);
            });
        }
    }

    private boolean isSettled() {
        return flights.isEmpty()
                && books().stream().allMatch(book -> {
                    ModelChannel channel = channel(book.connection());
                    return !book.held()
                            && book.wanted() == book.shown()
                            && channel != null
                            && book.wanted() == channel.figures.getOrDefault(book.sku(), 0L);
                });
    }

    private String told() {
        return String.join("\n", log);
    }
}

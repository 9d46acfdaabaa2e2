package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.OverTls;
import caravan.kit.Stores;
import caravan.kit.WatchedStore;
import caravan.link.Duties;
import caravan.sandbox.FaultKind;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Purchase;
import caravan.sandbox.SampleCatalogue;
import caravan.sandbox.Twin;
import caravan.sandbox.shopify.ShopSettings;
import caravan.sandbox.shopify.ShopifyStore;
import caravan.sandbox.woocommerce.StoreSettings;
import caravan.sandbox.woocommerce.WooStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A random day of two pretend stores of different vendors, over real HTTP, database and broker: shoppers, the merchants' hands,
 * and faults of every kind. No write may ever leave a store showing a unit it has sold; when the faults end, all is in step.
 * Run another day with {@code -Dcaravan.stores.seed=...}, a longer one with {@code -Dcaravan.stores.steps=...}.
 */
@HubTest
class RandomStoresTests {
    private static final long SEED = Long.getLong("caravan.stores.seed", 20_261_127L);
    private static final int STEPS = Integer.getInteger("caravan.stores.steps", 120);

    private static final List<String> SKUS =
            SampleCatalogue.ITEMS.stream().map(SampleCatalogue.Item::sku).toList();
    /** What the merchants meddle with by hand. */
    private static final List<String> MEDDLED = List.of("TEE-S", "MUG-ENAMEL");

    private static final List<FaultKind> FAULTS = List.of(
            FaultKind.LOST_ANSWER,
            FaultKind.LOST_ANSWER,
            FaultKind.TRUNCATED_BODY,
            FaultKind.THROTTLED,
            FaultKind.SERVER_ERROR,
            FaultKind.WEBHOOK_LOST,
            FaultKind.WEBHOOK_DUPLICATED,
            FaultKind.WEBHOOK_DELAYED,
            FaultKind.WEBHOOK_REORDERED);

    /** The vendor's largest usual plan: so many orders are read again and again while time passes in leaps. */
    private static final ShopSettings.Limits PLUS = new ShopSettings.Limits(20_000, 1_000, 400, 20, 1_000);

    private final Stores hub;
    private final Duties duties;
    private final JdbcClient jdbc;
    private final Random random = new Random(SEED);
    private final AtomicInteger raises = new AtomicInteger();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> onHand = new ConcurrentHashMap<>();
    private final List<String> told = new ArrayList<>();
    private final List<WatchedStore> stores = List.of(
            watched(OverTls.of(WooStore.seeded(StoreSettings.demo(Names.unique("random-woo")), Clock.systemUTC()))),
            watched(ShopifyStore.seeded(
                    ShopSettings.demo(Names.unique("random-shop")).limitedTo(PLUS), Clock.systemUTC())));
    private final Map<WatchedStore, List<Sale>> sales = new HashMap<>();
    private String shelf = "";

    RandomStoresTests(Stores hub, Duties duties, JdbcClient jdbc) {
        this.hub = hub;
        this.duties = duties;
        this.jdbc = jdbc;
    }

    /** What was sold in one order of one line, and what may become of it. */
    private static final class Sale {
        final String order;
        final String sku;
        int ordered;
        boolean paid;
        boolean touched;

        Sale(String order, String sku, int ordered, boolean paid) {
            this.order = order;
            this.sku = sku;
            this.ordered = ordered;
            this.paid = paid;
        }
    }

    private WatchedStore watched(Twin twin) {
        return new WatchedStore(twin, SKUS, this::judge);
    }

    private List<Twin> fronts() {
        return stores.stream().map(WatchedStore::front).toList();
    }

    @AfterEach
    void close() {
        hub.close(fronts());
        jdbc.sql("DROP FUNCTION watch_raises CASCADE").update();
        jdbc.sql("DROP TABLE watched_raise").update();
    }

    @Test
    void neverShowsASoldUnitAndEndsInStepWhateverHappens() throws Exception {
        watchRaises();
        SampleCatalogue.ITEMS.forEach(item -> onHand.put(item.sku(), item.stock()));
        shelf = hub.goLive(fronts());
        hub.awaitSettled(fronts());
        stores.forEach(store -> sales.put(store, new ArrayList<>()));
        for (int step = 0; step < STEPS && violations.isEmpty(); step++) {
            step(stores.get(random.nextInt(stores.size())));
            Thread.sleep(random.nextInt(80));
        }
        assertThat(violations).as("of %s", told).isEmpty();
        calm();
        assertThat(violations).as("of %s", told).isEmpty();
        assertThat(raises).as("raises that were judged").hasPositiveValue();
        assertThat(unsoundLevels())
                .as("levels that are not the sum of their movements")
                .isZero();
        assertThat(orders())
                .as("orders in the hub")
                .isEqualTo(sales.values().stream().mapToLong(List::size).sum());
    }

    private void step(WatchedStore store) {
        int dice = random.nextInt(100);
        if (dice < 40) {
            sell(store);
        } else if (dice < 62) {
            change(store);
        } else if (dice < 68) {
            meddle(store);
        } else if (dice < 78) {
            adjust();
        } else if (dice < 86) {
            mark(
                    store,
                    List.of(DutyWork.ORDERS, DutyWork.FIGURES, DutyWork.WEBHOOKS)
                            .get(random.nextInt(3)));
        } else if (dice < 90) {
            hub.letTimePass(fronts());
            told.add("time passed");
        } else if (dice < 91) {
            // Never back: what changes later then has an older time, which no document gives away.
            store.front().clock().skew(store.front().clock().skew().plus(Duration.ofMinutes(70)));
            told.add(store.front().store() + ": its clock was put on");
        } else if (dice < 96) {
            FaultKind kind = FAULTS.get(random.nextInt(FAULTS.size()));
            store.front().faults().on(kind, FaultRule.likely(0.3).lasting(Duration.ofSeconds(1)));
            told.add(store.front().store() + ": " + kind);
        } else {
            store.front().faults().clear();
        }
    }

    private List<Sale> of(WatchedStore store) {
        return sales.computeIfAbsent(store, none -> new ArrayList<>());
    }

    private void sell(WatchedStore store) {
        String sku = SKUS.get(random.nextInt(SKUS.size()));
        int units = 1 + random.nextInt(3);
        if (store.front().stock(sku) >= units) {
            boolean paid = random.nextInt(4) > 0;
            String order = store.front().order(paid ? Purchase.paid(sku, units) : Purchase.unpaid(sku, units));
            of(store).add(new Sale(order, sku, units, paid));
            told.add(store.front().store() + ": sold " + units + " " + sku + " in " + order);
        }
    }

    /** What becomes of an order later: paid, raised, refunded with or without restock, cancelled. */
    private void change(WatchedStore store) {
        List<Sale> open = of(store).stream().filter(sale -> !sale.touched).toList();
        if (open.isEmpty()) {
            return;
        }
        Sale sale = open.get(random.nextInt(open.size()));
        Twin twin = store.front();
        if (!sale.paid) {
            twin.pay(sale.order);
            sale.paid = true;
            told.add("paid " + sale.order);
        } else if (random.nextInt(3) == 0) {
            // Upward only: an edit there and back between two documents leaves no trace for anybody.
            twin.edit(sale.order, sale.sku, ++sale.ordered);
            told.add("raised " + sale.order);
        } else if (sale.ordered > 1 && random.nextInt(2) == 0) {
            sale.touched = true;
            twin.refund(sale.order, sale.sku, 1, random.nextBoolean());
            told.add("refunded one of " + sale.order);
        } else {
            sale.touched = true;
            twin.cancel(sale.order);
            told.add("cancelled " + sale.order);
        }
    }

    private void meddle(WatchedStore store) {
        String sku = MEDDLED.get(random.nextInt(MEDDLED.size()));
        int change = random.nextInt(7) - 3;
        store.front().setStock(sku, Math.max(0, store.front().stock(sku) + change));
        told.add(store.front().store() + ": " + sku + " by hand " + change);
    }

    private void adjust() {
        String sku = SKUS.get(random.nextInt(SKUS.size()));
        int change = random.nextInt(3) == 0 ? -1 : 1 + random.nextInt(3);
        onHand.merge(sku, change, Integer::sum);
        hub.adjust(sku, shelf, change);
        told.add("adjusted " + sku + " by " + change);
    }

    private void mark(WatchedStore store, String duty) {
        duties.mark(Stores.id(store.front()), duty);
    }

    /** Notes for every raise what the hub wanted and which units it had heard of when its row was committed. */
    private void watchRaises() {
        jdbc.sql("CREATE TABLE watched_raise (write uuid, listing bigint, wanted bigint, heard bigint,"
                        + " left_over bigint)")
                .update();
        jdbc.sql("""
                CREATE OR REPLACE FUNCTION watch_raises() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    INSERT INTO watched_raise
                    SELECT new.write, l.id, new.expected + new.delta,
                        (SELECT coalesce(sum(s.taken), 0) FROM line_stock s WHERE s.connection = l.connection AND s.sku = l.sku),
                        (SELECT v.on_hand FROM level v JOIN location_feed f USING (location)
                         WHERE v.sku = l.sku AND f.connection = l.connection)
                        - (SELECT coalesce(sum(s.taken), 0) FROM line_stock s
                           WHERE s.sku = l.sku AND s.connection IN (SELECT b.connection FROM location_feed a
                               JOIN location_feed b USING (location) WHERE a.connection = l.connection))
                    FROM listing l WHERE l.id = new.listing AND starts_with(l.connection, 'random-') AND new.delta > 0;
                    RETURN new; END $$""").update();
        jdbc.sql("CREATE OR REPLACE TRIGGER a_watch_raises BEFORE INSERT ON stock_write_row"
                        + " FOR EACH ROW EXECUTE FUNCTION watch_raises()")
                .update();
    }

    /**
     * What the hub meant by a raise.
     *
     * @param heard units this store held by what the hub had heard
     * @param leftOver units on hand that no order the hub held had taken at any store
     */
    private record Meant(long wanted, long heard, long leftOver) {}

    /** Called by a store the moment a write has raised a figure. */
    private void judge(WatchedStore store, String sku, int figure) {
        Meant meant = jdbc.sql("""
                SELECT w.wanted, w.heard, w.left_over FROM watched_raise w
                JOIN listing l ON l.id = w.listing AND l.open_write = w.write
                WHERE l.connection = :connection AND l.sku = :sku""")
                .param("connection", store.front().store())
                .param("sku", sku)
                .query(Meant.class)
                .optional()
                .orElse(null);
        raises.incrementAndGet();
        int taken = store.taken(sku);
        int byHand = store.addedByHand(sku);
        if (meant == null) {
            violations.add(
                    "Nobody meant to raise " + sku + " at " + store.front().store());
        } else if (meant.wanted() > Math.max(0, meant.leftOver())) {
            violations.add(store.front().store() + " was to show " + meant.wanted() + " of " + sku + " when "
                    + meant.leftOver() + " were left");
        } else if (figure > meant.wanted() - (taken - meant.heard()) + byHand) {
            violations.add(store.front().store() + " shows " + figure + " of " + sku + " after a raise; wanted "
                    + meant.wanted() + ", sold " + taken + ", heard " + meant.heard() + ", by hand " + byHand);
        } else if (figure > onHand.getOrDefault(sku, 0) - taken + byHand) {
            violations.add(store.front().store() + " shows " + figure + " of " + sku + " after a raise, though of "
                    + onHand.get(sku) + " it has sold " + taken);
        }
    }

    private void calm() throws Exception {
        stores.forEach(store -> store.front().faults().clear());
        int[] round = {0};
        try {
            Await.until("every store shows what is left", () -> {
                if (round[0] % 20 == 0) {
                    boolean read = round[0] == 0 || unsettled() == 0;
                    hub.letTimePass(fronts());
                    stores.stream().filter(store -> read).forEach(store -> mark(store, DutyWork.FIGURES));
                }
                round[0]++;
                return stores.stream().allMatch(this::inStep) && unsettled() == 0;
            });
        } catch (AssertionError missed) {
            throw new AssertionError(missed.getMessage() + "\n" + books() + "\n" + told, missed);
        }
    }

    private boolean inStep(WatchedStore store) {
        return SKUS.stream().allMatch(sku -> store.front().stock(sku) == left(sku));
    }

    private int left(String sku) {
        return Math.max(
                0,
                onHand.getOrDefault(sku, 0)
                        - stores.stream().mapToInt(store -> store.taken(sku)).sum());
    }

    private long unsettled() {
        return jdbc.sql("""
                SELECT count(*) FROM listing WHERE connection = ANY(:connection)
                  AND state = 'live' AND (open_write IS NOT NULL OR shown <> wanted OR held_until IS NOT NULL OR uncertain)""").param("connection", names()).query(Long.class).single();
    }

    private String[] names() {
        return fronts().stream().map(Twin::store).toArray(String[]::new);
    }

    private String books() {
        StringBuilder text = new StringBuilder();
        for (WatchedStore store : stores) {
            for (String sku : SKUS) {
                text.append(store.front().store() + " " + sku + " shows "
                        + store.front().stock(sku) + ", left " + left(sku) + ", taken " + store.taken(sku) + "; ");
            }
        }
        return text + "\n"
                + jdbc.sql(
                                "SELECT * FROM listing WHERE connection = ANY(:connection) AND state = 'live' AND (shown <> wanted OR held_until"
                                        + " IS NOT NULL OR open_write IS NOT NULL OR uncertain)")
                        .param("connection", names())
                        .query()
                        .listOfRows();
    }

    private long orders() {
        return jdbc.sql("SELECT count(*) FROM orders WHERE connection = ANY(:connection)")
                .param("connection", names())
                .query(Long.class)
                .single();
    }

    private long unsoundLevels() {
        return jdbc.sql("""
                SELECT count(*) FROM level l JOIN (
                    SELECT sku, sum(on_hand) AS on_hand, sum(reserved) AS reserved, sum(withheld) AS withheld
                    FROM movement WHERE location = :shelf GROUP BY sku) AS m USING (sku)
                WHERE l.location = :shelf AND (l.on_hand, l.reserved, l.withheld)
                    IS DISTINCT FROM (m.on_hand, m.reserved, m.withheld)""").param("shelf", shelf).query(Long.class).single();
    }
}

package caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.catalog.Catalog;
import caravan.flow.OrderIntake;
import caravan.inventory.ChannelRules;
import caravan.inventory.Holds;
import caravan.inventory.Listings;
import caravan.inventory.Readings;
import caravan.inventory.StockLevels;
import caravan.inventory.StockWrites;
import caravan.kernel.ConnectionId;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.order.OrderDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The model test of the accounting. Run more histories with {@code -Dcaravan.model.histories=20000}, or one group again with
 * {@code -Dcaravan.model.seed=...}.
 */
@HubTest
class AccountingModelTests {
    private static final int HISTORIES = Integer.getInteger("caravan.model.histories", 2000);
    private static final long SEED = Long.getLong("caravan.model.seed", 20_261_127L);
    private static final int GROUP = 25;
    private static final int STEPS = 30;

    private final History.Hub hub;

    AccountingModelTests(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Catalog catalog,
            Listings listings,
            ChannelRules rules,
            StockLevels levels,
            Readings readings,
            Holds holds,
            StockWrites writes,
            OrderIntake intake) {
        hub = new History.Hub(
                jdbc,
                new TransactionTemplate(transactions),
                catalog,
                listings,
                rules,
                levels,
                readings,
                holds,
                writes,
                intake);
    }

    @Test
    void neverTellsAChannelToShowASoldUnitWhateverHappens() {
        runGroups("m", HISTORIES / GROUP);
        ledgerIsTheSumOfItsMovements();
    }

    @Test
    void noticesWhenTheHoldIsDropped() {
        mutate("hold", "new.held_until := NULL; new.uncertain := false;");
        assertThatThrownBy(() -> runMutants("hold"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a raise of");
    }

    @Test
    void noticesWhenALoweringCountsWhenItIsSent() {
        mutate("sent", """
                IF new.open_write IS NOT NULL AND old.open_write IS NULL AND new.wanted < old.baseline + old.pushed - old.counted
                THEN new.pushed := new.pushed + new.wanted - (old.baseline + old.pushed - old.counted);
                ELSIF new.open_write IS NULL AND old.open_write IS NOT NULL AND new.pushed < old.pushed
                THEN new.pushed := old.pushed; END IF;""");
        assertThatThrownBy(() -> runMutants("sent"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is at least the channel's figure");
    }

    private void runMutants(String name) {
        runGroups(name, 40);
    }

    /** Groups share nothing but the database, so as many run at once as there are processors, as in a hub. */
    private void runGroups(String name, int groups) {
        Queue<AssertionError> failures = new ConcurrentLinkedQueue<>();
        IntStream.range(0, groups)
                .parallel()
                .filter(group -> failures.isEmpty())
                .forEach(group -> {
                    try {
                        run(name + Names.unique("x").substring(2), SEED + group, GROUP);
                    } catch (AssertionError failure) {
                        failures.add(failure);
                    }
                });
        if (!failures.isEmpty()) {
            throw failures.element();
        }
    }

    /** Breaks the accounting of listings whose connection starts with a name, in the database itself. */
    private void mutate(String name, String change) {
        hub.jdbc()
                .sql("CREATE OR REPLACE FUNCTION break_" + name + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                        + change + " RETURN new; END $$")
                .update();
        // Triggers fire by name; this one comes before the one that keeps due_since.
        hub.jdbc()
                .sql("CREATE OR REPLACE TRIGGER a_break_" + name + " BEFORE UPDATE ON listing FOR EACH ROW "
                        + "WHEN (starts_with(new.connection, '" + name + "')) EXECUTE FUNCTION break_" + name + "()")
                .update();
    }

    private void run(String stem, long seed, int count) {
        List<History> histories = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            histories.add(new History(hub, stem + "-" + i, seed * 1000 + i));
        }
        for (int step = 0; step < STEPS; step++) {
            histories.forEach(History::step);
            check(histories);
        }
        hub.run(() -> histories.forEach(History::settle));
        forgetWhatWasForgotten();
    }

    /** Thousands of checks that were rolled back leave rows behind which each later check would have to pass over. */
    private void forgetWhatWasForgotten() {
        hub.jdbc().sql("""
                        VACUUM (ANALYZE, SKIP_LOCKED, TRUNCATE false) orders, order_line, line_stock, line_part, movement, level,
                        incident, listing, listing_due, stock_write, stock_write_row""").update();
    }

    /** Hears everything in one batch, looks at the books, and forgets it again. */
    private void check(List<History> histories) {
        hub.transaction().executeWithoutResult(status -> {
            List<OrderDocument> unheard = new ArrayList<>();
            histories.forEach(history -> unheard.addAll(history.unheard()));
            if (!unheard.isEmpty()) {
                hub.intake().accept(unheard);
            }
            Map<ConnectionId, List<History.Book>> books =
                    hub
                            .books(histories.stream()
                                    .flatMap(history -> history.channels().stream())
                                    .toList())
                            .stream()
                            .collect(Collectors.groupingBy(History.Book::connection));
            histories.forEach(history -> history.channels()
                    .forEach(channel -> history.checkBound(books.getOrDefault(channel.connection, List.of()))));
            status.setRollbackOnly();
        });
    }

    private void ledgerIsTheSumOfItsMovements() {
        assertThat(hub.jdbc().sql("""
                SELECT count(*) FROM level l LEFT JOIN (
                    SELECT sku, location, sum(on_hand) AS on_hand, sum(reserved) AS reserved, sum(withheld) AS withheld
                    FROM movement GROUP BY sku, location) AS m USING (sku, location)
                WHERE (l.on_hand, l.reserved, l.withheld)
                    IS DISTINCT FROM (coalesce(m.on_hand, 0), coalesce(m.reserved, 0), coalesce(m.withheld, 0))""").query(Long.class).single()).isZero();
    }
}

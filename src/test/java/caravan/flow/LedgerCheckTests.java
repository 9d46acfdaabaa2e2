package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.kernel.Sku;
import caravan.kit.Await;
import caravan.kit.HubTest;
import caravan.kit.Shop;
import caravan.kit.Shops;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.Scheduler;

/** Levels that something else than the hub changed are found, and can be set right. */
@HubTest
class LedgerCheckTests {
    private final LedgerCheck check;
    private final IncidentList list;
    private final Decisions decisions;
    private final Scheduler scheduler;
    private final Shop shop;

    LedgerCheckTests(Shops shops, LedgerCheck check, IncidentList list, Decisions decisions, Scheduler scheduler) {
        this.check = check;
        this.list = list;
        this.decisions = decisions;
        this.scheduler = scheduler;
        shop = shops.open();
    }

    @Test
    void tellsOfALevelThatIsNotTheFoldOfItsMovementsAndSetsItRight() throws Exception {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("1", sku, 3).after(0));
        corrupt(sku, 5);
        Await.until("the check comes by", () -> found(sku).isPresent());

        Incident incident = list.find(found(sku).orElseThrow()).orElseThrow();
        assertThat(incident.title()).contains("'" + sku + "'", "'" + shop.shelf() + "'");
        assertThat(incident.evidence())
                .contains("The level says 15 on hand, 3 reserved", "add up to 10 on hand, 3 reserved");
        decisions.decide(incident.id(), Choice.TAKE_LEDGER, Map.of(), "ann");
        assertThat(shop.stand(sku)).isEqualTo(new Shop.Stand(10, 3, 0, 3, 7, 7));
        assertThat(list.find(incident.id()).orElseThrow().isOpen()).isFalse();
    }

    @Test
    void closesByItselfOnceTheLevelIsRight() throws Exception {
        Sku sku = shop.selling(10);
        corrupt(sku, -1);
        Await.until("the check comes by", () -> found(sku).isPresent());
        corrupt(sku, 1);
        Await.until("the check comes by again", () -> found(sku).isEmpty());
    }

    @Test
    void saysNothingOfLevelsThatAreRightHoweverTheyMoved() throws Exception {
        Sku moved = shop.selling(10);
        shop.hear(shop.order("1", moved, 3).after(0));
        shop.hear(shop.order("1", moved, 3).shipped(2).after(10));
        Sku wrong = shop.selling(10);
        corrupt(wrong, 1);
        Await.until("the check has passed both", () -> found(wrong).isPresent());
        check.part();
        assertThat(found(moved)).isEmpty();
        corrupt(wrong, -1);
    }

    @Test
    void isFiredByTheScheduler() throws Exception {
        assertThat(scheduler.checkExists(JobKey.jobKey(LedgerCheck.NAME))).isTrue();
    }

    private void corrupt(Sku sku, long units) {
        shop.jdbc()
                .sql("UPDATE level SET on_hand = on_hand + :units WHERE sku = :sku")
                .param("units", units)
                .param("sku", sku.value())
                .update();
    }

    private Optional<Long> found(Sku sku) {
        check.part();
        return list.open(IncidentKind.LEDGER_DIFFERS, "", sku + "/" + shop.shelf());
    }
}

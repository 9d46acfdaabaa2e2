package caravan.order;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Shop;
import caravan.kit.Shop.Stand;
import caravan.kit.Shops;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

@HubTest
class OrderVersionTests {
    private static final Instant EVER = Instant.parse("2100-01-01T00:00:00Z");

    private final Orders orders;
    private final Shop shop;
    private final Sku sku;

    OrderVersionTests(Shops shops, Orders orders) {
        this.orders = orders;
        shop = shops.open();
        sku = shop.selling(10);
    }

    @Test
    void ignoresADeliveredDocumentOlderThanWhatIsKnown() {
        shop.hear(shop.order("1", sku, 3).cancelled().taken(0).after(60));

        assertThat(shop.hear(shop.order("1", sku, 3).after(0))).containsExactly(Verdict.OLDER);
        assertThat(shop.stand(sku).reserved()).isZero();
    }

    @Test
    void readsTheOrderWhenTwoDocumentsOfOneTimeDiffer() {
        shop.hear(shop.order("1", sku, 3).after(0));

        assertThat(shop.hear(shop.order("1", sku, 3).note("other").after(0))).containsExactly(Verdict.LOOK);
        assertThat(shop.revision("1")).isEqualTo(1);
    }

    @Test
    void changesNothingWhenTheSameDocumentComesTenTimes() {
        shop.hear(shop.order("1", sku, 3).after(0));
        Stand first = shop.stand(sku);
        long movements = movements();

        for (int i = 0; i < 9; i++) {
            assertThat(shop.hear(shop.order("1", sku, 3).after(0))).containsExactly(Verdict.SAME);
        }

        assertThat(shop.stand(sku)).isEqualTo(first);
        assertThat(shop.revision("1")).isEqualTo(1);
        assertThat(movements()).isEqualTo(movements);
        assertThat(shop.timeline("1")).isEqualTo(10);
    }

    @Test
    void takesWhatWasReadByIdAsThePresentStateWhateverItsTime() {
        shop.hear(shop.order("1", sku, 3).after(60));

        assertThat(shop.hear(shop.order("1", sku, 3).cancelled().taken(0).readAfter(0, EVER)))
                .containsExactly(Verdict.ACCEPTED);
        assertThat(shop.stand(sku).reserved()).isZero();
    }

    @Test
    void judgesAReadByTimeWhenSomethingWasAcceptedAfterItBegan() {
        Instant begun = shop.now();
        shop.hear(shop.order("1", sku, 3).after(60));

        assertThat(shop.hear(shop.order("1", sku, 3).cancelled().taken(0).readAfter(0, begun)))
                .containsExactly(Verdict.OLDER);
        assertThat(shop.stand(sku).reserved()).isEqualTo(3);
    }

    @Test
    void foldsABatchToTheNewestAndKeepsAnEntryPerDelivery() {
        assertThat(shop.hear(
                        shop.order("1", sku, 3).after(0),
                        shop.order("1", sku, 3).shipped(2).after(60),
                        shop.order("1", sku, 3).shipped(1).after(30)))
                .containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.OLDER);

        assertThat(shop.revision("1")).isEqualTo(1);
        assertThat(shop.timeline("1")).isEqualTo(3);
        assertThat(shop.stand(sku)).isEqualTo(new Stand(8, 1, 0, 3, 7, 7));
    }

    @Test
    void readsAnOrderDeletedBeforeItEverCame() {
        orders.delete(shop.key("1"));

        assertThat(shop.hear(shop.order("1", sku, 3).after(0))).containsExactly(Verdict.LOOK);
        assertThat(shop.stand(sku).reserved()).isZero();
    }

    @Test
    void owesUnitsAgainWhenALaterReadFindsADeletedOrderAlive() {
        shop.hear(shop.order("1", sku, 3).after(0));
        orders.delete(shop.key("1"));
        assertThat(shop.hear(shop.order("1", sku, 3).after(60))).containsExactly(Verdict.LOOK);

        assertThat(shop.hear(shop.order("1", sku, 3).readAfter(0, EVER))).containsExactly(Verdict.ACCEPTED);
        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 3, 0, 3, 7, 7));
    }

    @Test
    void leavesNoTombstoneForACancelledOrder() {
        shop.hear(shop.order("1", sku, 3).cancelled().taken(0).after(0));

        assertThat(shop.hear(shop.order("1", sku, 3).after(60))).containsExactly(Verdict.ACCEPTED);
        assertThat(shop.stand(sku).reserved()).isEqualTo(3);
    }

    @Test
    void tellsTheTwoHoursApartWhenTheClocksGoBack() {
        ZonedDateTime summer = ZonedDateTime.ofLocal(
                java.time.LocalDateTime.parse("2036-10-26T02:30:00"),
                ZoneId.of("Europe/Berlin"),
                ZoneOffset.ofHours(2));
        Instant first = summer.toInstant();
        Instant second = summer.withLaterOffsetAtOverlap().toInstant();

        shop.hear(shop.order("1", sku, 3).placed(first).after(0));
        assertThat(shop.hear(shop.order("1", sku, 3).placed(second).shipped(3).after(0)))
                .containsExactly(Verdict.ACCEPTED);
        assertThat(shop.hear(shop.order("1", sku, 3).placed(first).after(0))).containsExactly(Verdict.OLDER);
        assertThat(shop.jdbc()
                        .sql("SELECT vendor_time FROM orders WHERE connection = :connection")
                        .param("connection", shop.connection().value())
                        .query((row, index) -> row.getTimestamp(1).toInstant())
                        .single())
                .isEqualTo(second)
                .isEqualTo(first.plusSeconds(3600));
    }

    private long movements() {
        return shop.jdbc()
                .sql("SELECT count(*) FROM movement WHERE sku = :sku")
                .param("sku", sku.value())
                .query(Long.class)
                .single();
    }
}

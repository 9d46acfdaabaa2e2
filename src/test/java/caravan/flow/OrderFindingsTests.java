package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shop.Stand;
import caravan.kit.Shops;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person hears of an order that is not as it should be, and that none of it delays a reservation. */
@HubTest
class OrderFindingsTests {
    private final OrderIntake intake;
    private final Shop shop;

    OrderFindingsTests(Shops shops, OrderIntake intake) {
        this.intake = intake;
        shop = shops.open();
    }

    @Test
    void keepsWhatRoundingLeavesAsOneNamedCharge() {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("1", sku, 3).total("30.01").after(0));

        assertThat(charges()).containsExactly("ROUNDING Rounding 0.01");
        assertThat(shop.incidents("TOTALS_DIFFER")).isEmpty();
    }

    @Test
    void reservesAtOnceThoughTheAmountsDoNotAddUp() {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("1", sku, 3).total("31.00").after(0));

        assertThat(charges()).isEmpty();
        assertThat(shop.incidents("TOTALS_DIFFER")).containsExactly(1L);
        assertThat(shop.stand(sku).reserved()).isEqualTo(3);
    }

    @Test
    void raisesAnUnknownSkuOnceAndReservesAsSoonAsSomebodyAssignsIt() {
        Sku sku = shop.selling(10);
        Sku unknown = new Sku(Names.unique("UNKNOWN"));
        shop.hear(shop.order("1", unknown, 3).after(0));
        shop.hear(shop.order("2", unknown, 2).after(0));
        assertThat(shop.incidents("UNKNOWN_SKU")).containsExactly(2L);

        intake.match(shop.connection(), "listing-" + unknown, sku);
        assertThat(shop.stand(sku).reserved()).isEqualTo(5);
        assertThat(shop.stand(sku).wanted()).isEqualTo(5);

        shop.hear(shop.order("3", unknown, 1).after(0));
        assertThat(shop.stand(sku).reserved()).isEqualTo(6);
        assertThat(shop.incidents("UNKNOWN_SKU")).containsExactly(2L);
    }

    @Test
    void reservesNothingForAListingIgnoredOnPurpose() {
        Sku sku = shop.selling(10);
        intake.match(shop.connection(), "listing-" + sku, null);
        shop.hear(shop.order("1", sku, 3).after(0));

        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 0, 0, 0, 10, 10));
        assertThat(shop.incidents("UNKNOWN_SKU")).isEmpty();
    }

    @Test
    void namesTheOrdersThatShareAnOversoldItem() {
        Sku sku = shop.selling(4);
        shop.hear(shop.order("1", sku, 3).after(0));
        shop.hear(shop.order("2", sku, 2).after(0));
        shop.hear(shop.order("3", sku, 1).after(0));

        assertThat(shop.jdbc()
                        .sql("SELECT evidence FROM incident WHERE kind = 'OVERSOLD' AND subject = :subject")
                        .param("subject", sku + "/" + shop.shelf())
                        .query(String.class)
                        .list())
                .singleElement()
                .asString()
                .contains("5 units are owed and 4 are on hand", "'" + shop.key("1") + "'", "'" + shop.key("2") + "'");
        assertThat(shop.stand(sku)).isEqualTo(new Stand(4, 6, 0, 6, -2, 0));
    }

    private List<String> charges() {
        return shop.jdbc()
                .sql("""
                        SELECT c.kind || ' ' || c.title || ' ' || c.shop FROM order_charge c JOIN orders o ON o.id = c.order_id
                        WHERE o.connection = :connection""")
                .param("connection", shop.connection().value())
                .query(String.class)
                .list();
    }
}

package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.inventory.StockLevels;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shop.Stand;
import caravan.kit.Shops;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person hears of an order that is not as it should be, and that none of it delays a reservation. */
@HubTest
class OrderFindingsTests {
    private final OrderIntake intake;
    private final Decisions decisions;
    private final IncidentList list;
    private final StockLevels levels;
    private final Shops shops;
    private final Shop shop;

    OrderFindingsTests(Shops shops, OrderIntake intake, Decisions decisions, IncidentList list, StockLevels levels) {
        this.shops = shops;
        this.intake = intake;
        this.levels = levels;
        this.decisions = decisions;
        this.list = list;
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

        assertThat(oversells(sku, shop.shelf()))
                .singleElement()
                .asString()
                .contains(
                        "6 units are owed and 4 are on hand",
                        "'" + shop.key("1") + "'",
                        "'" + shop.key("2") + "'",
                        "'" + shop.key("3") + "'");
        assertThat(shop.stand(sku)).isEqualTo(new Stand(4, 6, 0, 6, -2, 0));
    }

    @Test
    void namesTheOrdersOfEachOfSeveralItemsThatOneBatchOversells() {
        Sku one = shop.selling(2);
        Sku other = shop.selling(1);
        shop.hear(
                shop.order("1", one, 3).after(0),
                shop.order("2", other, 1).after(0),
                shop.order("3", other, 1).after(1));

        assertThat(oversells(one, shop.shelf()))
                .singleElement()
                .asString()
                .contains("3 units are owed and 2 are on hand", "share them: '" + shop.key("1") + "'.");
        assertThat(oversells(other, shop.shelf()))
                .singleElement()
                .asString()
                .contains("2 units are owed and 1 are on hand", "'" + shop.key("2") + "'", "'" + shop.key("3") + "'")
                .doesNotContain("'" + shop.key("1") + "'");
    }

    @Test
    void raisesAnAcceptedOversellAnewOnceItGrows() {
        Sku sku = shop.selling(4);
        shop.hear(shop.order("1", sku, 3).after(0));
        shop.hear(shop.order("2", sku, 2).after(0));
        String subject = sku + "/" + shop.shelf();
        decisions.decide(list.open(IncidentKind.OVERSOLD, "", subject).orElseThrow(), Choice.ACCEPT, Map.of(), "ann");

        shop.hear(shop.order("1", sku, 3).note("gift").after(10));
        assertThat(list.open(IncidentKind.OVERSOLD, "", subject))
                .as("nothing more is owed")
                .isEmpty();
        shop.hear(shop.order("3", sku, 1).after(20));
        assertThat(list.open(IncidentKind.OVERSOLD, "", subject)).isPresent();
        assertThat(oversells(sku, shop.shelf())).hasSize(2);
    }

    @Test
    void saysOfAnOpenOversellHowItStandsWhenItShrinks() {
        Sku sku = shop.selling(4);
        shop.hear(shop.order("1", sku, 3).after(0));
        shop.hear(shop.order("2", sku, 4).after(0));
        shop.hear(shop.order("1", sku, 3).cancelled(2).taken(1).after(10));

        assertThat(oversells(sku, shop.shelf()))
                .singleElement()
                .asString()
                .contains("5 units are owed and 4 are on hand");
        shop.hear(shop.order("2", sku, 4).shipped(1).after(20));
        assertThat(oversells(sku, shop.shelf()))
                .singleElement()
                .asString()
                .contains("4 units are owed and 3 are on hand");
    }

    @Test
    void namesTheOrdersOfBundlesAndNoneThatOweNothingThere() {
        Sku cup = shop.item();
        shop.hear(shop.order("before", cup, 1)
                .placed(Shop.OPENED.minusSeconds(3600))
                .after(0));
        levels.open(cup, shop.shelf(), 3, Shop.OPENED, Shop.deed());
        shop.listed(cup, 3);
        Sku set = shop.item();
        levels.bundle(set, Map.of(cup, 2L));
        shop.listed(set, 1);
        shop.hear(shop.order("cup", cup, 1).after(0));
        shop.hear(shop.order("shipped", cup, 1).shipped(1).after(0));
        Shop elsewhere = shops.open();
        elsewhere.hear(elsewhere.order("elsewhere", cup, 1).after(0));
        shop.hear(shop.order("set", set, 2).after(0));

        assertThat(oversells(cup, shop.shelf()))
                .last()
                .asString()
                .contains("5 units are owed and 2 are on hand", "'" + shop.key("set") + "', '" + shop.key("cup") + "'.")
                .doesNotContain("before", "shipped", "elsewhere");
    }

    private List<String> oversells(Sku sku, String location) {
        return shop.jdbc()
                .sql("SELECT evidence FROM incident WHERE kind = 'OVERSOLD' AND subject = :subject ORDER BY id")
                .param("subject", sku + "/" + location)
                .query(String.class)
                .list();
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

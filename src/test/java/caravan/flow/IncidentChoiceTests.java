package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.catalog.Catalog;
import caravan.catalog.Catalog.Sold;
import caravan.incident.Choice;
import caravan.incident.DecisionRefused;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Finding;
import caravan.inventory.DriftPolicies;
import caravan.inventory.Listings;
import caravan.inventory.StockLevels;
import caravan.inventory.StockWrites;
import caravan.kernel.DriftPolicy;
import caravan.kernel.Fault;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shop.Stand;
import caravan.kit.Shops;
import caravan.link.Duties;
import caravan.order.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each decision of a person does to orders, levels and listings. */
@HubTest
class IncidentChoiceTests {
    private static final Instant LATER = Shop.OPENED.plusSeconds(1800);

    private final Decisions decisions;
    private final IncidentList list;
    private final Incidents incidents;
    private final Catalog catalog;
    private final Listings listings;
    private final DriftPolicies policies;
    private final StockLevels levels;
    private final StockWrites writes;
    private final Orders orders;
    private final Duties duties;
    private final Shop shop;

    IncidentChoiceTests(
            Shops shops,
            Decisions decisions,
            IncidentList list,
            Incidents incidents,
            Catalog catalog,
            Listings listings,
            DriftPolicies policies,
            StockLevels levels,
            StockWrites writes,
            Orders orders,
            Duties duties) {
        this.decisions = decisions;
        this.list = list;
        this.incidents = incidents;
        this.catalog = catalog;
        this.listings = listings;
        this.policies = policies;
        this.levels = levels;
        this.writes = writes;
        this.orders = orders;
        this.duties = duties;
        shop = shops.open();
    }

    @Test
    void createsAnItemAndLetsItsOrdersReserveAtOnce() {
        duties.keep(shop.connection(), DutyWork.CATALOGUE, null);
        duties.done(duties.claim(shop.connection(), 1).orElseThrow(), 1, null);
        Sku sku = new Sku(Names.unique("NEW"));
        shop.hear(shop.order("1", sku, 3).after(0));
        shop.hear(shop.order("2", sku, 2).after(0));

        long id = only(IncidentKind.UNKNOWN_SKU);
        assertThat(decide(id, Choice.CREATE_ITEM, Map.of("sku", sku.value(), "title", "New")))
                .contains("'" + sku + "' was created");

        assertThat(catalog.items(List.of(sku))).extracting(Catalog.Item::title).containsExactly("New");
        assertThat(reserved(sku)).isEqualTo(5);
        assertThat(list.find(id).orElseThrow().end())
                .extracting(Incident.End::by)
                .isEqualTo("ann");
        assertThat(duties.of(shop.connection()).get(0).dueSince())
                .as("the import is due")
                .isNotNull();
    }

    @Test
    void mapsASkuForEveryListingThatCarriesItOnThatChannelAlone() {
        Sku item = shop.selling(10);
        Sku written = new Sku(Names.unique("ALIAS"));
        shop.hear(shop.order("1", written, 3).after(0));

        decide(only(IncidentKind.UNKNOWN_SKU), Choice.MAP_TO_ITEM, Map.of("sku", item.value()));
        assertThat(shop.stand(item).reserved()).isEqualTo(3);
        assertThat(matched("another-listing", written)).isEqualTo(item);
        assertThat(catalog.find(List.of(new Sold(new caravan.kernel.ConnectionId("elsewhere"), "x", written.value())))
                        .values())
                .containsExactly(Catalog.Match.UNKNOWN);
        shop.hear(shop.order("2", written, 1).after(0));
        assertThat(shop.stand(item).reserved()).isEqualTo(4);
    }

    @Test
    void ignoresWhatIsNoItemInOrdersThatAreHereAndInThoseToCome() {
        Sku written = new Sku(Names.unique("GIFT"));
        shop.hear(shop.order("1", written, 3).after(0));
        decide(only(IncidentKind.UNKNOWN_SKU), Choice.IGNORE, Map.of());

        assertThat(orders.unknown(shop.connection())).isEmpty();
        shop.hear(shop.order("2", written, 1).after(0));
        assertThat(open(IncidentKind.UNKNOWN_SKU)).isEmpty();
    }

    @Test
    void asksAgainWhatIsNotIgnoredAnyMore() {
        Sku written = new Sku(Names.unique("GIFT"));
        shop.hear(shop.order("1", written, 3).after(0));
        decide(only(IncidentKind.UNKNOWN_SKU), Choice.IGNORE, Map.of());
        assertThat(catalog.ignored(shop.connection(), 10))
                .extracting(Catalog.Ignored::channelSku)
                .containsExactly(written.value());

        assertThat(catalog.ignoreNoMore(shop.connection(), written.value(), "")).isTrue();
        assertThat(catalog.ignored(shop.connection(), 10)).isEmpty();
        shop.hear(shop.order("2", written, 1).after(0));
        decide(
                only(IncidentKind.UNKNOWN_SKU),
                Choice.CREATE_ITEM,
                Map.of("sku", written.value(), "title", "Sold after all"));
        assertThat(reserved(written)).as("what was sold while it was ignored").isEqualTo(1);
    }

    @Test
    void refusesToMapToAnItemThatIsNotThereAndSaysSoOnTheIncident() {
        Sku written = new Sku(Names.unique("ALIAS"));
        shop.hear(shop.order("1", written, 3).after(0));
        long id = only(IncidentKind.UNKNOWN_SKU);

        assertThatThrownBy(() -> decide(id, Choice.MAP_TO_ITEM, Map.of("sku", "no-such-item")))
                .isInstanceOf(DecisionRefused.class)
                .hasMessageContaining("There is no item 'no-such-item'");
        assertThatThrownBy(() -> decide(id, Choice.MAP_TO_ITEM, Map.of()))
                .hasMessageContaining("needs a value for 'sku'");
        assertThatThrownBy(() -> decide(id, Choice.HUB_WINS, Map.of())).hasMessageContaining("is no choice");
        assertThat(list.find(id).orElseThrow())
                .satisfies(incident -> assertThat(incident.isOpen()).isTrue())
                .satisfies(incident -> assertThat(incident.note()).isNotNull());
    }

    @Test
    void settlesUnknownSkusByItselfWhenTheItemIsAddedElsewhere() {
        Sku sku = new Sku(Names.unique("LATE"));
        shop.hear(shop.order("1", sku, 3).after(0));
        catalog.put(sku, "Late");

        assertThat(open(IncidentKind.UNKNOWN_SKU)).isEmpty();
        assertThat(reserved(sku)).isEqualTo(3);
    }

    @Test
    void keepsOneOfTwoListingsInStepAndCountsTheSalesOfBoth() {
        Sku sku = shop.selling(10);
        incidents.raise(List.of(new Finding(
                IncidentKind.DUPLICATE_SKU,
                shop.connection().value(),
                "default/" + sku,
                "twice",
                "",
                Map.of("sku", sku.value(), "listing.0", "at-" + sku, "listing.1", "listing-" + sku))));
        long id = only(IncidentKind.DUPLICATE_SKU);
        assertThatThrownBy(() -> decide(id, Choice.KEEP_ONE, Map.of("listing", "other")))
                .hasMessageContaining("is none of those");
        decide(id, Choice.KEEP_ONE, Map.of("listing", "at-" + sku));

        shop.hear(shop.order("1", sku, 2).after(0));
        assertThat(shop.stand(sku))
                .as("the other one's sale is no part of this one's figure")
                .isEqualTo(new Stand(10, 2, 0, 0, 10, 8));
    }

    @Test
    void closesAnOversellWhenThereIsEnoughAndNotBefore() {
        Sku sku = shop.selling(2);
        shop.hear(shop.order("1", sku, 3).after(0));
        long id = list.open(IncidentKind.OVERSOLD, "", sku + "/" + shop.shelf()).orElseThrow();
        assertThat(decide(id, Choice.LOOK_AGAIN, Map.of()))
                .contains("Still oversold: 3 units are owed and 2 are on hand");
        levels.adjust(sku, shop.shelf(), 1, Shop.deed());

        assertThat(list.find(id).orElseThrow().end())
                .extracting(Incident.End::by)
                .isEqualTo("hub");
    }

    @Test
    void letsTheHubWinADriftThatWaits() {
        Sku sku = drifted(DriftPolicy.ASK);
        decide(only(IncidentKind.DRIFT), Choice.HUB_WINS, Map.of("always", "yes"));

        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 0, 0, 0, 8, 10));
        assertThat(writes.open(shop.connection(), 1, 10)).isPresent();
        assertThat(policy(sku)).isEqualTo("hub");
    }

    @Test
    void booksADriftThatWaitsAsAStockCountWhenTheChannelIsRight() {
        Sku sku = drifted(DriftPolicy.ASK);
        decide(only(IncidentKind.DRIFT), Choice.CHANNEL_WINS, Map.of());

        assertThat(shop.stand(sku)).isEqualTo(new Stand(8, 0, 0, 0, 8, 8));
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
        assertThat(policy(sku)).isEqualTo("ask");
    }

    @Test
    void turnsRoundWhatThePolicyDidWithADrift() {
        Sku raised = drifted(DriftPolicy.HUB);
        decide(only(IncidentKind.DRIFT), Choice.CHANNEL_WINS, Map.of());
        assertThat(shop.stand(raised).onHand()).isEqualTo(8);

        Sku booked = drifted(DriftPolicy.CHANNEL);
        assertThat(shop.stand(booked).onHand()).isEqualTo(8);
        decide(only(IncidentKind.DRIFT), Choice.HUB_WINS, Map.of("always", "yes"));
        assertThat(shop.stand(booked)).isEqualTo(new Stand(10, 0, 0, 0, 8, 10));
    }

    @Test
    void closesTotalsThatDifferWhenALaterDocumentAddsUp() {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("1", sku, 3).total("31.00").after(0));
        long id = only(IncidentKind.TOTALS_DIFFER);
        assertThat(decide(id, Choice.READ_ORDER_AGAIN, Map.of())).contains("The order is read");
        assertThat(list.find(id).orElseThrow().isOpen()).isTrue();
        shop.hear(shop.order("1", sku, 3).after(10));

        assertThat(list.find(id).orElseThrow().isOpen()).isFalse();
    }

    @Test
    void asksForTheUnitsOfACancelledOrderThatTheChannelDidNotPutBack() {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("1", sku, 5).after(0));
        shop.hear(shop.order("1", sku, 5).cancelled().after(10));
        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 0, 5, 5, 5, 5));
        long id = only(IncidentKind.WITHHELD_UNITS);
        String line = String.valueOf(shop.line("1"));

        assertThat(decide(id, Choice.PUT_BACK, Map.of("line", line, "units", "2", "seen", "5")))
                .contains("2 withheld units were put back", "3 are still withheld");
        assertThatThrownBy(() -> decide(id, Choice.PUT_BACK, Map.of("line", line, "units", "2", "seen", "5")))
                .as("the same form once more")
                .hasMessageContaining("Meanwhile 3 units are withheld");
        assertThatThrownBy(() -> decide(id, Choice.PUT_BACK, Map.of("line", line, "units", "4")))
                .hasMessageContaining("from 1 to 3");
        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 0, 3, 5, 5, 7));

        decide(id, Choice.WRITE_OFF, Map.of("line", line, "units", "3"));
        assertThat(shop.stand(sku)).isEqualTo(new Stand(7, 0, 0, 5, 5, 7));
        assertThat(list.find(id).orElseThrow().end())
                .extracting(Incident.End::by)
                .isEqualTo("ann");
    }

    @Test
    void forgetsWithheldUnitsThatTheChannelPutsBackAfterAll() {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("1", sku, 5).after(0));
        shop.hear(shop.order("1", sku, 5).cancelled().after(10));
        long id = only(IncidentKind.WITHHELD_UNITS);
        shop.hear(shop.order("1", sku, 5).cancelled().taken(0).after(20));

        assertThat(list.find(id).orElseThrow().end())
                .extracting(Incident.End::by)
                .isEqualTo("hub");
    }

    @Test
    void putsTheUnitsOfADeletedOrderBackAllAtOnce() {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("1", sku, 5).after(0));
        orders.delete(shop.key("1"));
        assertThat(open(IncidentKind.WITHHELD_UNITS)).as("told once, not twice").isEmpty();
        long id = only(IncidentKind.ORDER_DELETED);
        assertThatThrownBy(() -> decide(id, Choice.ACCEPT, Map.of())).hasMessageContaining("are withheld");

        decide(id, Choice.PUT_BACK, Map.of());
        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 0, 0, 5, 5, 10));
        assertThat(list.find(id).orElseThrow().isOpen()).isFalse();
    }

    @Test
    void writesAgainWhatWasRefusedOrStopsWritingIt() {
        Sku sku = shop.selling(10);
        long listing = shop.listing(sku);
        refuse(sku, listing);
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
        long id = only(IncidentKind.WRITE_REFUSED);

        assertThat(decide(id, Choice.TRY_AGAIN, Map.of())).contains("is written again");
        StockWrites.Write again = writes.open(shop.connection(), 1, 10).orElseThrow();
        writes.confirm(again.id(), 1, List.of(listing));
        assertThat(decide(id, Choice.TRY_AGAIN, Map.of())).contains("shows by now what it should");

        refuse(sku, listing);
        decide(only(IncidentKind.WRITE_REFUSED), Choice.STOP_WRITING, Map.of());
        levels.adjust(sku, shop.shelf(), 5, Shop.deed());
        assertThat(listings.goLive(shop.connection(), true))
                .as("a person's decision goes before")
                .isZero();
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
        listings.resume(listing);
        assertThat(listings.goLive(shop.connection(), true)).isEqualTo(1);
    }

    @Test
    void carriesOutOneOfManyDecisionsMadeAtOnce() throws Exception {
        Sku sku = shop.selling(10);
        shop.hear(shop.order("1", sku, 5).after(0));
        shop.hear(shop.order("1", sku, 5).cancelled().after(10));
        long id = only(IncidentKind.WITHHELD_UNITS);
        CyclicBarrier together = new CyclicBarrier(4);
        List<Callable<Boolean>> people = IntStream.range(0, 4)
                .<Callable<Boolean>>mapToObj(person -> () -> {
                    together.await();
                    try {
                        decisions.decide(
                                id, person % 2 == 0 ? Choice.PUT_BACK : Choice.WRITE_OFF, Map.of(), "person" + person);
                        return true;
                    } catch (DecisionRefused refused) {
                        return false;
                    }
                })
                .toList();
        var pool = Executors.newFixedThreadPool(4);
        int winners = 0;
        for (Future<Boolean> each : pool.invokeAll(people)) {
            winners += each.get() ? 1 : 0;
        }
        pool.shutdown();

        assertThat(winners).isEqualTo(1);
        assertThat(shop.stand(sku).withheld()).isZero();
        assertThat(shop.stand(sku).onHand()).isIn(10L, 5L);
    }

    private void refuse(Sku sku, long listing) {
        levels.adjust(sku, shop.shelf(), -1, Shop.deed());
        StockWrites.Write write = writes.open(shop.connection(), 1, 10).orElseThrow();
        writes.fail(write.id(), 1, List.of(listing), new StockWrites.Failure(Fault.REFUSED, "no", Duration.ZERO));
        incidents.raise(List.of(new Finding(
                IncidentKind.WRITE_REFUSED,
                shop.connection().value(),
                "default/" + sku,
                "refused",
                "",
                Map.of("listing", String.valueOf(listing), "sku", sku.value()))));
    }

    /** Sells an item whose figure of 10 somebody lowered to 8 by hand at the channel. */
    private Sku drifted(DriftPolicy policy) {
        Sku sku = shop.selling(10);
        policies.decide(shop.listing(sku), policy);
        shop.read(shop.listing(sku), 8, LATER);
        shop.pulled(LATER.plusSeconds(60));
        return sku;
    }

    private String policy(Sku sku) {
        return shop.jdbc()
                .sql("SELECT drift_policy FROM listing WHERE id = :id")
                .param("id", shop.listing(sku))
                .query(String.class)
                .single();
    }

    private long reserved(Sku sku) {
        return shop.jdbc()
                .sql("SELECT coalesce(sum(reserved), 0) FROM level WHERE sku = :sku")
                .param("sku", sku.value())
                .query(Long.class)
                .single();
    }

    private Sku matched(String listing, Sku written) {
        return catalog.find(List.of(new Sold(shop.connection(), listing, written.value()))).values().stream()
                .map(Catalog.Match::sku)
                .findFirst()
                .orElseThrow();
    }

    private String decide(long id, Choice choice, Map<String, String> arguments) {
        return decisions.decide(id, choice, arguments, "ann").words();
    }

    private List<Incident> open(IncidentKind kind) {
        return list.page(new IncidentList.Search(kind, shop.connection().value(), true), null, 10);
    }

    private long only(IncidentKind kind) {
        assertThat(open(kind)).hasSize(1);
        return open(kind).get(0).id();
    }
}

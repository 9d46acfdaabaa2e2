package caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.catalog.Catalog;
import caravan.connector.Capability;
import caravan.connector.ConnectorCalls;
import caravan.incident.Choice;
import caravan.incident.Decisions;
import caravan.incident.Incident;
import caravan.incident.IncidentKind;
import caravan.incident.IncidentList;
import caravan.incident.Incidents;
import caravan.inventory.Listings;
import caravan.inventory.Preview;
import caravan.kernel.CallFailed;
import caravan.kernel.ConnectionId;
import caravan.kernel.OwnershipEnded;
import caravan.kernel.Period;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.link.Duties;
import caravan.order.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a channel's catalogue becomes, by what is known of its SKUs and what people decided. */
@HubTest
class CatalogueImportTests {
    private final Catalog catalog;
    private final Listings listings;
    private final Incidents incidents;
    private final Duties duties;
    private final Preview preview;
    private final Orders orders;
    private KnownItems known;
    private final Decisions decisions;
    private final IncidentList list;
    private final Shop shop;
    private final List<String> offers = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private String parents = "";
    private int pages = 1;
    private int mayAsk = 100;
    private Runnable meanwhile = () -> {};

    CatalogueImportTests(
            Shops shops,
            Catalog catalog,
            Listings listings,
            Incidents incidents,
            Duties duties,
            KnownItems known,
            Preview preview,
            Orders orders,
            Decisions decisions,
            IncidentList list) {
        this.catalog = catalog;
        this.listings = listings;
        this.incidents = incidents;
        this.duties = duties;
        this.known = known;
        this.preview = preview;
        this.orders = orders;
        this.decisions = decisions;
        this.list = list;
        shop = shops.open();
    }

    @Test
    void asksOnceThoughOrdersAndCatalogueNameOneThingByDifferentIds() throws Exception {
        Sku sku = new Sku(Names.unique("TWO-IDS"));
        shop.hear(shop.order("1", sku, 2).after(0));
        offer("inventory/1", sku.value());
        runImport();
        assertThat(open(IncidentKind.UNKNOWN_SKU)).hasSize(1);

        decide(IncidentKind.UNKNOWN_SKU, Choice.CREATE_ITEM, Map.of("sku", sku.value(), "title", "Two ids"));
        runImport();
        assertThat(open(IncidentKind.UNKNOWN_SKU)).isEmpty();
        assertThat(listed(sku)).containsExactly("inventory/1");
        assertThat(shop.stand(sku).wanted())
                .as("its order is reserved, and nothing is on hand")
                .isZero();
    }

    @Test
    void tiesAListingWithoutSkuToTheItemSomebodyNames() throws Exception {
        Sku item = shop.item();
        offer("bare", "");
        runImport();
        decide(IncidentKind.UNKNOWN_SKU, Choice.MAP_TO_ITEM, Map.of("sku", item.value()));
        runImport();
        assertThat(listed(item)).containsExactly("bare");
        assertThat(open(IncidentKind.UNKNOWN_SKU)).isEmpty();
    }

    @Test
    void keepsTheListingInStepThatSomebodyChoseAmongTwo() throws Exception {
        Sku sku = shop.item();
        offer("first", sku.value());
        offer("second", sku.value());
        runImport();
        assertThat(listed(sku)).isEmpty();
        decide(IncidentKind.DUPLICATE_SKU, Choice.KEEP_ONE, Map.of("listing", "second"));
        runImport();

        assertThat(listed(sku)).containsExactly("second");
        assertThat(open(IncidentKind.DUPLICATE_SKU)).isEmpty();
    }

    @Test
    void tellsListingsOfOneSkuApartByItemsOrIgnoresOne() throws Exception {
        Sku sku = shop.item();
        Sku known = shop.item();
        Sku made = new Sku(Names.unique("MADE"));
        for (String listing : List.of("first", "second", "third", "fourth")) {
            offer(listing, sku.value());
        }
        runImport();
        assertThatThrownBy(() -> decide(
                        IncidentKind.DUPLICATE_SKU, Choice.MAP_ONE, Map.of("listing", "second", "sku", sku.value())))
                .hasMessageContaining("already, as the others do");
        decide(IncidentKind.DUPLICATE_SKU, Choice.MAP_ONE, Map.of("listing", "second", "sku", known.value()));
        runImport();
        assertThat(listed(known)).containsExactly("second");
        decide(
                IncidentKind.DUPLICATE_SKU,
                Choice.CREATE_FOR_ONE,
                Map.of("listing", "third", "sku", made.value(), "title", "Made"));
        runImport();
        assertThat(listed(made)).containsExactly("third");
        decide(IncidentKind.DUPLICATE_SKU, Choice.IGNORE_ONE, Map.of("listing", "fourth"));
        runImport();

        assertThat(listed(sku)).containsExactly("first");
        assertThat(sold("fourth", sku.value()).ignored()).isTrue();
        assertThat(open(IncidentKind.DUPLICATE_SKU)).isEmpty();
    }

    @Test
    void forgetsADuplicateThatTheChannelMended() throws Exception {
        Sku sku = shop.item();
        offer("first", sku.value());
        offer("second", sku.value());
        runImport();
        assertThat(open(IncidentKind.DUPLICATE_SKU)).hasSize(1);
        offers.remove(1);
        runImport();
        assertThat(open(IncidentKind.DUPLICATE_SKU)).isEmpty();
    }

    @Test
    void followsAListingThatCameToStandForAnotherItem() throws Exception {
        Sku before = shop.item();
        Sku after = shop.item();
        offer("same", before.value());
        runImport();
        offers.clear();
        offer("same", after.value());
        offer("new", before.value());
        runImport();

        assertThat(listed(after)).containsExactly("same");
        assertThat(listed(before)).containsExactly("new");
    }

    @Test
    void leavesAListingAloneWhoseSkuIsNoItemAnyMoreUntilItIsOneAgain() throws Exception {
        Sku sku = shop.selling(5);
        offer("at-" + sku, Names.unique("RENAMED"));
        runImport();
        assertThat(state(sku)).isEqualTo("watched");
        assertThat(open(IncidentKind.UNKNOWN_SKU)).hasSize(1);

        offers.clear();
        offer("at-" + sku, sku.value());
        runImport();
        assertThat(listed(sku)).containsExactly("at-" + sku);
        assertThat(listings.goLive(shop.connection(), false)).isZero();
        shop.read(shop.listing(sku), 5, Shop.OPENED.plusSeconds(900));
        assertThat(listings.goLive(shop.connection(), false)).isEqualTo(1);
    }

    @Test
    void stopsKeepingAListingInStepThatIsThereTwiceByNow() throws Exception {
        Sku sku = shop.selling(5);
        offer("at-" + sku, sku.value());
        offer("second", sku.value());
        runImport();
        assertThat(state(sku)).isEqualTo("watched");

        decide(IncidentKind.DUPLICATE_SKU, Choice.KEEP_ONE, Map.of("listing", "second"));
        runImport();
        assertThat(listed(sku)).containsExactly("second");
    }

    @Test
    void knowsAListingByTheNameThatOrderLinesGiveIt() throws Exception {
        Sku sku = shop.item();
        offer("first", "variant/1", sku.value());
        offer("second", "variant/2", sku.value());
        runImport();
        decide(IncidentKind.DUPLICATE_SKU, Choice.KEEP_ONE, Map.of("listing", "second"));
        assertThat(sold("variant/1", sku.value()).aside()).isTrue();
        assertThat(sold("variant/2", sku.value()).aside()).isFalse();
    }

    @Test
    void keepsWhatWasDecidedAboutAnOrderLineForItsListing() throws Exception {
        Sku item = shop.item();
        catalog.match(shop.connection(), "variant/3", item);
        offer("third", "variant/3", "");
        runImport();
        assertThat(listed(item)).containsExactly("third");

        catalog.match(shop.connection(), "variant/3", null);
        assertThat(sold("third", "").ignored()).isTrue();

        assertThat(catalog.ignoreNoMore(shop.connection(), "", "third")).isTrue();
        runImport();
        assertThat(sold("third", "").isKnown()).isFalse();
    }

    @Test
    void watchesAListingThatTheChannelHasNoMoreAndSaysWhyUntilItIsBack() throws Exception {
        Sku sku = shop.selling(5);
        offer("other", shop.item().value());
        CatalogueImport imports = catalogueImport(Duration.ofMinutes(1));
        runOnce(imports, 1);
        assertThat(state(sku)).as("it may have been passed over").isEqualTo("live");
        assertThat(state().dueSince()).as("so the catalogue is read again").isNotNull();
        runOnce(imports, 1);
        assertThat(state(sku)).isEqualTo("watched");
        assertThat(state().dueSince()).isNull();
        assertThat(preview.page(shop.connection(), true, "", "", 10))
                .filteredOn(line -> line.sku().equals(sku))
                .singleElement()
                .returns(List.of(Preview.Why.NOT_LISTED), Preview.Line::why);

        offer("at-" + sku, sku.value());
        runImport();
        assertThat(listings.goLive(shop.connection(), false)).isZero();
        shop.read(shop.listing(sku), 5, Shop.OPENED.plusSeconds(900));
        assertThat(listings.goLive(shop.connection(), false)).isEqualTo(1);
    }

    @Test
    void keepsAListingInStepThatOneImportPassedOver() throws Exception {
        Sku sku = shop.selling(5);
        offer("other", shop.item().value());
        CatalogueImport imports = catalogueImport(Duration.ofMinutes(1));
        runOnce(imports, 1);
        offer("at-" + sku, sku.value());
        runOnce(imports, 1);
        offers.remove(1);
        duties.mark(shop.connection(), DutyWork.CATALOGUE);
        runOnce(imports, 1);
        assertThat(state(sku)).isEqualTo("live");
    }

    @Test
    void takesNothingForGoneThatAnotherOwnerMissedOrThatAnEmptyOrPartialCatalogueLacks() throws Exception {
        Sku sku = shop.selling(5);
        CatalogueImport imports = catalogueImport(Duration.ofMinutes(1));
        for (int round = 0; round < 2; round++) {
            duties.mark(shop.connection(), DutyWork.CATALOGUE);
            runOnce(imports, 1);
        }
        offer("other", shop.item().value());
        parents = ", \"parents\": [\"7\"]";
        for (int round = 0; round < 2; round++) {
            duties.mark(shop.connection(), DutyWork.CATALOGUE);
            runOnce(imports, 1);
        }
        parents = "";
        duties.mark(shop.connection(), DutyWork.CATALOGUE);
        runOnce(imports, 1);
        runOnce(imports, 2);
        assertThat(state(sku)).isEqualTo("live");
    }

    @Test
    void missesInPartsWhatNoneOfThemHolds() throws Exception {
        Sku gone = shop.selling(5);
        Sku kept = shop.selling(5);
        offer("at-" + kept, kept.value());
        offer("last", shop.item().value());
        pages = 2;
        CatalogueImport parts = catalogueImport(Duration.ZERO);
        for (int part = 0; part < 4; part++) {
            assertThat(state(gone)).isEqualTo("live");
            runOnce(parts, 1);
        }
        assertThat(asked).containsExactly("first", "2", "first", "2");
        assertThat(state(gone)).isEqualTo("watched");
        assertThat(state(kept)).isEqualTo("live");
    }

    private Catalog.Match sold(String listing, String sku) {
        Catalog.Sold sold = new Catalog.Sold(shop.connection(), listing, sku);
        return Objects.requireNonNull(catalog.find(List.of(sold)).get(sold));
    }

    private String state(Sku sku) {
        return shop.jdbc()
                .sql("SELECT state FROM listing WHERE connection = :connection AND sku = :sku")
                .param("connection", shop.connection().value())
                .param("sku", sku.value())
                .query(String.class)
                .single();
    }

    private void offer(String externalId, String sku) {
        offer(externalId, "", sku);
    }

    private void offer(String externalId, String alias, String sku) {
        offers.add(
                "{\"externalId\": \"%s\", \"alias\": \"%s\", \"batch\": \"\", \"location\": \"default\", \"sku\": \"%s\", \"title\": \"T\"}"
                        .formatted(externalId, alias, sku));
    }

    @Test
    void importsInPartsSoThatOtherWorkHasItsTurn() throws Exception {
        Sku first = shop.item();
        Sku last = shop.item();
        offer("first", first.value());
        offer("last", last.value());
        pages = 2;
        CatalogueImport parts = catalogueImport(Duration.ZERO);
        runOnce(parts, 1);
        assertThat(listed(first)).isEmpty();
        assertThat(state().dueSince()).as("it goes on").isNotNull();

        runOnce(parts, 1);
        assertThat(listed(first)).containsExactly("first");
        assertThat(listed(last)).containsExactly("last");
        assertThat(asked).containsExactly("first", "2");
        assertThat(state().dueSince()).isNull();
    }

    @Test
    void beginsAnewWithTheNextOwner() throws Exception {
        offer("first", shop.item().value());
        offer("last", shop.item().value());
        pages = 2;
        CatalogueImport parts = catalogueImport(Duration.ZERO);
        runOnce(parts, 1);
        runOnce(parts, 2);
        assertThat(asked).containsExactly("first", "first");
    }

    @Test
    void readsNoFurtherPageOnceTheConnectionIsNotOwned() {
        Sku sku = shop.item();
        offer("first", sku.value());
        offer("last", shop.item().value());
        pages = 2;
        mayAsk = 1;
        assertThatThrownBy(this::runImport).isInstanceOf(OwnershipEnded.class);
        assertThat(asked).containsExactly("first");
        assertThat(listed(sku)).isEmpty();
    }

    @Test
    void writesNothingBesideAnotherOwner() {
        Sku sku = shop.item();
        offer("first", sku.value());
        meanwhile = () -> duties.claim(shop.connection(), 2, DutyWork.CATALOGUE);
        assertThatThrownBy(this::runImport).isInstanceOf(OwnershipEnded.class);
        assertThat(listed(sku)).isEmpty();
    }

    @Test
    void keepsNothingThatWasWrittenWhileAnotherOwnerBegan() {
        duties.keep(shop.connection(), DutyWork.CATALOGUE, null);
        Duties.Duty mine = duties.claim(shop.connection(), 1).orElseThrow();
        assertThat(duties.claim(shop.connection(), 2)).isPresent();
        Sku sku = new Sku(Names.unique("LATE"));
        assertThat(duties.fenced(mine, 1, () -> catalog.put(sku, "Late"))).isFalse();
        assertThat(shop.jdbc()
                        .sql("SELECT count(*) FROM item WHERE sku = :sku")
                        .param("sku", sku.value())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void letsNothingUnknownTakeEffectAfterAnotherOwnerBegan() {
        Sku sku = new Sku(Names.unique("LATE"));
        shop.hear(shop.order("1", sku, 2).after(0));
        // Nobody was told of the item, so the import is the first to find out.
        shop.jdbc()
                .sql("INSERT INTO item (sku, title) VALUES (:sku, 'Late')")
                .param("sku", sku.value())
                .update();
        known = new KnownItems(catalog, orders, incidents, duties) {
            @Override
            void settle(ConnectionId connection) {
                assertThat(duties.claim(connection, 2, DutyWork.CATALOGUE)).isPresent();
                super.settle(connection);
            }
        };
        assertThatThrownBy(this::runImport).isInstanceOf(OwnershipEnded.class);
        assertThat(orders.unknown(shop.connection())).hasSize(1);
        assertThat(open(IncidentKind.UNKNOWN_SKU)).hasSize(1);
    }

    private void runImport() throws CallFailed {
        duties.keep(shop.connection(), DutyWork.CATALOGUE, null);
        duties.mark(shop.connection(), DutyWork.CATALOGUE);
        runOnce(catalogueImport(Duration.ofMinutes(1)), 1);
    }

    private CatalogueImport catalogueImport(Duration part) {
        duties.keep(shop.connection(), DutyWork.CATALOGUE, null);
        return new CatalogueImport(
                new ChannelCalls(shop.connection(), new Catalogue(), () -> asked.size() < mayAsk),
                catalog,
                listings,
                incidents,
                duties,
                known,
                part);
    }

    private void runOnce(CatalogueImport deed, long epoch) throws CallFailed {
        Duties.Duty duty = duties.claim(shop.connection(), epoch).orElseThrow();
        duties.done(duty, epoch, deed.run(duty, epoch));
    }

    private Duties.State state() {
        return duties.of(shop.connection()).get(0);
    }

    /** A channel that answers with what the test offers, in as many pages as the test says. */
    private final class Catalogue implements ConnectorCalls {
        @Override
        public boolean can(ConnectionId connection, Capability capability) {
            return capability == Capability.PRODUCTS_READ;
        }

        @Override
        public Answer call(ConnectionId connection, Capability capability, Lane lane, String request) {
            Instant now = Instant.now();
            String page = new JsonMapper().readTree(request).path("page").asString("first");
            asked.add(page);
            meanwhile.run();
            int number = page.equals("first") ? 1 : Integer.parseInt(page);
            int size = (offers.size() + pages - 1) / pages;
            return new Answer(
                    offers.stream()
                            .skip((long) size * (number - 1))
                            .limit(size)
                            .collect(Collectors.joining(",", "{\"listings\": [", "]" + parents + "}")),
                    number < pages ? String.valueOf(number + 1) : null,
                    new Period(now, now));
        }
    }

    private List<String> listed(Sku sku) {
        return shop.jdbc()
                .sql("SELECT external_id FROM listing WHERE connection = :connection AND sku = :sku")
                .param("connection", shop.connection().value())
                .param("sku", sku.value())
                .query(String.class)
                .list();
    }

    private List<Incident> open(IncidentKind kind) {
        return list.page(new IncidentList.Search(kind, shop.connection().value(), true), null, 10);
    }

    private void decide(IncidentKind kind, Choice choice, Map<String, String> arguments) {
        assertThat(open(kind)).hasSize(1);
        decisions.decide(open(kind).get(0).id(), choice, arguments, "ann");
    }
}

package caravan.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.DriftPolicy;
import caravan.kernel.Fault;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Registered;
import caravan.kit.Shop;
import caravan.kit.Shop.Stand;
import caravan.kit.Shops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@HubTest
class DriftPolicyTests {
    private static final Instant LATER = Shop.OPENED.plusSeconds(1800);

    private final DriftPolicies policies;
    private final Listings listings;
    private final Holds holds;
    private final StockWrites writes;
    private final StockLevels levels;
    private final Shop shop;
    private final Sku sku;

    DriftPolicyTests(
            Shops shops,
            DriftPolicies policies,
            Listings listings,
            Holds holds,
            StockWrites writes,
            StockLevels levels) {
        this.policies = policies;
        this.listings = listings;
        this.holds = holds;
        this.writes = writes;
        this.levels = levels;
        shop = shops.open();
        sku = shop.selling(10);
    }

    @Test
    void bringsTheChannelBackWhenTheHubWins() {
        drift(DriftPolicy.HUB);
        assertThat(shop.incidents("DRIFT")).containsExactly(1L);
        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 0, 0, 0, 8, 10));
        assertThat(writes.open(shop.connection(), 1, 10)).isPresent();
    }

    @Test
    void booksTheDifferenceAsAStockCountWhenTheChannelWins() {
        drift(DriftPolicy.CHANNEL);
        assertThat(shop.stand(sku)).isEqualTo(new Stand(8, 0, 0, 0, 8, 8));
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
    }

    @Test
    void doesNotRaiseUntilAPersonHasDecidedWhenItIsToAsk() {
        drift(DriftPolicy.ASK);
        assertThat(shop.incidents("DRIFT")).containsExactly(1L);
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();

        holds.release(shop.listing(sku));
        assertThat(writes.open(shop.connection(), 1, 10)).isPresent();
    }

    @Test
    void followsItsConnectionUnlessAPersonDecidedAboutTheListing() {
        policies.set(shop.connection(), DriftPolicy.ASK);
        Sku later = shop.selling(10);
        assertThat(policy(sku)).isEqualTo("ask");
        assertThat(policy(later)).as("listed afterwards").isEqualTo("ask");

        policies.decide(shop.listing(later), DriftPolicy.CHANNEL);
        policies.set(shop.connection(), DriftPolicy.HUB);
        assertThat(policy(sku)).isEqualTo("hub");
        assertThat(policy(later)).isEqualTo("channel");
        policies.follow(shop.listing(later));
        assertThat(policy(later)).isEqualTo("hub");
    }

    private String policy(Sku item) {
        return shop.jdbc()
                .sql("SELECT drift_policy FROM listing WHERE id = :id")
                .param("id", shop.listing(item))
                .query(String.class)
                .single();
    }

    @Test
    void namesTheLikeliestCauseThatTheHubKnowsOf() {
        drift(DriftPolicy.HUB);
        assertThat(evidence(sku)).contains("lowered the figure by hand");

        Sku part = shop.selling(10);
        Sku bundle = shop.item();
        levels.bundle(bundle, Map.of(part, 2L));
        drift(part, 8);
        assertThat(evidence(part)).contains("part of bundle '" + bundle + "'");
        drift(bundle, shop.listed(bundle, 5), 4);
        assertThat(evidence(bundle)).contains("computes its figure from the parts");

        Sku elsewhere = shop.selling(10);
        long listing = shop.listing(elsewhere);
        Registered.listing(listings, shop.jdbc(), new ListingKey(shop.connection(), "cellar", elsewhere), "c", "");
        drift(elsewhere, listing, 12);
        assertThat(evidence(elsewhere)).contains("its location 'cellar'");
    }

    @Test
    void blamesAWriteThatTheChannelRefusedAndCarriedOutAllTheSame() {
        levels.adjust(sku, shop.shelf(), 3, Shop.deed());
        StockWrites.Write write = writes.open(shop.connection(), 1, 10).orElseThrow();
        writes.fail(
                write.id(), 1, List.of(shop.listing(sku)), new StockWrites.Failure(Fault.REFUSED, "no", Duration.ZERO));
        drift(sku, 13);
        assertThat(evidence(sku)).contains("the last write, of 3, though it answered that it refused it");
    }

    private void drift(Sku item, long figure) {
        drift(item, shop.listing(item), figure);
    }

    private void drift(Sku item, long listing, long figure) {
        shop.jdbc()
                .sql("UPDATE listing SET state = 'live' WHERE id = :id")
                .param("id", listing)
                .update();
        assertThat(shop.read(listing, figure, LATER)).as(item.value()).isEqualTo(Readings.Outcome.ADOPTED);
        shop.pulled(LATER.plusSeconds(60));
    }

    private String evidence(Sku item) {
        return shop.jdbc()
                .sql(
                        "SELECT evidence FROM incident WHERE kind = 'DRIFT' AND connection = :connection AND subject = :subject")
                .param("connection", shop.connection().value())
                .param("subject", "default/" + item)
                .query(String.class)
                .single();
    }

    @Test
    void findsNoDriftInADifferenceThatALaterOrderExplains() {
        assertThat(shop.read(shop.listing(sku), 8, LATER)).isEqualTo(Readings.Outcome.ADOPTED);
        shop.hear(shop.order("1", sku, 2).after(0));
        shop.pulled(LATER.plusSeconds(60));

        assertThat(shop.incidents("DRIFT")).isEmpty();
        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 2, 0, 2, 8, 8));
    }

    @Test
    void keepsHoldingUntilAPullThatBeganLateEnough() {
        shop.read(shop.listing(sku), 8, LATER);
        shop.pulled(LATER.plusSeconds(10));
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
        assertThat(shop.incidents("DRIFT")).isEmpty();
    }

    @Test
    void putsNothingBackWhileItIsUnknownWhatTheChannelSoldAboutThen() {
        shop.read(shop.listing(sku), 8, LATER);
        pulled(60, null, LATER.minusSeconds(30));
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
        assertThat(shop.incidents("DRIFT")).isEmpty();

        pulled(90, null, LATER.minus(Duration.ofDays(2)));
        assertThat(writes.open(shop.connection(), 1, 10)).isPresent();
        assertThat(shop.incidents("DRIFT")).containsExactly(1L);
    }

    @Test
    void keepsHoldingWhileAnOrderTheFigureMayShowWasPulledAndHasYetToBeRead() {
        shop.read(shop.listing(sku), 8, LATER);
        pulled(60, LATER.minusSeconds(1), null);
        assertThat(writes.open(shop.connection(), 1, 10)).isEmpty();
        assertThat(shop.incidents("DRIFT")).isEmpty();

        shop.hear(shop.order("1", sku, 2).after(0));
        pulled(90, LATER.plusSeconds(80), null);
        assertThat(shop.incidents("DRIFT")).isEmpty();
        assertThat(shop.stand(sku)).isEqualTo(new Stand(10, 2, 0, 2, 8, 8));
        levels.adjust(sku, shop.shelf(), 3, Shop.deed());
        assertThat(writes.open(shop.connection(), 1, 10)).isPresent();
    }

    private void pulled(long seconds, @Nullable Instant contradicted, @Nullable Instant unknown) {
        holds.pulled(shop.connection(), new Holds.Pull(LATER.plusSeconds(seconds), contradicted, unknown));
    }

    private void drift(DriftPolicy policy) {
        policies.decide(shop.listing(sku), policy);
        assertThat(shop.read(shop.listing(sku), 8, LATER)).isEqualTo(Readings.Outcome.ADOPTED);
        shop.pulled(LATER.plusSeconds(60));
    }
}

package caravan.xray;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.inventory.Listings;
import caravan.inventory.StockWrites;
import caravan.inventory.StockWrites.Failure;
import caravan.inventory.StockWrites.Write;
import caravan.kernel.Fault;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.order.OrderView;
import caravan.xray.Event.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HubTest
class XrayTests {
    private final Xray xray;
    private final OrderView orders;
    private final StockWrites writes;
    private final Listings listings;
    private final Shop shop;
    private final Shop other;
    private final String first = Names.unique("a");
    private final String second = Names.unique("b");
    private Sku sku;
    private long elsewhere;

    XrayTests(Xray xray, OrderView orders, StockWrites writes, Listings listings, Shops shops) {
        this.xray = xray;
        this.orders = orders;
        this.writes = writes;
        this.listings = listings;
        this.shop = shops.open();
        this.other = shops.open();
        this.sku = shop.item();
    }

    @BeforeEach
    void sellOnTwoChannels() {
        sku = shop.selling(10);
        shop.listedElsewhere(other.connection(), sku);
        elsewhere = other.listing(sku);
        other.read(elsewhere, 10, Shop.OPENED);
        other.pulled(Shop.OPENED.plusSeconds(60));
        listings.goLive(elsewhere);
    }

    @Test
    void tellsTheWriteThatCarriedAnOrderAndItsRepeatsButNoLaterOnes() {
        shop.hear(shop.order(first, sku, 2).after(1));
        fail(open());
        confirm(open());
        shop.hear(shop.order(second, sku, 3).after(1));
        confirm(open());

        List<Event> told = events(first, Kind.WRITE);
        assertThat(told).extracting(Event::what).containsOnly(sku + ": \u22122, from 10 to 8");
        assertThat(told).extracting(Event::trouble).containsExactly(false, true);
        assertThat(told.get(0).detail()).matches("write [0-9a-f]{8} confirmed after .*");
        assertThat(told.get(1).detail()).matches("write [0-9a-f]{8} refused after .*");
        assertThat(told.get(0).channel()).isEqualTo(other.connection());
        assertThat(events(second, Kind.WRITE)).extracting(Event::what).containsExactly(sku + ": \u22123, from 8 to 5");
    }

    @Test
    void doesNotTakeAWriteThatWasOpenBeforeForOneThatCarriedTheOrder() {
        shop.hear(shop.order(first, sku, 2).after(1));
        Write open = open();
        shop.hear(shop.order(second, sku, 3).after(1));
        assertThat(events(second, Kind.WRITE)).isEmpty();
        assertThat(events(first, Kind.WRITE))
                .extracting(Event::detail)
                .allMatch(detail -> detail.endsWith(" is under way"))
                .hasSize(1);

        confirm(open);
        assertThat(events(second, Kind.WRITE)).isEmpty();
        confirm(open());
        assertThat(events(second, Kind.WRITE)).hasSize(1);
        assertThat(events(first, Kind.WRITE)).hasSize(1);
    }

    @Test
    void tellsThatACancelledOrderIsTakenBackEverywhere() {
        shop.hear(shop.order(first, sku, 2).after(1));
        confirm(open());
        shop.hear(shop.order(first, sku, 2).cancelled().cancelled(2).taken(0).after(60));
        confirm(open());

        assertThat(events(first, Kind.WRITE))
                .extracting(Event::what)
                .containsExactly(sku + ": +2, from 8 to 10", sku + ": \u22122, from 10 to 8");
    }

    @Test
    void doesNotTellAWriteOfALaterChangeToAChannelThatAlreadyShowedTheOrder() {
        shop.hear(shop.order(first, sku, 2).after(1));
        assertThat(events(first, Kind.WRITE)).isEmpty();
        List<Event> taken = events(first, Kind.TAKEN);
        assertThat(taken).extracting(Event::channel).containsExactly(shop.connection());
        assertThat(taken.get(0).detail()).startsWith("the channel took 2 out of its own figure");

        // A sale of the other channel: the first write to this one since.
        other.hear(other.order(second, sku, 1).after(1));
        Write write = writes.open(shop.connection(), 1, 10).orElseThrow();
        writes.confirm(write.id(), 1, List.of(shop.listing(sku)));
        assertThat(events(first, Kind.WRITE)).isEmpty();
    }

    @Test
    void readsBackwardsWithoutGapOrRepeat() {
        shop.hear(shop.order(first, sku, 2).after(1), shop.order(second, sku, 3).after(1));
        confirm(open());
        shop.hear(shop.order(first, sku, 2).cancelled().cancelled(2).taken(0).after(60));
        confirm(open());
        OrderView.Head order = orders.find(shop.key(first)).orElseThrow();
        List<Event> whole = xray.of(order, null, 100).events();
        assertThat(whole).hasSizeGreaterThan(7).isSortedAccordingTo(Event.NEWEST_FIRST);

        List<Event> read = new ArrayList<>();
        Xray.Story part = xray.of(order, null, 2);
        while (part.next() != null) {
            read.addAll(part.events());
            part = xray.of(order, Event.Place.of(part.next().text()).orElseThrow(), 2);
        }
        read.addAll(part.events());
        assertThat(read).isEqualTo(whole);
    }

    private List<Event> events(String order, Kind kind) {
        return xray.of(orders.find(shop.key(order)).orElseThrow(), null, 100).events().stream()
                .filter(event -> event.kind() == kind)
                .toList();
    }

    private Write open() {
        return writes.open(other.connection(), 1, 10).orElseThrow();
    }

    private void confirm(Write write) {
        assertThat(writes.confirm(write.id(), 1, List.of(elsewhere))).isEqualTo(1);
    }

    private void fail(Write write) {
        writes.fail(
                write.id(),
                1,
                List.of(elsewhere),
                new Failure(Fault.THROTTLED, "The channel wants it later.", Duration.ZERO));
    }
}

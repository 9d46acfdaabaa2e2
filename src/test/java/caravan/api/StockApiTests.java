package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.inventory.Preview;
import caravan.inventory.StockLevels;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Program.Answer;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.security.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@HubTest
class StockApiTests {
    private final Program operator;
    private final Program viewer;
    private final Visitors visitors;
    private final StockLevels levels;
    private final Preview preview;
    private final Shop shop;

    StockApiTests(Visitors visitors, StockLevels levels, Preview preview, Shops shops) {
        this.preview = preview;
        this.levels = levels;
        this.visitors = visitors;
        this.operator = visitors.program(Role.OPERATOR);
        this.viewer = visitors.program(Role.VIEWER);
        this.shop = shops.open();
    }

    @Test
    void movesStockOncePerKeyAndAnswersRepeatsAlike() throws Exception {
        Sku sku = shop.selling(10);
        Answer first = adjust(operator, sku, "k1", "-4");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body().at("/level/onHand").asLong()).isEqualTo(6);
        adjust(operator, sku, "k2", "1");

        Answer again = adjust(operator, sku, "k1", "-4");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.raw().headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(first.raw().headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(shop.stand(sku).onHand()).isEqualTo(7);
    }

    @Test
    void refusesAKeyThatWasUsedForAnotherRequest() throws Exception {
        Sku sku = shop.selling(10);
        adjust(operator, sku, "k1", "-4");
        assertThat(adjust(operator, sku, "k1", "-5").status()).isEqualTo(422);
        assertThat(operator.send("POST", "/api/stock/counts", body(sku, "3"), "Idempotency-Key", "k1")
                        .status())
                .isEqualTo(422);
        assertThat(shop.stand(sku).onHand()).isEqualTo(6);
        assertThat(adjust(visitors.program(Role.OPERATOR), sku, "k1", "-5").status())
                .as("another program's key is another key")
                .isEqualTo(200);
    }

    @Test
    void letsARefusedRequestBeSentAgainCorrectedUnderItsKey() throws Exception {
        Sku sku = shop.selling(10);
        assertThat(operator.send(
                                "POST",
                                "/api/stock/adjustments",
                                body(new Sku(Names.unique("none")), "1"),
                                "Idempotency-Key",
                                "k1")
                        .status())
                .isEqualTo(404);
        assertThat(adjust(operator, sku, "k1", "1").status()).isEqualTo(200);
    }

    @Test
    void movesStockOnceWhenTheSameRequestComesManyTimesAtOnce() throws Exception {
        Sku sku = shop.selling(10);
        List<Callable<Integer>> requests = IntStream.range(0, 6)
                .mapToObj(index -> (Callable<Integer>)
                        () -> adjust(operator, sku, "k1", "5").status())
                .toList();
        ExecutorService senders = Executors.newFixedThreadPool(6);
        try {
            for (Future<Integer> answer : senders.invokeAll(requests)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            senders.shutdownNow();
        }
        assertThat(shop.stand(sku).onHand()).isEqualTo(15);
    }

    @Test
    void asksForAKeyAReasonAndTheRole() throws Exception {
        Sku sku = shop.selling(10);
        assertThat(operator.send("POST", "/api/stock/adjustments", body(sku, "1"))
                        .text("/detail"))
                .contains("Idempotency-Key");
        Answer answer = operator.send(
                "POST",
                "/api/stock/counts",
                body(sku, "1").replace("found", " "),
                "Idempotency-Key",
                Names.unique("k"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/field")).isEqualTo("reason");
        assertThat(adjust(viewer, sku, "k1", "1").status()).isEqualTo(403);
        assertThat(shop.stand(sku).onHand()).isEqualTo(10);
    }

    @Test
    void refusesToMoveTheStockOfABundleWhichHasNone() throws Exception {
        Sku part = shop.selling(10);
        Sku bundle = shop.item();
        levels.bundle(bundle, Map.of(part, 2L));
        for (String change : List.of("adjustments", "counts")) {
            Answer answer = operator.send(
                    "POST", "/api/stock/" + change, body(bundle, "4"), "Idempotency-Key", Names.unique("k"));
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(422);
            assertThat(answer.text("/detail"))
                    .contains("'" + bundle + "' is a bundle", "its components: '" + part + "'");
        }
        assertThat(viewer.get("/api/stock/movements?sku=" + bundle).body().path("rows"))
                .isEmpty();
    }

    @Test
    void saysThatAListingIsNotRaisedWhileItsFigureIsUncertain() throws Exception {
        Sku sku = shop.selling(10);
        assertThat(viewer.get("/api/stock/item?sku=" + sku)
                        .body()
                        .at("/listings/0/waits/uncertain")
                        .asBoolean())
                .isFalse();
        shop.jdbc()
                .sql("UPDATE listing SET uncertain = true WHERE id = :id")
                .param("id", shop.listing(sku))
                .update();
        levels.adjust(sku, shop.shelf(), 2, Shop.deed());

        assertThat(viewer.get("/api/stock/item?sku=" + sku)
                        .body()
                        .at("/listings/0/waits/uncertain")
                        .asBoolean())
                .isTrue();
        assertThat(visitors.signedIn(Role.VIEWER).open("/stock/item?sku=" + sku).body())
                .contains("figure uncertain: not raised");
        assertThat(preview.page(shop.connection(), true, "", "", 10).get(0).why())
                .containsExactly(Preview.Why.UNCERTAIN);
    }

    @Test
    void setsTheStockToWhatWasCounted() throws Exception {
        Sku sku = shop.selling(10);
        Answer answer = operator.send("POST", "/api/stock/counts", body(sku, "7"), "Idempotency-Key", "c1");
        assertThat(answer.body().path("booked").asBoolean()).isTrue();
        assertThat(shop.stand(sku).onHand()).isEqualTo(7);
        assertThat(operator.send("POST", "/api/stock/counts", body(sku, "7"), "Idempotency-Key", "c2")
                        .body()
                        .path("booked")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void showsWhyAChannelShowsWhatItShows() throws Exception {
        Sku sku = shop.selling(10);
        Answer stock = viewer.get("/api/stock/item?sku=" + sku);
        assertThat(stock.body().at("/listings/0/rule/available").asLong()).isEqualTo(10);
        assertThat(stock.text("/listings/0/rule/share")).isEqualTo("1");
        assertThat(stock.body().at("/listings/0/figure/shown").asLong()).isEqualTo(10);
        Answer list = viewer.get("/api/stock?prefix=" + sku);
        assertThat(list.body().at("/rows/0/channels/0/wanted").asLong()).isEqualTo(10);
        assertThat(list.body().at("/rows/0/levels/0/available").asLong()).isEqualTo(10);
    }

    @Test
    void pagesThroughMovementsByKey() throws Exception {
        Sku sku = shop.selling(0);
        for (int number = 1; number <= 7; number++) {
            adjust(operator, sku, "m" + number, String.valueOf(number));
        }
        List<Long> seen = new ArrayList<>();
        String next = "";
        do {
            Answer page =
                    viewer.get("/api/stock/movements?limit=3&sku=" + sku + (next.isEmpty() ? "" : "&after=" + next));
            page.body().path("rows").forEach(row -> seen.add(row.path("onHand").asLong()));
            next = page.text("/next");
        } while (!next.isEmpty());
        assertThat(seen).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void takesASkuOfAnyCharacters() throws Exception {
        String sku = Names.unique("a/b c?&%#+\u00e4\ud83d\ude80'\"");
        String path = "/api/items/item?sku=" + URLEncoder.encode(sku, StandardCharsets.UTF_8);
        assertThat(operator.send("PUT", path, "{\"title\": \"Odd one\"}").status())
                .isEqualTo(201);
        assertThat(operator.send("PUT", path, "{\"title\": \"Renamed\"}").status())
                .isEqualTo(200);
        Answer item = viewer.get(path);
        assertThat(item.text("/sku")).isEqualTo(sku);
        assertThat(item.text("/title")).isEqualTo("Renamed");
        assertThat(viewer.send("PUT", path, "{\"title\": \"x\"}").status()).isEqualTo(403);
    }

    @Test
    void definesBundlesOfPlainItemsOnly() throws Exception {
        Sku cup = shop.selling(13);
        Sku set = shop.item();
        String path = "/api/items/item/components?sku=" + set;
        Answer bundle = operator.send("PUT", path, "{\"components\": [{\"sku\": \"" + cup + "\", \"quantity\": 6}]}");
        assertThat(bundle.status()).isEqualTo(200);
        assertThat(bundle.body().at("/components/0/quantity").asLong()).isEqualTo(6);
        assertThat(wanted(set)).isEqualTo(2);

        String outer = "/api/items/item/components?sku=" + shop.item();
        assertThat(operator.send("PUT", outer, "{\"components\": [{\"sku\": \"" + set + "\", \"quantity\": 1}]}")
                        .status())
                .isEqualTo(409);
        assertThat(operator.send("PUT", path, "{\"components\": [{\"sku\": \"" + set + "\", \"quantity\": 1}]}")
                        .text("/detail"))
                .contains("cannot contain itself");
        assertThat(operator.send("PUT", path, "{\"components\": []}").status()).isEqualTo(200);
    }

    private long wanted(Sku sku) {
        shop.listed(sku, 0);
        return shop.stand(sku).wanted();
    }

    @Test
    void addsALocationOnce() throws Exception {
        String code = Names.unique("berlin");
        String body = "{\"code\": \"" + code + "\", \"name\": \"Berlin\"}";
        assertThat(operator.send("POST", "/api/locations", body).status()).isEqualTo(201);
        assertThat(operator.send("POST", "/api/locations", body).status()).isEqualTo(409);
        assertThat(viewer.get("/api/locations").raw().body()).contains(code);
    }

    private Answer adjust(Program program, Sku sku, String key, String units) throws Exception {
        return program.send("POST", "/api/stock/adjustments", body(sku, units), "Idempotency-Key", key);
    }

    private String body(Sku sku, String units) {
        return "{\"sku\": \"" + sku + "\", \"location\": \"" + shop.shelf() + "\", \"units\": " + units
                + ", \"reason\": \"found\"}";
    }
}

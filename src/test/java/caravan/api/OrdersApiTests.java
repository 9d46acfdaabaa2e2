package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Names;
import caravan.kit.Program;
import caravan.kit.Program.Answer;
import caravan.kit.Shop;
import caravan.kit.Shops;
import caravan.kit.Visitors;
import caravan.order.OrderDocument;
import caravan.security.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@HubTest
class OrdersApiTests {
    private final Program viewer;
    private final Program operator;
    private final Shop shop;

    OrdersApiTests(Visitors visitors, Shops shops) {
        this.viewer = visitors.program(Role.VIEWER);
        this.operator = visitors.program(Role.OPERATOR);
        this.shop = shops.open();
    }

    @Test
    void pagesThroughOrdersByKeyAndEndsWithNull() throws Exception {
        Sku sku = shop.selling(100);
        shop.hear(IntStream.range(0, 25)
                .mapToObj(index -> shop.order("o" + index, sku, 1).after(1))
                .toArray(OrderDocument[]::new));
        List<String> seen = new ArrayList<>();
        String path = "/api/orders?limit=10&connection=" + shop.connection();
        Answer page = viewer.get(path);
        while (true) {
            page.body()
                    .path("rows")
                    .forEach(row -> seen.add(row.path("externalId").asString("")));
            if (page.body().path("next").isNull()) {
                break;
            }
            page = viewer.get(path + "&after=" + page.text("/next"));
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void filtersByStateNumberAndWhenItWasPlaced() throws Exception {
        Sku sku = shop.selling(100);
        String stem = Names.unique("n");
        shop.hear(
                shop.order(stem + "a", sku, 1)
                        .placed(Shop.OPENED.plusSeconds(60))
                        .after(1),
                shop.order(stem + "b", sku, 1)
                        .placed(Shop.OPENED.plusSeconds(120))
                        .cancelled()
                        .after(1));
        String all = "/api/orders?number=" + stem;
        assertThat(viewer.get(all).body().path("rows")).hasSize(2);
        assertThat(viewer.get(all + "&state=CANCELLED").text("/rows/0/externalId"))
                .isEqualTo(stem + "b");
        assertThat(viewer.get(all + "&placedBefore=" + Shop.OPENED.plusSeconds(120))
                        .body()
                        .path("rows"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row.path("externalId").asString("")).isEqualTo(stem + "a"));
        assertThat(viewer.get(all + "&placedFrom=" + Shop.OPENED.plusSeconds(120))
                        .text("/rows/0/externalId"))
                .isEqualTo(stem + "b");
    }

    @Test
    void showsAnOrderWithMoneyAsTextTimesInUtcAndWhatItHolds() throws Exception {
        Sku sku = shop.selling(10);
        String id = Names.unique("whole");
        shop.hear(shop.order(id, sku, 3).note("ring at Mrs Smith").after(1));
        String path = "/api/orders/" + idOf(id);
        Answer order = viewer.get(path);
        assertThat(order.text("/total/shop/amount")).isEqualTo("30.00");
        assertThat(order.text("/total/buyer/currency")).isEqualTo("EUR");
        assertThat(order.text("/lines/0/unit/buyer/amount")).isEqualTo("10.00");
        assertThat(order.text("/placedAt")).isEqualTo("2036-03-01T10:10:00Z");
        assertThat(order.body().at("/lines/0/holds/0/reserved").asLong()).isEqualTo(3);
        assertThat(order.raw().body()).doesNotContain("Smith");
        assertThat(order.body().path("parties").isNull()).isTrue();
        assertThat(operator.get(path).text("/note")).isEqualTo("ring at Mrs Smith");

        Answer timeline = viewer.get(path + "/timeline");
        assertThat(timeline.body().path("complete").asBoolean()).isTrue();
        assertThat(timeline.raw().body()).contains("reserved +3").doesNotContain("Smith");
        assertThat(viewer.get(path + "/timeline?limit=1")
                        .body()
                        .path("complete")
                        .asBoolean())
                .isFalse();
    }

    private long idOf(String number) throws Exception {
        return viewer.get("/api/orders?number=" + number)
                .body()
                .at("/rows/0/id")
                .asLong();
    }
}

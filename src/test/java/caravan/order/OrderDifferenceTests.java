package caravan.order;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Money;
import caravan.kernel.Price;
import caravan.kernel.Sku;
import caravan.kit.HubTest;
import caravan.kit.Sample;
import caravan.kit.Shop;
import caravan.kit.Shops;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an order's timeline says of a change that was accepted. */
@HubTest
class OrderDifferenceTests {
    private final Shop shop;

    OrderDifferenceTests(Shops shops) {
        shop = shops.open();
    }

    @Test
    void tellsWhichUnitsAndPricesChanged() {
        Sku sku = shop.selling(20);
        Sku added = shop.selling(20);
        shop.hear(shop.order("edited", sku, 2).unpaid().after(0));
        shop.hear(shop.order("edited", sku, 5).shipped(1).and(added, 3).after(60));
        assertThat(changes("edited"))
                .containsExactly("state unpaid → sold; total 20.00 EUR → 80.00 EUR; '" + sku + "' ordered 2 → 5; '"
                        + sku + "' shipped 0 → 1; '" + added + "' added, 3 ordered");
        shop.hear(shop.order("edited", sku, 5).shipped(1).after(120));
        assertThat(changes("edited"))
                .last()
                .isEqualTo("total 80.00 EUR → 50.00 EUR; '" + added + "' taken out, 3 were ordered");
    }

    @Test
    void tellsOfPeopleOnlyThatTheyChanged() {
        Sku sku = shop.selling(20);
        Sample order = shop.order("moved", sku, 1);
        shop.hear(with(order.after(0), "Old Road 1", "0.80"));
        shop.hear(with(order.after(60), "New Road 7", "1.20"));
        assertThat(changes("moved")).containsExactly("shipping 0.80 EUR → 1.20 EUR; shipping address changed");
    }

    @Test
    void saysNothingOfTheFirstDocumentAndOfRepeats() {
        Sku sku = shop.selling(20);
        Sample order = shop.order("same", sku, 1);
        shop.hear(order.after(0), order.after(0));
        shop.hear(order.after(60));
        assertThat(changes("same")).isEmpty();
    }

    private static OrderDocument with(OrderDocument document, String street, String shipping) {
        OrderContent content = document.content();
        Price price = Price.of(Money.of(shipping, "EUR"));
        return document.with(new OrderContent(
                content.number(),
                content.state(),
                content.payment(),
                content.placedAt(),
                content.taxesIncluded(),
                content.total(),
                content.refunded(),
                content.lines(),
                List.of(new Charge(Charge.Kind.SHIPPING, null, "Post", false, price)),
                List.of(new Party(Party.Role.SHIPPING, "Ada", "", street, "Bern", "", "3000", "CH", "", "")),
                ""));
    }

    private List<String> changes(String order) {
        return shop.jdbc()
                .sql("""
                SELECT t.detail FROM order_timeline t JOIN orders o ON o.id = t.order_id
                WHERE o.connection = :connection AND o.external_id = :order AND t.event = 'change' ORDER BY t.at, t.id""")
                .param("connection", shop.connection().value())
                .param("order", order)
                .query(String.class)
                .list();
    }
}

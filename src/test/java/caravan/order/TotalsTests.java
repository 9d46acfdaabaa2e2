package caravan.order;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.Money;
import caravan.kernel.Price;
import caravan.order.Charge.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TotalsTests {

    @Test
    void addsUpLinesDiscountsShippingFeesAndTaxesInBothCurrencies() {
        Totals totals = totals(
                price("26.00", "4160"),
                List.of(line("1", 2, price("10.00", "1600")), line("2", 1, price("5.00", "800"))),
                charge(Kind.DISCOUNT, "1", false, price("-2.00", "-320")),
                charge(Kind.DISCOUNT, null, false, price("-1.00", "-160")),
                charge(Kind.SHIPPING, null, false, price("1.50", "240")),
                charge(Kind.FEE, null, false, price("0.50", "80")),
                charge(Kind.TAX, null, false, price("2.00", "320")));

        assertThat(totals.remainder().isZero()).isTrue();
        assertThat(totals.explained()).isTrue();
    }

    @Test
    void doesNotAddATaxThatThePricesContain() {
        Totals totals = totals(
                price("10.00", "1600"),
                List.of(line("1", 1, price("10.00", "1600"))),
                charge(Kind.TAX, "1", true, price("1.60", "256")));

        assertThat(totals.remainder().isZero()).isTrue();
    }

    @Test
    void acceptsOneSmallestUnitPerAmountAsRounding() {
        List<OrderLine> lines = List.of(line("1", 1, price("10.00", "1600")), line("2", 1, price("10.00", "1600")));

        assertThat(totals(price("20.02", "3202"), lines).explained()).isTrue();
        assertThat(totals(price("20.03", "3200"), lines).explained()).isFalse();
        assertThat(totals(price("20.00", "3203"), lines).explained()).isFalse();
    }

    @Test
    void addsUpAnOrderThatIsFree() {
        assertThat(totals(
                                price("0", "0"),
                                List.of(line("1", 1, price("10.00", "1600"))),
                                charge(Kind.DISCOUNT, null, false, price("-10.00", "-1600")))
                        .remainder()
                        .isZero())
                .isTrue();
        assertThat(totals(price("0", "0"), List.of()).explained()).isTrue();
    }

    private static Totals totals(Price total, List<OrderLine> lines, Charge... charges) {
        return Totals.of(new OrderContent(
                "1",
                OrderState.SOLD,
                PaymentState.PENDING,
                Instant.EPOCH,
                false,
                total,
                price("0", "0"),
                lines,
                List.of(charges),
                List.of(),
                ""));
    }

    private static OrderLine line(String id, long units, Price unit) {
        return new OrderLine(
                id, null, "sku", "listing", "default", true, "Item", new Quantities(units, 0, 0, 0, 0), unit);
    }

    private static Charge charge(Kind kind, @org.jspecify.annotations.Nullable String line, boolean in, Price amount) {
        return new Charge(kind, line, kind.name(), in, amount);
    }

    /** Euro for the shop, yen, which have no smaller unit, for the buyer. */
    private static Price price(String shop, String buyer) {
        return new Price(Money.of(shop, "EUR"), Money.of(buyer, "JPY"));
    }
}

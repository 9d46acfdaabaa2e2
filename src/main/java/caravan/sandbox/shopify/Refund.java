package caravan.sandbox.shopify;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Units taken out of an order, with or without money.
 *
 * @param payment the money that went back, null for none
 */
record Refund(
        long id,
        Instant at,
        String note,
        List<Line> lines,
        @Nullable Payment payment) {

    /**
     * Units of one line.
     *
     * @param restock cancel, return or no_restock
     */
    record Line(long id, OrderLine of, int quantity, String restock, BigDecimal subtotal, BigDecimal tax) {}

    Refund {
        lines = List.copyOf(lines);
    }
}

package caravan.sandbox.woocommerce;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Money given back for an order.
 *
 * @param amount positive, and not always the sum of the lines
 * @param byGateway whether the payment gateway gave it back
 */
record Refund(long id, Instant at, BigDecimal amount, String reason, boolean byGateway, Meta meta, List<Line> lines) {

    /** Units and money of one order line; positive here, negative where the shop writes them. */
    record Line(long id, OrderItem of, int quantity, BigDecimal total, BigDecimal tax, Meta meta) {}
}

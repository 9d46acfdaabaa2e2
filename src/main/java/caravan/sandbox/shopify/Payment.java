package caravan.sandbox.shopify;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Money that moved.
 *
 * @param kind sale or refund
 * @param parent the sale a refund gives back; 0 for sales
 */
record Payment(long id, String kind, BigDecimal amount, Instant at, long parent) {}

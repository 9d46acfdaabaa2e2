package caravan.order;

/** What the channel's document says about money. */
public enum PaymentState {
    PENDING,
    AUTHORIZED,
    PARTLY_PAID,
    PAID,
    PARTLY_REFUNDED,
    REFUNDED,
    VOIDED
}

package caravan.order;

/** How an order stands with its channel, in the terms that matter for stock. */
public enum OrderState {
    /** Neither paid nor held by the channel: nothing is reserved. */
    UNPAID,
    /** Counts as sold: paid, or the channel took the units for it. */
    SOLD,
    /** Nothing is owed any more. */
    CANCELLED
}

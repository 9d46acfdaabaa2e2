package caravan.order;

import java.util.List;

/** Orders are new or have changed. Heard after the commit by a listener of the transaction's end; only a hint. */
public record OrdersAccepted(List<OrderKey> orders) {}

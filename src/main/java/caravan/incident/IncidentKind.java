package caravan.incident;

/** What kind of decision is needed. */
public enum IncidentKind {
    UNKNOWN_SKU,
    DUPLICATE_SKU,
    OVERSOLD,
    DRIFT,
    TOTALS_DIFFER,
    ORDER_DELETED,
    /** Orders that neither a webhook nor a poll had brought. They are in now; why they were missed is the question. */
    ORDERS_MISSED,
    UNREADABLE_MESSAGE,
    WRITE_REFUSED,
    STOCK_NOT_MANAGED
}

package caravan.incident;

/** What kind of decision is needed. */
public enum IncidentKind {
    UNKNOWN_SKU,
    DUPLICATE_SKU,
    OVERSOLD,
    DRIFT,
    TOTALS_DIFFER,
    ORDER_DELETED,
    UNREADABLE_MESSAGE,
    WRITE_REFUSED,
    STOCK_NOT_MANAGED
}

package caravan.link;

/** What a link ties together. Per subject the kinds run in this order; a refused earlier one holds the later ones. */
public enum LinkKind {
    ORDER(1),
    PAYMENT(2),
    SHIPMENT(3),
    REFUND(4),
    LABEL(5),
    CUSTOMER(6),
    DEAL(7);

    private final int rank;

    LinkKind(int rank) {
        this.rank = rank;
    }

    int rank() {
        return rank;
    }
}

package caravan.sandbox;

/** What the people of a pretend store can do with an order. */
public enum OrderDeed {
    /** The shopper pays what is open. */
    PAY,
    /** The merchant changes how many units a line has. */
    EDIT,
    /** The merchant ships all that is left. */
    SHIP,
    /** The merchant gives the money for some units back. */
    REFUND,
    CANCEL,
    /** The merchant puts the order into the bin, where it can still be read. */
    BIN,
    /** The order is gone for good; webhooks tell its id and nothing else. */
    DELETE
}

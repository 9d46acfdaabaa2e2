package caravan.order;

/** What became of a document. */
public enum Verdict {
    /** It is the newest, and is now the order. */
    ACCEPTED,
    /** It says what is known already. */
    SAME,
    /** A newer one was accepted before. */
    OLDER,
    /** It contradicts what is known without being newer: the order has to be read by id. */
    LOOK
}

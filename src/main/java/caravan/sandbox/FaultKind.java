package caravan.sandbox;

/** What can go wrong with a pretend store. */
public enum FaultKind {
    /** 429 that says when to come back. */
    THROTTLED,
    /** 429 that does not. */
    THROTTLED_WITHOUT_ADVICE,
    /** 500; nothing was done. */
    SERVER_ERROR,
    /** An HTML page where JSON belongs; nothing was done. */
    HTML_PAGE,
    /** No answer at all; nothing was done. */
    HANG,
    /** Done, but the answer breaks off. */
    TRUNCATED_BODY,
    /** Done, but the connection closes before the answer. */
    LOST_ANSWER,
    /** A webhook comes twice. */
    WEBHOOK_DUPLICATED,
    /** A webhook comes late. */
    WEBHOOK_DELAYED,
    /** A webhook comes after the one behind it. */
    WEBHOOK_REORDERED,
    /** A webhook never comes. */
    WEBHOOK_LOST
}

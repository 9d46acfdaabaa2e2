package caravan.connector;

/** Names of the properties that a call carries through its route. */
final class CallExchange {
    /** The request document. */
    static final String REQUEST = "request";
    /** Begins the names of the request's own fields that are single values. */
    static final String FIELD = "request-";
    /** What the call is about, for the call log. */
    static final String SUBJECT = "subject";
    /** Which {@link ConnectorCalls.Lane} it runs in. */
    static final String LANE = "lane";
    /** Asked before each call whether it may begin. */
    static final String MAY_BEGIN = "may-begin";
    /** Which page is asked for, if not the first. */
    static final String PAGE = "page";
    /** Between which moments of its own clock the vendor answered. */
    static final String ANSWERED = "answered";
    /** The next page, if there is one. */
    static final String NEXT = "next";

    /** The call whose end in the call log waits for what the route makes of its answer. */
    static final String OUTCOME = "outcome";

    private CallExchange() {}
}

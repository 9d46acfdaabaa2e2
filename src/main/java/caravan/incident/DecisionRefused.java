package caravan.incident;

/** A choice that was not carried out; the incident stays open. The message says why and what to do, for the person who chose. */
public final class DecisionRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DecisionRefused(String message) {
        super(message);
    }

    /** A refusal whose cause belongs into the hub's log, not onto a page. */
    public DecisionRefused(String message, Throwable cause) {
        super(message, cause);
    }

    /** Why, and what to do. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}

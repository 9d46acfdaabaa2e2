package caravan.kernel;

import java.time.Duration;

/** A call to a vendor that did not end as it should. The message holds no secret and no personal data. */
public final class CallFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final Duration wait;

    /**
     * A failure without a wish of the vendor's about when to come back.
     *
     * @param detail what the vendor said or did, fit for a page
     */
    public CallFailed(Fault fault, String detail) {
        this(fault, detail, Duration.ZERO);
    }

    /**
     * A failure after which the vendor wants to be left alone for a while.
     *
     * @param wait how long, zero if it did not say
     */
    public CallFailed(Fault fault, String detail, Duration wait) {
        super(detail);
        this.fault = fault;
        this.wait = wait;
    }

    public Fault fault() {
        return fault;
    }

    public Duration waitAtLeast() {
        return wait;
    }

    /** What happened, fit for a page. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}

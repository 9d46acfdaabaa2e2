package caravan.sandbox;

/** Why something cannot be done with a pretend store; the message is for the person or program who asked. */
public final class SandboxRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is in the way. */
    public enum Reason {
        /** There is no such store or order. */
        MISSING,
        /** It is there, and the store does not do that with it. */
        IMPOSSIBLE
    }

    private final Reason reason;

    SandboxRefusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

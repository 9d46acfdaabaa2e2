package caravan.security;

/** A change of users or tokens that was not made; the message says why and what to do, for the person who asked. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}

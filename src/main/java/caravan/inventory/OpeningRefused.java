package caravan.inventory;

/** Opening stock was not taken in; the message says why and what to do, for the person who gave it. */
public final class OpeningRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OpeningRefused(String message) {
        super(message);
    }
}

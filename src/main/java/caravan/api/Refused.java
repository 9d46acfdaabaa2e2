package caravan.api;

import org.springframework.http.HttpStatus;

/** A request that is understood and not done; the message says why and what to do, for whoever sent it. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    private Refused(HttpStatus status, String detail) {
        super(detail);
        this.status = status;
    }

    /** What was asked for is not there. */
    static Refused notFound(String detail) {
        return new Refused(HttpStatus.NOT_FOUND, detail);
    }

    /** The request itself is wrong. */
    static Refused wrong(String detail) {
        return new Refused(HttpStatus.BAD_REQUEST, detail);
    }

    /** The present state does not allow it. */
    static Refused conflict(String detail) {
        return new Refused(HttpStatus.CONFLICT, detail);
    }

    /** The request is well-formed and can never be done. */
    static Refused impossible(String detail) {
        return new Refused(HttpStatus.UNPROCESSABLE_CONTENT, detail);
    }

    HttpStatus status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}

package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import java.io.IOException;

/** A call without a whole answer. */
final class BrokenCall extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /**
     * A call that broke.
     *
     * @param sent whether the vendor may have seen the request
     */
    BrokenCall(boolean sent, String detail) {
        super(detail);
        this.sent = sent;
    }

    CallFailed failure() {
        return new CallFailed(sent ? Fault.UNANSWERED : Fault.UNREACHED, String.valueOf(getMessage()));
    }
}

package caravan.flow;

import caravan.kernel.CallFailed;
import caravan.link.Lease;
import java.util.Optional;

/** A kind of work of a connection's owner besides writing stock. */
interface Chore {

    /**
     * Does the next piece, if one is due.
     *
     * @return whether there was one
     * @throws CallFailed MISCONFIGURED if the vendor does not accept the credentials; every other failure is recorded with its piece
     */
    boolean doNext(Lease lease) throws CallFailed;

    /** What of it is done while the connection is paused; nothing by default. */
    default Optional<Chore> whilePaused() {
        return Optional.empty();
    }
}

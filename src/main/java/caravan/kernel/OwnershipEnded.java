package caravan.kernel;

/**
 * This replica owns a connection no more, or is about to give it up: no call to its vendor may begin, and nothing may be recorded.
 * What was under way is left as it is, for the next owner begins it anew. Says nothing about the vendor, so it is no
 * {@link CallFailed}.
 */
public final class OwnershipEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OwnershipEnded(ConnectionId connection) {
        super("Connection '" + connection + "' is not owned by this hub any more.");
    }
}
